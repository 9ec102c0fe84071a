"""The pages of drafts: a journey's draft as text, publishing and discarding it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apps.common import clock
from apps.journeys import checks, operations, pictures, queries, starters
from apps.journeys.forms import DraftForm, as_text
from apps.journeys.models import Journey, JourneyDraft
from apps.journeys.refusals import Stale

# What a draft begins from where nothing was published yet.
FIRST = starters.EMPTY


@require_http_methods(["GET", "POST"])
def draft_page(request: HttpRequest, key: str) -> HttpResponse:
    """A journey's draft: its drawing, its problems, its JSON; POST saves it.

    Where none is open, it shows what a new one would begin from.
    """
    journey = get_object_or_404(Journey, key=key)
    draft = queries.draft(key)
    if request.method == "GET":
        return _draft_page(request, journey, draft, DraftForm(initial=_begin(journey, draft)))
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, journey, draft, form, status=422)
    try:
        operations.save_draft(key=key, **form.cleaned_data, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Stale as stale:
        # What was written stays in the form, to be saved over the other's on a second look.
        form = DraftForm(request.POST.dict() | {"revision": str(stale.revision)})
        return _draft_page(request, journey, stale.draft, form, status=409, stale=str(stale))
    messages.success(request, "The draft is saved. Nobody walks it before it is published.")
    return redirect("journey-draft-json", key)


@require_http_methods(["GET", "POST"])
def discard_page(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST drops the draft, and with it a journey that was never published."""
    draft = get_object_or_404(queries.drafts(), journey__key=key)
    published = draft.journey.versions.exists()
    if request.method == "POST":
        try:
            operations.discard_draft(key=key, revision=_number(request.POST.get("revision")))
        except Stale as stale:
            messages.error(request, str(stale))
            return redirect("journey-draft", key)
        messages.success(request, f"The draft of {draft.name} is gone.")
        return redirect("journey", key) if published else redirect("journeys")
    context = {"journey": draft.journey, "draft": draft, "published": published}
    return render(request, "journeys/discard.html", context)


def _draft_page(
    request: HttpRequest,
    journey: Journey,
    draft: JourneyDraft | None,
    form: DraftForm,
    *,
    status: int = 200,
    stale: str = "",
) -> HttpResponse:
    found = checks.problems(draft.document, journey.key) if draft else []
    context: dict[str, Any] = {
        "journey": journey,
        "draft": draft,
        "form": form,
        "stale": stale,
        "problems": found,
        "picture": pictures.sketch(draft.document, found) if draft else None,
        "settings": _settings(draft) if draft else {},
        "latest": journey.versions.first(),
    }
    return render(request, "journeys/draft.html", context, status=status)


def _begin(journey: Journey, draft: JourneyDraft | None) -> dict[str, Any]:
    """What the form starts with: the draft, or else the latest version."""
    if draft:
        text = as_text(draft.document)
        return {
            "revision": draft.revision,
            "name": draft.name,
            "description": draft.description,
            "document": text,
        }
    latest = journey.versions.first()
    return {
        "revision": journey.draft_revision,
        "name": journey.name,
        "description": journey.description,
        "document": as_text(latest.document if latest else FIRST),
    }


def _settings(draft: JourneyDraft) -> dict[str, str]:
    return {raw["key"]: as_text(raw.get("settings")) for raw in checks.nodes(draft.document)}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else None
