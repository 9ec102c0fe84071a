"""Carrying out a move: its people are told, portion by portion, by whoever has its claim.

A portion's events and how far the move is are one transaction, so that a worker that is killed
leaves nothing half told, and the next one begins with the first who wasn't.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from apps.engine.migration import ENROLLMENTS_MOVED
from apps.events import operations as events
from apps.events.operations import InternalEvent
from apps.graph import queries_standing
from apps.journeys import queries_moves, settling, stopping
from apps.journeys.models import Journey, JourneyMove

# Events in one statement of the log.
PORTION = 1_000
# Portions between two messages: other tasks of the queue get their turn.
PORTIONS = 3


@transaction.atomic
def claim(*, now: datetime) -> JourneyMove | None:
    """Take the oldest move that nobody carries out, or None."""
    to_do = queries_moves.to_do(now).select_for_update(of=("self",), skip_locked=True)
    row = to_do.select_related("journey").order_by("moved_at").first()
    if row is None:
        return None
    row.claim, row.heartbeat_at = uuid4(), now
    row.save(update_fields=["claim", "heartbeat_at"])
    return row


def claimed(*, claim: UUID) -> JourneyMove | None:
    """The move that has this claim still."""
    return JourneyMove.objects.select_related("journey").filter(claim=claim).first()


def tell_some(*, move: JourneyMove, now: datetime) -> bool:
    """Tell the next people; whether more are left for this worker to tell."""
    most = PORTION * PORTIONS
    if move.let_go and move.told_up_to is None:
        # A batch that began before may be letting somebody in just now.
        with transaction.atomic():
            settling.settle()
        stopping.stop_all(
            journey=move.journey.key,
            until=_until(move, now),
            because=f"{move.journey.name}: {move.let_go}",
            now=now,
        )
    after, until = str(move.told_up_to or ""), _until(move, now)
    people = _next(move, after, until, most)
    for start in range(0, len(people), PORTION):
        if not _tell(move, people[start : start + PORTION], until, now):
            return False
    if len(people) == most:
        return True
    _finish(move, now)
    return False


def interrupted(*, move: JourneyMove, error: str, now: datetime) -> None:
    """It can't go on now; the error says why, and the sweep tries again after a while."""
    ours = JourneyMove.objects.filter(pk=move.pk, claim=move.claim)
    ours.update(claim=None, heartbeat_at=now, error=error[:2000])


def _until(move: JourneyMove, now: datetime) -> datetime:
    """Who had entered by then is let go.

    People entered until the new status was committed, which is a little after it was asked for;
    nobody has since, unless somebody has let them in again.
    """
    same = Journey.objects.filter(
        pk=move.journey_id, status=move.let_go, changed_at=move.moved_at
    ).exists()
    return max(now, move.moved_at) if same else move.moved_at


def _next(move: JourneyMove, after: str, until: datetime, most: int) -> list[str]:
    if move.let_go:
        return queries_standing.people_in(move.journey.key, until, after, most)
    return queries_standing.people_on(str(move.before_id), after, most)


@transaction.atomic
def _tell(move: JourneyMove, people: list[str], until: datetime, now: datetime) -> bool:
    """Tell these; False, and nobody is told, where another worker goes on with the move."""
    ours = JourneyMove.objects.select_for_update().filter(pk=move.pk, claim=move.claim)
    row = ours.first()
    # A message that comes twice has the claim, but not the place.
    if row is None or row.told_up_to != move.told_up_to:
        return False
    events.append_internal_events(events=[_note(move, one, until) for one in people], now=now)
    row.people, row.told_up_to = row.people + len(people), UUID(people[-1])
    move.told_up_to = row.told_up_to
    row.heartbeat_at, row.error = now, ""
    row.save(update_fields=["people", "told_up_to", "heartbeat_at", "error"])
    return True


def _finish(move: JourneyMove, now: datetime) -> None:
    ours = JourneyMove.objects.filter(pk=move.pk, claim=move.claim)
    ours.update(claim=None, finished_at=now, error="")


def _note(move: JourneyMove, profile: str, until: datetime) -> InternalEvent:
    told: dict[str, Any] = {"journey": move.journey.key}
    if move.let_go:
        told |= {"let_go": move.let_go, "until": until.isoformat()}
    else:
        told |= {"from": str(move.before_id), "to": str(move.after_id), "nodes": move.nodes}
    id = f"move:{move.pk}:{profile}"
    return InternalEvent(ENROLLMENTS_MOVED, UUID(profile), id, told, kind="status")
