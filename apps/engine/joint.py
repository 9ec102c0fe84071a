"""What is known of a merge that is to be undone: both sides before it, and what came since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.engine.evolve import evolve
from apps.engine.values import Absorb, Input, ProfileState


@dataclass(frozen=True, slots=True)
class Told:
    """What came while the two were one, and whose it is: `given`, the one who was absorbed."""

    given: bool
    told: Input


@dataclass(frozen=True, slots=True)
class RunSince:
    """A run that began or ended while the two were one. `event`: the one that let it in, 0: none.

    `by_merge`: the merge itself ended it.
    """

    id: str
    journey: str
    event: int
    entered_at: datetime
    left_at: datetime | None = None
    by_merge: bool = False


@dataclass(frozen=True, slots=True)
class Joint:
    """A merge: both as they were before it, and all that has come since, in its order."""

    at: datetime
    kept: ProfileState
    given: ProfileState
    since: Sequence[Told] = ()
    runs: Sequence[RunSince] = ()


def until(joint: Joint, told: int, at: datetime) -> Joint:
    """What was known of the merge at an earlier moment, when so much of `since` had come."""
    later: set[str] = set()
    for one in joint.since[told:]:
        if isinstance(one.told, Absorb):
            later |= runs_of(one.told.other)
    runs = [
        run if run.left_at is None or run.left_at <= at else evolve(run, left_at=None)
        for run in joint.runs
        if run.id not in later and run.entered_at <= at
    ]
    return evolve(joint, since=joint.since[:told], runs=runs)


def runs_of(state: ProfileState) -> set[str]:
    """The runs that a state knows: those inside, and those that are watched."""
    return {e.id for e in state.enrollments} | {w.enrollment for w in state.watched}
