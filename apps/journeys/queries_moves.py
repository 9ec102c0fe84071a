"""Reads of moves between versions: how far they are, and what is to be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from apps.journeys.models import Journey, JourneyMove

State = JourneyMove.State

# A worker that has not been heard of for this long is gone.
SILENT = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Progress:
    """A move and what becomes of it just now."""

    move: JourneyMove
    state: JourneyMove.State

    @property
    def under_way(self) -> bool:
        return self.state != State.DONE

    @property
    def interrupted(self) -> bool:
        return self.state == State.INTERRUPTED

    @property
    def most(self) -> int | None:
        """What `people` grows to, as far as it is known."""
        return None if self.move.total is None else max(self.move.total, self.move.people)


def moves(journey: Journey) -> QuerySet[JourneyMove]:
    """The moves of a journey, the latest first; without those that found nobody to let go."""
    found = journey.moves.select_related("before", "after", "moved_by")
    return found.exclude(~Q(let_go=""), people=0, finished_at__isnull=False)


def state(move: JourneyMove, now: datetime) -> JourneyMove.State:
    """What becomes of it: it waits for a worker, has one, has lost it, or is done."""
    if move.finished_at:
        return State.DONE
    alive = move.heartbeat_at is not None and move.heartbeat_at > now - SILENT
    if move.claim and alive:
        return State.RUNNING
    return State.INTERRUPTED if move.claim or move.error else State.WAITING


def to_do(now: datetime) -> QuerySet[JourneyMove]:
    """The moves that are not done and that nobody carries out."""
    left = Q(heartbeat_at=None) | Q(heartbeat_at__lte=now - SILENT)
    return JourneyMove.objects.filter(left, finished_at=None)
