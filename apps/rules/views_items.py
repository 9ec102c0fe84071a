"""The pages of one rule: its form with the live sentence, its removal, its place in the order.

Everything goes into the draft; the form names the revision of the draft it was made from.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common import clock
from apps.engine.problems import Invalid
from apps.graph import queries_journeys
from apps.rules import document as documents
from apps.rules import editing, effect_words, kinds, queries
from apps.rules.forms_base import RuleForm
from apps.rules.kinds import KINDS, Kind
from apps.rules.queries import Working
from apps.rules.refusals import Stale


@require_http_methods(["GET", "POST"])
def rule_page(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    """The form of a new rule or of one that is there; POST puts it into the draft."""
    kind, working = KINDS[slug], queries.working()
    # Somebody may have removed it since the form was opened: what was written is not lost for that.
    item = documents.item(working.document, kind.section, key) if key else None
    revision = editing.seen(request, working)
    if request.method == "GET":
        item = find(kind, working, key) if key else None
        form = build(kind, working, key, values=kind.form.values(item) if item else None)
        return page(request, kind, form, revision, item, status=200)
    form = build(kind, working, key, data=request.POST)
    if not form.is_valid():
        return page(request, kind, form, revision, item, status=422)
    new = form.item()
    try:
        editing.save(request, documents.with_item(working.document, kind.section, new), revision)
    except Stale as error:
        form.add_error(None, f"{error} {now_says(kind, key)} Save once more to put yours there.")
        return page(request, kind, form, editing.fresh_revision(), item, status=409)
    except Invalid as error:
        own = str(new[documents.KEYS[kind.section]])
        path = kinds.path_of(kind.section, own, working.document)
        form.add_problems(list(error.problems), path)
        return page(request, kind, form, revision, item, status=422)
    messages.success(request, f"“{new['name']}” is in the draft. It holds once it is published.")
    return redirect("rules-draft")


@require_GET
def rule_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The sentence of the rule that the form says so far, and what it would have done."""
    kind, working = KINDS[slug], queries.working()
    form = build(kind, working, request.GET.get("key", ""), data=request.GET)
    return render(request, "rules/_preview.html", preview(kind, form, working))


@require_http_methods(["GET", "POST"])
def rule_remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """GET asks, POST takes the rule out of the draft."""
    kind, working = KINDS[slug], queries.working()
    item = find(kind, working, key)
    if request.method == "POST":
        changed = documents.without_item(working.document, kind.section, key)
        if editing.try_save(request, changed, editing.seen(request, working)):
            messages.success(request, f"“{called(item, key)}” is out of the draft.")
        return redirect("rules-draft")
    names = queries_journeys.journey_names()
    found = kinds.preview(kind.section, item, working.document, names, None)
    context = {"kind": kind, "called": called(item, key), "says": found.says}
    context["revision"] = working.revision
    return render(request, "rules/remove.html", context)


@require_POST
def rule_move(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Moves the rule one place up or down in its list, in the draft."""
    kind, working = KINDS[slug], queries.working()
    find(kind, working, key)
    by = -1 if request.POST.get("to") == "up" else 1
    changed = documents.moved(working.document, kind.section, key, by)
    editing.try_save(request, changed, editing.seen(request, working))
    return redirect("rules-draft")


def now_says(kind: Kind, key: str) -> str:
    """What the rule says in the draft by now, for whoever was about to change it."""
    if not key:
        return ""
    working = queries.working()
    item = documents.item(working.document, kind.section, key)
    if item is None:
        return "This rule is not in the draft any more."
    names = queries_journeys.journey_names()
    found = kinds.preview(kind.section, item, working.document, names, None)
    return f"There the rule says: {' '.join(found.says)}"


def find(kind: Kind, working: Working, key: str) -> dict[str, Any]:
    """The rule of this key in the draft, or in what holds; 404 where there is none."""
    item = documents.item(working.document, kind.section, key)
    if item is None:
        raise Http404(f"There is no such {kind.one}.")
    return item


def called(item: dict[str, Any], key: str) -> str:
    return str(item.get("name") or key)


def build(
    kind: Kind, working: Working, key: str, *, data: Any = None, values: Any = None
) -> RuleForm:
    if values is None and key:
        item = documents.item(working.document, kind.section, key)
        values = kind.form.values(item) if item else None
    known = editing.known(kind.section, working.document)
    return kind.form(data, initial=values, known=known, key=key)


def preview(kind: Kind, form: RuleForm, working: Working) -> dict[str, Any]:
    """What the form says; nothing where it can't be read yet. Only the name may be missing."""
    if not form.is_bound or (not form.is_valid() and set(form.errors) - {"name"}):
        return {"says": []}
    form.cleaned_data.setdefault("name", f"this {kind.one}")
    names = queries_journeys.journey_names()
    found = kinds.preview(kind.section, form.item(), working.document, names, clock.now())
    effect = effect_words.effect(kind.section, found.effect) if found.effect else ""
    return {"says": found.says, "problems": found.problems, "effect": effect}


def page(
    request: HttpRequest,
    kind: Kind,
    form: RuleForm,
    revision: int,
    item: dict[str, Any] | None,
    *,
    status: int,
) -> HttpResponse:
    context = {"kind": kind, "form": form, "revision": revision, "item": item}
    if item is not None:
        context["called"] = called(item, form.key)
    return render(request, f"rules/form_{kind.section}.html", context, status=status)
