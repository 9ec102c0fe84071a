"""Writes of what a journey is: its status, its place in the archive, its owner."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from apps.journeys.models import Journey, JourneyMove
from apps.journeys.moves import let_go

Status = Journey.Status
# From which status a journey may go where; live by a published version from any of them.
TRANSITIONS = {
    Status.DRAFT: {Status.LIVE},
    Status.LIVE: {Status.PAUSED, Status.DRAINING, Status.ENDED},
    Status.PAUSED: {Status.LIVE, Status.DRAINING, Status.ENDED},
    Status.DRAINING: {Status.ENDED},
    Status.ENDED: set(),
}
# Nobody is inside these, or will be once those who were let go have left.
ARCHIVABLE = (Status.DRAFT, Status.ENDED)
WAIT, LEAVE = "wait", "leave"


@transaction.atomic
def set_status(
    *, key: str, status: str, by: AbstractBaseUser | None, now: datetime, people: str = WAIT
) -> Journey:
    """Pause, resume, drain or end a journey.

    A pause lets the `people` inside "wait", or "leave"; an end lets them all leave, by the worker,
    as after any move. Raises ValueError where the step is none of the table's.
    """
    journey = _locked(key)
    if status not in TRANSITIONS[Status(journey.status)]:
        raise ValueError(f"a journey that is {journey.status} can't become {status}")
    if journey.status == Status.DRAFT:
        raise ValueError("a journey becomes live by its first version: publish the draft")
    if people not in (WAIT, LEAVE):
        raise ValueError(f"people can {WAIT} or {LEAVE}, not “{people}”")
    journey.status = status
    _changed(journey, by, now, "status")
    if status == Status.ENDED:
        let_go(journey=journey, because=JourneyMove.LetGo.ENDED, by=by, now=now)
    elif status == Status.PAUSED and people == LEAVE:
        let_go(journey=journey, because=JourneyMove.LetGo.PAUSED, by=by, now=now)
    return journey


@transaction.atomic
def end_drained(*, key: str, now: datetime) -> bool:
    """A draining journey in which nobody is any more has ended; whether this ended it."""
    journey = _locked(key)
    if journey.status != Status.DRAINING:
        return False
    journey.status = Status.ENDED
    _changed(journey, None, now, "status")
    return True


@transaction.atomic
def archive(*, key: str, by: AbstractBaseUser | None, now: datetime) -> Journey:
    """Leave it out of lists. Raises ValueError where people may enter it or be inside."""
    journey = _locked(key)
    if journey.status not in ARCHIVABLE:
        raise ValueError(f"a journey that is {journey.status} can't be archived; end it first")
    if journey.archived_at is None:
        journey.archived_at = now
        _changed(journey, by, now, "archived_at")
    return journey


@transaction.atomic
def restore(*, key: str, by: AbstractBaseUser | None, now: datetime) -> Journey:
    """Take it out of the archive; its status stays what it is."""
    journey = _locked(key)
    if journey.archived_at is not None:
        journey.archived_at = None
        _changed(journey, by, now, "archived_at")
    return journey


@transaction.atomic
def give_to(
    *,
    key: str,
    owner: AbstractBaseUser | None,
    by: AbstractBaseUser | None,
    now: datetime,
) -> Journey:
    """Somebody else is asked about it from now on; None: nobody in particular."""
    journey = _locked(key)
    if journey.owner != owner:
        journey.owner = owner  # type: ignore[assignment]
        _changed(journey, by, now, "owner")
    return journey


def _locked(key: str) -> Journey:
    return Journey.objects.select_for_update().get(key=key)


def _changed(journey: Journey, by: AbstractBaseUser | None, now: datetime, field: str) -> None:
    journey.changed_at, journey.changed_by = now, by  # type: ignore[assignment]
    journey.save(update_fields=[field, "changed_at", "changed_by"])
