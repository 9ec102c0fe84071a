"""The page that publishes a draft: what it changes, and what becomes of the people inside."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.engine.problems import Invalid
from apps.journeys import comparing, operations, publishing, queries, tasks
from apps.journeys.forms_publish import PublishForm
from apps.journeys.models import JourneyVersion
from apps.journeys.publishing import STAY_CHOICE, Publication
from apps.journeys.refusals import NotMovable, Stale
from apps.rules import gatekeeping
from apps.rules.gatekeeping import Finding, Refused

MOVED_ON = (
    "Nothing was published: people have come to nodes meanwhile that you did not see, or left the "
    "last ones. Look at where they stand now, then publish again."
)


@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, with what speaks against it and who stands where; POST publishes the draft.

    As a fragment, POST only says what the chosen map would do.
    """
    draft = get_object_or_404(queries.drafts(), journey__key=key)
    about = publishing.publication(draft)
    form = _form(about, _with_suggestions(about, request.POST) if request.POST else None)
    if is_fragment(request):
        return render(request, "journeys/_publish_people.html", _people(about, form))
    found = queries.findings(key, draft.document, draft.base)
    if request.method == "POST" and form.is_valid() and "suggest" not in request.POST:
        refused = _refused(about, form, found, request)
        if isinstance(refused, JourneyVersion):
            return _published(request, refused, form)
        # What was chosen stays; what was seen is what is shown now.
        now_seen = request.POST.copy()
        now_seen["revision"], now_seen["seen"] = str(draft.revision), about.seen
        form = _form(about, now_seen)
        return _page(request, about, form, found, refused)
    return _page(request, about, form, found)


def _refused(
    about: Publication, form: PublishForm, found: list[Finding], request: HttpRequest
) -> str | JourneyVersion:
    """Publish it: the version, or why nothing was done."""
    given = form.cleaned_data
    if form.moves_somebody and given["seen"] != about.seen:
        return MOVED_ON
    try:
        gatekeeping.must_pass(found, anyway=given["anyway"])
        return operations.publish_draft(
            key=about.draft.journey.key,
            revision=given["revision"],
            note=given["note"],
            moves=form.moves,
            by=request.user,  # type: ignore[arg-type]
            now=clock.now(),
        )
    except (Stale, Refused, Invalid, NotMovable) as refused:
        return _said(refused)


def _published(request: HttpRequest, version: JourneyVersion, form: PublishForm) -> HttpResponse:
    said = f"Version {version.number} is live: it lets people in now."
    if form.moves:
        transaction.on_commit(tasks.wake)
        said += " People inside are being told, and go over when it is their turn."
    messages.success(request, said)
    return redirect("journey", version.journey.key)


def _page(
    request: HttpRequest,
    about: Publication,
    form: PublishForm,
    found: list[Finding],
    refused: str = "",
) -> HttpResponse:
    errors = [finding for finding in found if finding.severity == gatekeeping.ERROR]
    changes = about.changes
    context = {
        "journey": about.draft.journey,
        "draft": about.draft,
        "changes": [one for one in changes if not comparing.is_drawing_only(one)],
        "drawn": [one for one in changes if comparing.is_drawing_only(one)],
        "problems": about.problems,
        "findings": found,
        "blocked": bool(about.problems or errors),
        "refused": refused,
        **_people(about, form),
    }
    return render(request, "journeys/publish.html", context, status=409 if refused else 200)


def _people(about: Publication, form: PublishForm) -> dict[str, Any]:
    """The places with their choices, and the numbers of what was chosen so far."""
    moves = form.moves if form.is_bound and form.is_valid() else {}
    plans = about.plan(moves, clock.now())
    ways = [way for plan in plans for way in plan.ways]
    groups: dict[int, list[Any]] = {}
    for place, way in zip(about.places, ways, strict=True):
        row = (place, form[form.field_of(place)], way)
        groups.setdefault(place.version, []).append(row)
    return {
        "journey": about.draft.journey,
        "about": about,
        "form": form,
        "groups": groups,
        "suggestions": any(place.suggested for place in about.places),
        "numbers": {
            name: sum(getattr(plan, name) for plan in plans)
            for name in ("moving", "leaving", "staying", "too_long", "again")
        },
    }


def _form(about: Publication, data: QueryDict | None) -> PublishForm:
    initial = {"revision": about.draft.revision, "seen": about.seen}
    return PublishForm(data, places=about.places, initial=initial)


def _with_suggestions(about: Publication, data: QueryDict) -> QueryDict:
    """What was posted; where the suggestions were asked for, they replace “stay”."""
    if "suggest" not in data:
        return data
    filled = data.copy()
    for place in about.places:
        field = PublishForm.field_of(place)
        if place.suggested and filled.get(field, STAY_CHOICE) == STAY_CHOICE:
            filled[field] = place.suggested
    return filled


def _said(refused: Exception) -> str:
    if isinstance(refused, Refused):
        return "Nothing was published: accept the warnings, or mend what they are about."
    if isinstance(refused, Invalid):
        return "Nothing was published: the draft has problems."
    if isinstance(refused, NotMovable):
        return f"Nothing was published: {refused}."
    return str(refused)
