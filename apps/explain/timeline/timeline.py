"""A person's life as one list, newest first, a page at a time.

Each kind of entry comes from its own source, ordered by (moment, kind, id); a page asks every
source for what lies before the cursor, or after it, and merges the answers. So a page costs the
same number of queries whoever it is, and paging never skips or repeats an entry.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from apps.delivery.models import Delivery
from apps.engine.outcome import Decision
from apps.events import queries as events
from apps.explain.timeline import timeline_rows
from apps.explain.timeline.cursor import BEGINNING, FIRST, Cursor
from apps.explain.timeline.sought import Sought, sought
from apps.explain.who import Who
from apps.graph import queries_decisions, queries_moves, queries_people, queries_sessions
from apps.graph.queries_decisions import Stored
from apps.graph.queries_moves import StageMove
from apps.graph.queries_sessions import Session
from apps.people.models import Merge

PAGE = 30
# The rank of each kind where moments are the same: the later in the flow, the further up.
KINDS = (
    "session",
    "event",
    "merge",
    "stage",
    "entered",
    "moved",
    "decision",
    "message",
    "left",
    "converted",
    "outcome",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `source` is the row that tells it."""

    kind: str
    at: datetime
    id: str
    source: Any

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.at, KINDS.index(self.kind), self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first; where those before them (`next`) and after them (`newer`) begin.

    None where there are none.
    """

    entries: list[Entry]
    next: Cursor | None
    newer: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a source is asked for: at most `size` entries before `cursor`, the latest first.

    `newer`: those after it, the earliest first.
    """

    who: Who
    cursor: Cursor
    sought: Sought
    size: int
    newer: bool = False

    @property
    def text(self) -> str:
        return self.sought.text

    @property
    def place(self) -> tuple[float, str, int, str, bool]:
        """As the reads of the graph take it."""
        return self.cursor.epoch, self.cursor.id, self.size, self.text, self.newer


def page(
    who: Who,
    *,
    kinds: Sequence[str] = (),
    text: str = "",
    before: Cursor = FIRST,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """The entries before the cursor, or those right after `after`; `kinds` empty: all.

    `text` is looked for in names.
    """
    ask = Ask(who, after or before, sought(text), size + 1, newer=after is not None)
    found: list[Entry] = []
    for rank, kind in enumerate(KINDS):
        if not kinds or kind in kinds:
            found += SOURCES[kind](replace(ask, cursor=ask.cursor.of(rank)))
    found.sort(key=lambda entry: entry.cursor, reverse=not ask.newer)
    kept, more = found[:size], len(found) > size
    return _upwards(kept, more, ask.cursor) if ask.newer else _downwards(kept, more, before)


def _downwards(kept: list[Entry], more: bool, before: Cursor) -> Page:
    newer = None if before == FIRST else (kept[0].cursor if kept else before)
    return Page(kept, kept[-1].cursor if more else None, newer)


def _upwards(kept: list[Entry], more: bool, after: Cursor) -> Page:
    kept.reverse()
    older = kept[-1].cursor if kept and after != BEGINNING else None
    return Page(kept, older, kept[0].cursor if more else None)


def _events(ask: Ask) -> list[Entry]:
    rows = timeline_rows.events(ask.who.ids, ask.cursor, ask.text, ask.size, ask.newer)
    return [Entry("event", row.occurred_at, f"{row.pk:020}", row) for row in rows]


def _outcomes(ask: Ask) -> list[Entry]:
    rows = timeline_rows.outcomes(ask.who.ids, ask.cursor, ask.text, ask.size, ask.newer)
    return [Entry("outcome", row.occurred_at, f"{row.pk:020}", row) for row in rows]


def _messages(ask: Ask) -> list[Entry]:
    rows: list[Delivery] = timeline_rows.messages(
        ask.who.ids, ask.cursor, ask.sought, ask.size, ask.newer
    )
    return [Entry("message", row.decided_at, str(row.pk), row) for row in rows]


def _merges(ask: Ask) -> list[Entry]:
    asked = (ask.who.ids, ask.cursor, ask.text, ask.size, ask.newer)
    rows: list[Merge] = timeline_rows.merges(*asked)
    joined = [Entry("merge", row.at, f"{row.pk:020}", row) for row in rows]
    apart = [
        Entry("merge", row.undone_at, f"{row.pk:020}", Unmerged(row, ask.who.ids))
        for row in timeline_rows.partings(*asked)
        if row.undone_at is not None
    ]
    return joined + apart


def _decisions(ask: Ask) -> list[Entry]:
    rows = queries_decisions.of_person(
        ask.who.texts,
        before=ask.cursor.epoch,
        uid=ask.cursor.id,
        limit=ask.size,
        text=ask.text,
        places=ask.sought.places,
        newer=ask.newer,
    )
    return [Entry("decision", _moment(row.at), row.uid, Made(row, row.decision)) for row in rows]


def _stages(ask: Ask) -> list[Entry]:
    rows = queries_moves.stage_moves(ask.who.texts, *ask.place)
    events = timeline_rows.event_names([row.event for row in rows])
    return [
        Entry("stage", _moment(row.at), row.uid, Staged(row, events.get(row.event, "")))
        for row in rows
    ]


def _sessions(ask: Ask) -> list[Entry]:
    rows = queries_sessions.of_person(ask.who.texts, *ask.place)
    sources = events.source_names({row.source for row in rows})
    return [
        Entry("session", _moment(row.started_at), row.uid, Came(row, sources.get(row.source, "")))
        for row in rows
    ]


def _moved(ask: Ask) -> list[Entry]:
    rows = queries_moves.version_moves(ask.who.texts, *ask.place)
    return [Entry("moved", _moment(row.at), row.uid, row) for row in rows]


def _entered(ask: Ask) -> list[Entry]:
    rows = queries_people.entries(ask.who.texts, *ask.place, ask.sought.journeys)
    return [Entry("entered", _moment(row.entered_at), row.uid, row) for row in rows]


def _left(ask: Ask) -> list[Entry]:
    rows = queries_people.endings(ask.who.texts, *ask.place, ask.sought.journeys)
    return [Entry("left", _moment(row.left_at or 0), row.uid, row) for row in rows]


def _converted(ask: Ask) -> list[Entry]:
    rows = queries_people.conversions(ask.who.texts, *ask.place, ask.sought.journeys)
    return [Entry("converted", _moment(row.converted_at or 0), row.uid, row) for row in rows]


@dataclass(frozen=True, slots=True)
class Made:
    """A decision and what it says."""

    stored: Stored
    decision: Decision


@dataclass(frozen=True, slots=True)
class Staged:
    """A stage entered or done, and the name of the event that brought it; "" where none did."""

    move: StageMove
    event: str


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A merge that was undone, as one of the two (`ids`) sees it."""

    merge: Merge
    ids: tuple[UUID, ...]

    @property
    def other(self) -> UUID:
        one = self.merge
        return one.absorbed_id if one.survivor_id in self.ids else one.survivor_id


@dataclass(frozen=True, slots=True)
class Came:
    """A session and the name of its source; "" where there is none of that key any more."""

    session: Session
    source_name: str


def _moment(epoch: float) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


SOURCES: dict[str, Callable[[Ask], list[Entry]]] = {
    "outcome": _outcomes,
    "message": _messages,
    "decision": _decisions,
    "left": _left,
    "converted": _converted,
    "moved": _moved,
    "entered": _entered,
    "stage": _stages,
    "merge": _merges,
    "event": _events,
    "session": _sessions,
}
