"""Where journeys begin: from nothing, a starter, a file, another journey; and a draft's import."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.journeys import authoring, operations, queries, queries_sides, starters
from apps.journeys.forms_new import COPY, FILE, DuplicateForm, ImportForm, NewJourneyForm
from apps.journeys.models import Journey, JourneyDraft
from apps.journeys.refusals import Stale
from apps.rules import queries as rules


@require_http_methods(["GET", "POST"])
def new_journey(request: HttpRequest) -> HttpResponse:
    """Begins a journey with its first draft, and leads into the editor."""
    asked = {"start": request.GET.get("start", "empty"), "journey": request.GET.get("copy")}
    form = NewJourneyForm(request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _begun(form, request)
        except Stale:
            form.add_error("key", "Somebody took this key a moment ago; choose another one.")
        else:
            return redirect("journey-draft", draft.journey.key)
    context = {"form": form, "starters": starters.STARTERS, "journeys": Journey.objects.exists()}
    status = 422 if form.errors else 200
    return render(request, "journeys/new.html", context, status=status)


@require_GET
def key_field(request: HttpRequest) -> HttpResponse:
    """The key that goes with a name while it is typed; one that was typed stays, and is checked."""
    name, key = (request.GET.get(field, "").replace("\0", "")[:255] for field in ("name", "key"))
    made = request.GET.get("made", "")
    if key in ("", made):
        key = made = queries_sides.free_key(name) if name.strip() else ""
    form = NewJourneyForm({"name": name or "-", "key": key, "start": "empty"})
    form.is_valid()
    errors = list(form.errors.get("key", []))
    context = {"key": key, "made": made, "errors": errors, "free": key and not errors}
    return render(request, "journeys/_key.html", context)


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, key: str) -> HttpResponse:
    """Puts what a file holds into the journey's draft, which can be undone in the editor."""
    journey = get_object_or_404(Journey, key=key)
    draft = queries.draft(key)
    initial = {"revision": draft.revision if draft else journey.draft_revision}
    form = ImportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            authoring.import_into(
                key=key,
                imported=form.cleaned_data["imported"],
                name=draft.name if draft else journey.name,
                description=draft.description if draft else journey.description,
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
                revision=form.cleaned_data["revision"],
            )
        except Stale as stale:
            form.add_error(None, f"{stale} Import the file again to put it in place of theirs.")
            form.data = request.POST.dict() | {"revision": str(stale.revision)}
        else:
            messages.success(request, "The draft is what the file held.")
            return redirect("journey-draft", key)
    context = {"journey": journey, "draft": draft, "form": form}
    status = 422 if form.errors else 200
    return render(request, "journeys/import.html", context, status=status)


@require_http_methods(["GET", "POST"])
def duplicate_page(request: HttpRequest, key: str) -> HttpResponse:
    """A new journey whose draft is a copy of this one's draft or version."""
    journey = get_object_or_404(Journey, key=key)
    which = request.POST.get("version") or request.GET.get("version") or ""
    side = queries_sides.side(journey, which) or queries_sides.latest(journey)
    if side is None:
        messages.error(request, f"{journey.name} has neither a draft nor a version to copy.")
        return redirect("journey", key)
    initial = {"name": f"{side.name[:240]}{authoring.COPY}", "version": side.which}
    form = DuplicateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            copied = authoring.duplicate(
                side=side,
                name=form.cleaned_data["name"],
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
            )
        except Stale:
            form.add_error("name", "Somebody began a journey of this name a moment ago; try again.")
        else:
            messages.success(request, f"A copy of {side.label}; nobody walks it yet.")
            return redirect("journey-draft", copied.journey.key)
    context = {"journey": journey, "side": side, "form": form}
    status = 422 if form.errors else 200
    return render(request, "journeys/duplicate.html", context, status=status)


def _begun(form: NewJourneyForm, request: HttpRequest) -> JourneyDraft:
    given = form.cleaned_data
    new = {"name": given["name"], "key": given["key"], "by": request.user, "now": clock.now()}
    if given["start"] == FILE:
        return authoring.import_new(imported=given["imported"], **new)
    if given["start"] == COPY:
        side = queries_sides.latest(given["journey"])
        if side is not None:
            return authoring.duplicate(side=side, **new)
        given["start"] = "empty"
    tiers = [tier["key"] for tier in rules.current_document()["tiers"]]
    document = starters.begin(given["start"], tiers)
    return operations.save_draft(document=document, revision=0, **new)
