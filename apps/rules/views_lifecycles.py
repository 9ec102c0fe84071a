"""The pages of lifecycles and their stages: forms, order, removal. All goes into the draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.engine.problems import Invalid
from apps.rules import document as documents
from apps.rules import editing, kinds, queries
from apps.rules.document import Item
from apps.rules.forms_base import Known
from apps.rules.forms_lifecycles import LifecycleForm, StageForm
from apps.rules.queries import Working
from apps.rules.refusals import Stale

SECTION = "lifecycles"


@require_http_methods(["GET", "POST"])
def lifecycle_new(request: HttpRequest) -> HttpResponse:
    """A new lifecycle with its first stage."""
    working = queries.working()
    revision = editing.seen(request, working)
    data = request.POST if request.method == "POST" else None
    form = LifecycleForm(data, known=editing.known(SECTION, working.document), prefix="cycle")
    stage = StageForm(data, known=Known(), stages={}, prefix="stage")
    context = {"form": form, "stage": stage, "revision": revision, "prefix": "stage"}
    if data is None:
        return render(request, "rules/form_lifecycle.html", context)
    if not (form.is_valid() and stage.is_valid()):
        return render(request, "rules/form_lifecycle.html", context, status=422)
    new = {**form.item(), "stages": [stage.item()]}
    status, revision = put(request, working, new, revision, stage, new["key"], 0)
    if status == 302:
        return redirect("rules-draft")
    context["revision"] = revision
    return render(request, "rules/form_lifecycle.html", context, status=status)


@require_http_methods(["GET", "POST"])
def lifecycle_page(request: HttpRequest, key: str) -> HttpResponse:
    """What a lifecycle is called."""
    working = queries.working()
    cycle = find(working, key)
    revision = editing.seen(request, working)
    data = request.POST if request.method == "POST" else None
    known = editing.known(SECTION, working.document)
    form = LifecycleForm(data, initial=cycle, known=known, key=key, prefix="cycle")
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            new = {**cycle, **form.item()}
            status, revision = put(request, working, new, revision, form, key, 0)
            if status == 302:
                return redirect("rules-draft")
    context = {"form": form, "cycle": cycle, "revision": revision}
    return render(request, "rules/form_lifecycle.html", context, status=status)


@require_http_methods(["GET", "POST"])
def lifecycle_remove(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST takes the lifecycle out of the draft."""
    working = queries.working()
    cycle = find(working, key)
    if request.method == "POST":
        changed = documents.without_item(working.document, SECTION, key)
        if editing.try_save(request, changed, editing.seen(request, working)):
            messages.success(request, f"“{cycle.get('name', key)}” is out of the draft.")
        return redirect("rules-draft")
    found = kinds.preview(SECTION, cycle, working.document, {}, None)
    one = {"one": "lifecycle", "section": SECTION}
    context = {"kind": one, "called": cycle["name"], "says": found.says}
    return render(request, "rules/remove.html", {**context, "revision": working.revision})


@require_http_methods(["GET", "POST"])
def stage_page(request: HttpRequest, key: str, stage_key: str = "") -> HttpResponse:
    """The form of a new stage or of one that is there."""
    working = queries.working()
    cycle = find(working, key)
    stage = find_stage(cycle, stage_key) if stage_key else None
    revision = editing.seen(request, working)
    form = build(cycle, stage, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            new = with_stage(cycle, form.item())
            place = place_of(cycle, form.own_key())
            status, revision = put(request, working, new, revision, form, key, place)
            if status == 302:
                return redirect("rules-draft")
    called = stage.get("name", stage_key) if stage else ""
    context = {"form": form, "cycle": cycle, "item": stage, "called": called, "revision": revision}
    return render(request, "rules/form_stage.html", context, status=status)


@require_GET
def stage_preview(request: HttpRequest) -> HttpResponse:
    """The sentence of the stage that the form says so far."""
    working = queries.working()
    key = request.GET.get("lifecycle", "")
    cycle = documents.item(working.document, SECTION, key)
    known = cycle or {"key": "this-lifecycle", "name": "This lifecycle", "stages": []}
    stage_key = request.GET.get("key", "")
    stage = next((s for s in known["stages"] if s["key"] == stage_key), None)
    form = build(known, stage, request.GET, prefix=None if cycle else "stage")
    if not form.is_valid() and set(form.errors) - {"name"}:
        return render(request, "rules/_preview.html", {"says": [], "form_errors": form.errors})
    form.cleaned_data.setdefault("name", "this stage")
    own, new = form.own_key(), with_stage(known, form.item())
    found = kinds.preview(SECTION, new, working.document, {}, None)
    rules = [says for says in found.says if says.startswith("A person enters")]
    says = [rules[place_of(new, own)]] if rules else []
    return render(request, "rules/_preview.html", {"says": says, "problems": found.problems})


@require_http_methods(["GET", "POST"])
def stage_remove(request: HttpRequest, key: str, stage_key: str) -> HttpResponse:
    """GET asks, POST takes the stage out of the draft."""
    working = queries.working()
    cycle = find(working, key)
    stage = find_stage(cycle, stage_key)
    if request.method == "POST":
        stages = [one for one in cycle["stages"] if one["key"] != stage_key]
        changed = documents.with_item(working.document, SECTION, {**cycle, "stages": stages})
        if editing.try_save(request, changed, editing.seen(request, working)):
            messages.success(request, f"“{stage.get('name', stage_key)}” is out of the draft.")
        return redirect("rules-draft")
    found = kinds.preview(SECTION, cycle, working.document, {}, None)
    says = [s for s in found.says if s.startswith("A person enters")][place_of(cycle, stage_key) :][
        :1
    ]
    called = stage.get("name", stage_key)
    context = {"kind": {"one": "stage", "section": SECTION}, "called": called, "says": says}
    return render(request, "rules/remove.html", {**context, "revision": working.revision})


@require_POST
def stage_move(request: HttpRequest, key: str, stage_key: str) -> HttpResponse:
    """Moves the stage one place up or down."""
    working = queries.working()
    cycle = find(working, key)
    by = -1 if request.POST.get("to") == "up" else 1
    stages = documents.shifted(cycle["stages"], "key", stage_key, by)
    changed = documents.with_item(working.document, SECTION, {**cycle, "stages": stages})
    editing.try_save(request, changed, editing.seen(request, working))
    return redirect("rules-draft")


def put(
    request: HttpRequest,
    working: Working,
    new: Item,
    revision: int,
    form: Any,
    key: str,
    place: int,
) -> tuple[int, int]:
    """Saves the lifecycle: 302 where it is in the draft; otherwise the status of the form's page.

    The other value is the revision that the form is to name next.
    """
    try:
        editing.save(request, documents.with_item(working.document, SECTION, new), revision)
    except Stale as error:
        form.add_error(None, f"{error} Save once more to put this on top of it.")
        return 409, editing.fresh_revision()
    except Invalid as error:
        path = f"{kinds.path_of(SECTION, key, working.document)}.stages.{place}"
        form.add_problems(list(error.problems), path)
        return 422, revision
    messages.success(request, f"“{new['name']}” is in the draft. It holds once it is published.")
    return 302, revision


def find(working: Working, key: str) -> Item:
    cycle = documents.item(working.document, SECTION, key)
    if cycle is None:
        raise Http404("There is no such lifecycle.")
    return {"name": key, **cycle}


def find_stage(cycle: Item, key: str) -> Item:
    found = next((stage for stage in cycle["stages"] if stage["key"] == key), None)
    if found is None:
        raise Http404("This lifecycle has no such stage.")
    return dict(found)


def with_stage(cycle: Item, stage: Item) -> Item:
    return {**cycle, "stages": documents.replaced(cycle["stages"], "key", stage)}


def place_of(cycle: Item, key: str) -> int:
    """The place of the stage; a new one comes last."""
    keys = [stage["key"] for stage in cycle["stages"]]
    return keys.index(key) if key in keys else len(keys)


def build(cycle: Item, stage: Item | None, data: Any, prefix: str | None = None) -> StageForm:
    called = {one["key"]: one.get("name", one["key"]) for one in cycle["stages"]}
    key = stage["key"] if stage else ""
    return StageForm(
        data,
        initial=StageForm.values(stage) if stage else None,
        known=Known(taken=called),
        key=key,
        stages={known: name for known, name in called.items() if known != key},
        prefix=prefix,
    )
