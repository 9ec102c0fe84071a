"""Brings a person's counts up to date where conditions have begun to count something new.

What people did is read from the event log; what the log can't say, when sessions began, from the
graph, which has exactly what is applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.engine.book import Book
from apps.engine.reserved import SESSION_STARTED
from apps.engine.values import ProfileState
from apps.graph import queries_sessions
from apps.orchestrator import lanes


def bring_up_to_date(
    states: dict[str, ProfileState], book: Book, applied: Mapping[int, int]
) -> None:
    """Read what the states were not asked to count before.

    Only events that are applied already: those after `applied` (by lane) are counted as they come.
    """
    stale = [state for state in states.values() if state.tally_plan != book.tally_plan]
    begun = _sessions(stale, book.tally_depths.get(SESSION_STARTED, 0))
    for state in stale:
        # What was handed over is applied as a whole, before it was taken in.
        whole = [*state.absorbed, *([state.id] if state.moved_to else [])]
        counted: dict[str, tuple[datetime, ...]] = {}
        for name, depth in book.tally_depths.items():
            if name == SESSION_STARTED:
                times = begun.get(state.id, [])
            else:
                times = _latest([state.id, *state.absorbed], whole, name, depth, applied)
            if times:
                counted[name] = tuple(sorted(times)[-depth:])
        states[state.id] = replace(state, tallies=counted, tally_plan=book.tally_plan)


def _sessions(stale: Sequence[ProfileState], depth: int) -> dict[str, list[datetime]]:
    """When the latest sessions of each of these people began."""
    if not stale or not depth:
        return {}
    ids = [id for state in stale for id in (state.id, *state.absorbed)]
    begun = queries_sessions.beginnings(ids, depth)
    return {
        state.id: [
            at
            for id in (state.id, *state.absorbed)
            for at in queries_sessions.moments(begun.get(id, ()))
        ]
        for state in stale
    }


def _latest(
    profiles: list[str], whole: list[str], name: str, depth: int, applied: Mapping[int, int]
) -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            _LATEST,
            [
                *(profiles, *map(list, zip(*told_as(name), strict=True))),
                *(list(applied), list(applied.values()), whole),
                *(profiles[0], lanes.lane_of(UUID(profiles[0])), depth),
            ],
        )
        return [at for (at,) in cursor.fetchall()]


def told_as(name: str) -> list[tuple[str, str]]:
    """The types, with their names in the log, of what journeys know by this name."""
    told = [("track", name)]
    for kind in ("page", "screen"):
        if name == f"Viewed {kind.title()}":
            told.append((kind, ""))
        elif name.startswith("Viewed ") and name.endswith(f" {kind.title()}"):
            told.append((kind, name.removeprefix("Viewed ").removesuffix(f" {kind.title()}")))
    return told


_LATEST = """
SELECT e.occurred_at FROM events_event e
WHERE e.profile_id = ANY(%s::uuid[])
  AND (e.type, e.name) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
  AND (e.lane_seq <= (SELECT x.s FROM unnest(%s::smallint[], %s::bigint[]) AS x (n, s)
                      WHERE x.n = e.lane)
       OR e.profile_id = ANY(%s::uuid[])
       -- What came back with an undone merge was applied in the other one's lane.
       OR (e.profile_id = %s AND e.lane <> %s))
ORDER BY e.occurred_at DESC LIMIT %s
"""
