"""A person's life as one list, newest first, a page at a time.

Each kind of entry comes from its own source, ordered by (moment, kind, id); a page asks every
source for what lies before the cursor and merges the answers. So a page costs the same number of
queries whoever it is, and paging never skips or repeats an entry.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apps.delivery.models import Delivery
from apps.engine.values import Decision
from apps.explain import timeline_rows
from apps.explain.cursor import FIRST, Cursor
from apps.explain.who import Who
from apps.graph import queries_decisions, queries_moves, queries_people
from apps.graph.queries_decisions import Stored
from apps.graph.queries_moves import StageMove
from apps.people.models import Merge

PAGE = 30
# The rank of each kind where moments are the same: the later in the flow, the further up.
KINDS = (
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
    """Some entries, and where the next page begins (None at the end of the list)."""

    entries: list[Entry]
    next: Cursor | None


def page(
    who: Who,
    *,
    kinds: Sequence[str] = (),
    text: str = "",
    before: Cursor = FIRST,
    size: int = PAGE,
) -> Page:
    """The entries before the cursor; `kinds` empty: all. `text` is looked for in names."""
    found: list[Entry] = []
    for rank, kind in enumerate(KINDS):
        if not kinds or kind in kinds:
            found += SOURCES[kind](who, before.of(rank), text.strip(), size + 1)
    found.sort(key=lambda entry: entry.cursor, reverse=True)
    more = len(found) > size
    return Page(found[:size], found[size - 1].cursor if more else None)


def _events(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = timeline_rows.events(who.ids, before, text, size)
    return [Entry("event", row.occurred_at, f"{row.pk:020}", row) for row in rows]


def _outcomes(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = timeline_rows.outcomes(who.ids, before, text, size)
    return [Entry("outcome", row.occurred_at, f"{row.pk:020}", row) for row in rows]


def _messages(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows: list[Delivery] = timeline_rows.messages(who.ids, before, text, size)
    return [Entry("message", row.decided_at, str(row.pk), row) for row in rows]


def _merges(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows: list[Merge] = timeline_rows.merges(who.ids, before, text, size)
    return [Entry("merge", row.at, f"{row.pk:020}", row) for row in rows]


def _decisions(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = queries_decisions.of_person(
        who.texts, before=before.epoch, uid=before.id, limit=size, text=text
    )
    return [Entry("decision", _moment(row.at), row.uid, Made(row, row.decision)) for row in rows]


def _stages(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = queries_moves.stage_moves(who.texts, before.epoch, before.id, size, text)
    events = timeline_rows.event_names([row.event for row in rows])
    return [
        Entry("stage", _moment(row.at), row.uid, Staged(row, events.get(row.event, "")))
        for row in rows
    ]


def _moved(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = queries_moves.version_moves(who.texts, before.epoch, before.id, size, text)
    return [Entry("moved", _moment(row.at), row.uid, row) for row in rows]


def _entered(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = queries_people.entries(who.texts, before.epoch, before.id, size, text)
    return [Entry("entered", _moment(row.entered_at), row.uid, row) for row in rows]


def _left(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = queries_people.endings(who.texts, before.epoch, before.id, size, text)
    return [Entry("left", _moment(row.left_at or 0), row.uid, row) for row in rows]


def _converted(who: Who, before: Cursor, text: str, size: int) -> list[Entry]:
    rows = queries_people.conversions(who.texts, before.epoch, before.id, size, text)
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


def _moment(epoch: float) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


SOURCES: dict[str, Callable[[Who, Cursor, str, int], list[Entry]]] = {
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
}
