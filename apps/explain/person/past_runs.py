"""The runs of a person that are over, the latest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from apps.engine.values import ProfileState
from apps.explain import addresses, names
from apps.explain.person.person_page import left_because
from apps.explain.timeline.cursor import FIRST, Cursor
from apps.explain.timeline.sought import sought
from apps.explain.who import Who
from apps.explain.why.path import as_datetime
from apps.graph import queries_people
from apps.graph.queries_people import Run
from apps.rules.told.telling import Telling

PAGE = 20


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that is over, and why it ended; `version` is the number of its journey's version.

    `why_not` leads to why its messages did not come, as it stood when it ended.
    """

    run: Run
    journey_name: str
    version: int | None
    entered_at: datetime
    left_at: datetime
    sentence: str
    why_not: str


@dataclass(frozen=True, slots=True)
class PastRuns:
    """Some runs that are over; `next` is where the further ones begin, None where none are."""

    runs: list[PastRun]
    next: Cursor | None
    telling: Telling


def past_runs(
    who: Who,
    state: ProfileState | None,
    *,
    text: str = "",
    before: Cursor = FIRST,
    size: int = PAGE,
) -> PastRuns:
    """The runs that ended before the cursor; `text` is looked for in the journeys' names."""
    look = sought(text)
    place = before.epoch, before.id
    rows = queries_people.endings(who.texts, *place, size + 1, look.text, journeys=look.journeys)
    kept, more = rows[:size], len(rows) > size
    telling = names.telling(
        state=state, rule_set=names.rules_now(), versions={r.version for r in kept}, who=who.label
    )
    last = kept[-1] if more else None
    following = Cursor(as_datetime(last.left_at or 0), 0, last.uid) if last else None
    return PastRuns([_told(who, run, telling) for run in kept], following, telling)


def _told(who: Who, run: Run, telling: Telling) -> PastRun:
    left_at = as_datetime(run.left_at or 0)
    return PastRun(
        run=run,
        journey_name=telling.journey(run.journey),
        version=telling.version_number(run.version),
        entered_at=as_datetime(run.entered_at),
        left_at=left_at,
        sentence=left_because(run, telling),
        why_not=addresses.why_not(who.id, run.journey, run=run.uid, at=left_at),
    )
