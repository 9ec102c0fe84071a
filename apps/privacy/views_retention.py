"""The pages of retention: what is kept how long, what a change would delete, and the runs."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.privacy import operations, queries, tasks
from apps.privacy.access import handles_requests
from apps.privacy.forms import KeepForm
from apps.privacy.keeping.kinds import KINDS
from apps.privacy.models import RetentionRun
from apps.privacy.views import PER_PAGE


@require_GET
@handles_requests
def retention(request: HttpRequest) -> HttpResponse:
    """Every kind of thing with its rule, and the latest runs."""
    runs = RetentionRun.objects.select_related("requested_by")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kept": queries.everything_kept(),
        "page": page,
        "runs": [(one, KINDS[one.what].name) for one in page],
        "under_way": any(one.unfinished for one in page),
        "tab": "retention",
    }
    name = "privacy/_runs.html" if is_fragment(request) else "privacy/retention.html"
    return render(request, name, context)


@require_http_methods(["GET", "POST"])
@handles_requests
def retention_rule(request: HttpRequest, what: str) -> HttpResponse:
    """GET shows the rule, and what the days in the address would delete; POST sets it."""
    kept = _kept(what)
    given: Any = request.POST if request.method == "POST" else None
    days = request.GET.get("keep_days", "")
    if request.method == "GET" and days:
        given = request.GET
    initial = {
        "keep_days": kept.rule.keep_days if kept.rule else kept.kind.usual,
        "enabled": kept.rule.enabled if kept.rule else True,
    }
    form = KeepForm(given, initial=initial, kind=kept.kind)
    valid = given is not None and form.is_valid()
    if request.method == "POST" and valid:
        operations.set_rule(what=what, by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, f"The rule of “{kept.kind.name}” is saved.")
        return redirect("privacy-retention")
    shown = form.cleaned_data["keep_days"] if valid else initial["keep_days"]
    context = {"kept": kept, "form": form, "shown": shown}
    context["preview"] = queries.preview(what, shown, clock.now())
    status = 422 if request.method == "POST" else 200
    name = "privacy/_preview.html" if is_fragment(request) else "privacy/retention_rule.html"
    return render(request, name, context, status=status)


@require_POST
@handles_requests
def retention_now(request: HttpRequest, what: str) -> HttpResponse:
    """Delete what is too old now, and not first at night."""
    kept = _kept(what)
    if operations.begin_retention(now=clock.now(), by=request.user, what=what):
        messages.success(request, f"“{kept.kind.name}”: what is too old is being deleted.")
    transaction.on_commit(tasks.wake)
    return redirect("privacy-retention")


def _kept(what: str) -> queries.Kept:
    if what not in KINDS:
        raise Http404("There is nothing of this kind.")
    return queries.kept(what)
