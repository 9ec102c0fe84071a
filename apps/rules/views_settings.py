"""The page of what there is one of: who wins, the workspace's zone, consent per channel."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.engine.problems import Invalid
from apps.rules import editing, queries
from apps.rules.forms_settings import SettingsForm, settings_of
from apps.rules.queries import Working
from apps.rules.refusals import Stale
from apps.rules.saying import rules_of, said

SECTIONS = ("arbitration", "quiet_hours", "consent")


@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """The form; POST puts it into the draft."""
    working = queries.working()
    revision = editing.seen(request, working)
    if request.method == "GET":
        return page(request, SettingsForm(initial=settings_of(working.document)), revision)
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return page(request, form, revision, status=422)
    try:
        editing.save(request, {**working.document, **form.changes()}, revision)
    except Stale as error:
        form.add_error(None, f"{error} Save once more to put this on top of it.")
        return page(request, form, editing.fresh_revision(), status=409)
    except Invalid as error:
        form.add_problems(error.problems)
        return page(request, form, revision, status=422)
    messages.success(request, "This is in the draft. It holds once it is published.")
    return redirect("rules-draft")


@require_GET
def settings_preview(request: HttpRequest) -> HttpResponse:
    """The sentences of what the form says so far."""
    form = SettingsForm(request.GET)
    return render(request, "rules/_preview.html", preview(form, queries.working()))


def preview(form: SettingsForm, working: Working) -> dict[str, Any]:
    if not form.is_valid():
        return {"says": []}
    rules = rules_of({**working.document, **form.changes(), "quiet_hours": []})
    return {"says": [one.says for one in said(rules) if one.section in SECTIONS]}


def page(
    request: HttpRequest, form: SettingsForm, revision: int, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "revision": revision}
    return render(request, "rules/form_settings.html", context, status=status)
