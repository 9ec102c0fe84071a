"""Brings a person's counts up to date where conditions have begun to count something new."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import connection

from apps.engine.book import Book
from apps.engine.values import ProfileState


def bring_up_to_date(
    states: dict[str, ProfileState], book: Book, applied: Mapping[int, int]
) -> None:
    """Read from the event log what the states were not asked to count before.

    Only events that are applied already: those after `applied` (by lane) are counted as they come.
    """
    stale = [state for state in states.values() if state.tally_plan != book.tally_plan]
    for state in stale:
        # What was handed over is applied as a whole, before it was taken in.
        whole = [*state.absorbed, *([state.id] if state.moved_to else [])]
        counted: dict[str, tuple[datetime, ...]] = {}
        for name, depth in book.tally_depths.items():
            times = _latest([state.id, *state.absorbed], whole, name, depth, applied)
            if times:
                counted[name] = tuple(sorted(times))
        states[state.id] = replace(state, tallies=counted, tally_plan=book.tally_plan)


def _latest(
    profiles: list[str], whole: list[str], name: str, depth: int, applied: Mapping[int, int]
) -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            _LATEST,
            [
                *(profiles, *map(list, zip(*told_as(name), strict=True))),
                *(list(applied), list(applied.values()), whole, depth),
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
       OR e.profile_id = ANY(%s::uuid[]))
ORDER BY e.occurred_at DESC LIMIT %s
"""
