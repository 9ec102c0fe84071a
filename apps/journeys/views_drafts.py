"""The pages of drafts: a journey's draft, beginning one, publishing and discarding it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apps.common import clock
from apps.engine.problems import Invalid
from apps.journeys import checks, operations, pictures, queries
from apps.journeys.forms import DraftForm, NewJourneyForm, PublishForm, as_text
from apps.journeys.models import Journey, JourneyDraft
from apps.journeys.refusals import Stale
from apps.rules import gatekeeping
from apps.rules.gatekeeping import Refused

FIRST = {
    "tier": "marketing",
    "priority": 50,
    "nodes": [
        {"key": "entry", "type": "entry", "name": "Entry", "settings": {"event": ""}},
        {"key": "exit", "type": "exit", "name": "The end", "settings": {}},
    ],
    "edges": [{"from": "entry", "to": "exit"}],
}


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
        form = DraftForm(request.POST | {"revision": str(stale.revision)})
        return _draft_page(request, journey, stale.draft, form, status=409, stale=str(stale))
    messages.success(request, "The draft is saved. Nobody walks it before it is published.")
    return redirect("journey-draft", key)


@require_http_methods(["GET", "POST"])
def new_journey(request: HttpRequest) -> HttpResponse:
    """Begins a journey with its first draft."""
    initial = {"revision": 0, "document": as_text(FIRST)}
    form = NewJourneyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.save_draft(**form.cleaned_data, by=request.user, now=clock.now())  # type: ignore[arg-type]
        return redirect("journey-draft", form.cleaned_data["key"])
    status = 422 if form.errors else 200
    return render(request, "journeys/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, with what speaks against it and who stands where; POST publishes the draft."""
    draft = get_object_or_404(queries.drafts(), journey__key=key)
    found = queries.findings(key, draft.document, draft.base)
    form = PublishForm(request.POST or None, initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        try:
            gatekeeping.must_pass(found, anyway=form.cleaned_data.pop("anyway"))
            version = operations.publish_draft(
                key=key,
                **form.cleaned_data,
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
            )
        except (Stale, Refused, Invalid) as refused:
            return _publish_page(request, draft, form, found, refused=_said(refused))
        messages.success(request, f"Version {version.number} is live: it lets people in now.")
        return redirect("journey", key)
    return _publish_page(request, draft, form, found)


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


def _publish_page(
    request: HttpRequest, draft: JourneyDraft, form: PublishForm, found: Any, refused: str = ""
) -> HttpResponse:
    problems = checks.problems(draft.document, draft.journey.key)
    errors = [finding for finding in found if finding.severity == gatekeeping.ERROR]
    context = {
        "journey": draft.journey,
        "draft": draft,
        "form": form,
        "problems": problems,
        "findings": found,
        "errors": errors,
        "blocked": bool(problems or errors),
        "standing": queries.standing(draft.journey),
        "refused": refused,
    }
    return render(request, "journeys/publish.html", context, status=409 if refused else 200)


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


def _said(refused: Exception) -> str:
    if isinstance(refused, Refused):
        return "Nothing was published: accept the warnings, or mend what they are about."
    if isinstance(refused, Invalid):
        return "Nothing was published: the draft has problems."
    return str(refused)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else None
