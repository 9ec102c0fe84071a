"""The pages that ask before a journey is paused, resumed, ended, archived or taken back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apps.common import clock
from apps.graph import queries_standing
from apps.journeys import operations, tasks
from apps.journeys.models import Journey
from apps.journeys.operations_status import ARCHIVABLE, LEAVE, WAIT

Status = Journey.Status


@dataclass(frozen=True, slots=True)
class Step:
    """Where a journey may go, the word for it and what it means."""

    to: str
    word: str
    says: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of doing it: a field's value, in a word and a sentence."""

    field: str
    value: str
    word: str
    says: str


STEPS = (
    Step(Status.LIVE, "Resume", "People are let in again, and messages that wait may go out."),
    Step(
        Status.PAUSED,
        "Pause",
        "Nobody is let in and no message is decided until it is resumed. What was decided before "
        "and is on its way still arrives.",
    ),
    Step(Status.ENDED, "End", "Nobody is let in any more. This can’t be undone."),
)
CHOICES = {
    Status.PAUSED: (
        Choice(
            "people",
            WAIT,
            "They wait",
            "They keep their place. Delays go on; messages that become ready wait as their node "
            "says.",
        ),
        Choice("people", LEAVE, "They leave", "Their runs end now, with that as the reason."),
    ),
    Status.ENDED: (
        Choice(
            "to",
            Status.DRAINING,
            "They go on to the end",
            "They still get their messages. The journey is draining meanwhile, and ends by itself "
            "when the last of them has left.",
        ),
        Choice(
            "to",
            Status.ENDED,
            "They leave",
            "The journey ends at once: none of its messages leaves any more, and their runs end.",
        ),
    ),
}
DONE = {
    Status.LIVE: "{} is live again.",
    Status.PAUSED: "{} is paused.",
    Status.DRAINING: "{} is draining: it ends by itself when the last person inside has left.",
    Status.ENDED: "{} has ended.",
}


@require_http_methods(["GET", "POST"])
def change_status(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST does: pause, resume, drain or end."""
    journey = get_object_or_404(Journey, key=key)
    to = request.POST.get("to") or request.GET.get("to", "")
    if to not in operations.TRANSITIONS[Status(journey.status)]:
        messages.error(request, f"{journey.name} is {journey.status}; it can’t become “{to}”.")
        return redirect("journey", key)
    if request.method == "POST":
        return _become(request, journey, Status(to))
    step = next(one for one in STEPS if one.to == (Status.ENDED if to == Status.DRAINING else to))
    now = clock.now()
    inside = queries_standing.count_in(key, now)
    choices = [one for one in CHOICES.get(Status(step.to), ()) if _may(journey, one)]
    context: dict[str, Any] = {
        "journey": journey,
        "step": step,
        "inside": inside,
        "choices": choices if inside else [],
        "leaving": journey.moves.filter(finished_at=None).exclude(let_go="").exists(),
    }
    return render(request, "journeys/status.html", context)


@require_http_methods(["GET", "POST"])
def archive_page(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST archives the journey, or takes it out of the archive."""
    journey = get_object_or_404(Journey, key=key)
    if request.method == "POST":
        do = operations.restore if journey.archived_at else operations.archive
        try:
            do(key=key, by=request.user, now=clock.now())  # type: ignore[arg-type]
        except ValueError as error:
            messages.error(request, f"Nothing was done: {error}.")
            return redirect("journey", key)
        said = "is back in the list" if journey.archived_at else "is in the archive"
        messages.success(request, f"{journey.name} {said}.")
        return redirect("journeys")
    context = {"journey": journey, "may": journey.status in ARCHIVABLE}
    return render(request, "journeys/archive.html", context)


def steps(journey: Journey) -> list[tuple[str, str]]:
    """Where this journey may go, with the word for it; a first version is published elsewhere."""
    if journey.status == Status.DRAFT:
        return []
    allowed = operations.TRANSITIONS[Status(journey.status)]
    return [(step.to, step.word) for step in STEPS if step.to in allowed]


def _may(journey: Journey, choice: Choice) -> bool:
    allowed = operations.TRANSITIONS[Status(journey.status)]
    return choice.field != "to" or choice.value in allowed


def _become(request: HttpRequest, journey: Journey, to: Journey.Status) -> HttpResponse:
    people = LEAVE if request.POST.get("people") == LEAVE else WAIT
    try:
        operations.set_status(
            key=journey.key,
            status=to,
            people=people,
            by=request.user,  # type: ignore[arg-type]
            now=clock.now(),
        )
    except ValueError as error:
        messages.error(request, f"Nothing was done: {error}.")
        return redirect("journey", journey.key)
    said = DONE[to].format(journey.name)
    if to == Status.ENDED or people == LEAVE:
        transaction.on_commit(tasks.wake)
        said += " Who is inside leaves when it is their turn."
    messages.success(request, said)
    return redirect("journey", journey.key)
