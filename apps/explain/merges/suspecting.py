"""Looks at merges that nobody has looked at yet, and writes what speaks against them.

A merge is looked at once it is applied, in portions with a fixed number of queries; again when an
identifier is left off for its person. So a list of what is to be reviewed is read along an index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from apps.engine.book import Book
from apps.explain.merges import suspicious
from apps.explain.merges.suspicious import LeftOff, Names, Seen
from apps.graph import queries_merges as graph
from apps.graph.queries_merges import Sides
from apps.orchestrator import books
from apps.people import operations_merges, queries_merges
from apps.people.models import Merge

PORTION = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands in PostgreSQL of one merge, as far as a threshold asks."""

    events: int
    taken_in: int


def look() -> int:
    """Look at the next merges; how many there were. Repeated, it ends at 0."""
    counts = _counts()
    rows = list(Merge.objects.filter(id__in=counts))
    if rows:
        found = {id: suspicious.suspicions(seen) for id, seen in see(rows, counts).items()}
        operations_merges.save_suspicions(found=found)
    return len(rows)


def see(rows: Sequence[Merge], counts: Mapping[int, Counts]) -> dict[int, Seen]:
    """All that is looked at of these merges."""
    pairs = [(str(row.survivor_id), str(row.absorbed_id)) for row in rows]
    sides, left_off = graph.sides(pairs), _left_off([row.pk for row in rows])
    own, book = queries_merges.own_identifiers(rows), books.unrecorded()
    return {
        row.pk: _seen(
            row, counts[row.pk], sides.get(pair), own[row.pk], left_off.get(row.pk, ()), book
        )
        for row, pair in zip(rows, pairs, strict=True)
    }


def _seen(
    row: Merge,
    counts: Counts,
    sides: Sides | None,
    own: Sequence[tuple[str, str]],
    left_off: Sequence[LeftOff],
    book: Book,
) -> Seen:
    kept, given = (sides.kept, sides.given) if sides else (None, None)
    return Seen(
        kept=Names(kept, tuple(own), _matched(row, row.survivor_id)).side,
        given=Names(given, tuple(queries_merges.brought(row)), _matched(row, row.absorbed_id)).side,
        identifiers=len(row.identifiers),
        events=counts.events,
        runs=suspicious.runs(given),
        taken_in=counts.taken_in,
        left_off=tuple(left_off),
        arms=suspicious.made_silent(kept, given, book),
    )


def _matched(row: Merge, profile: UUID) -> frozenset[str]:
    told: Any = row.matched.get(str(profile), ())
    return frozenset(queries_merges.pair(text)[0] for text in told)


def _counts() -> dict[int, Counts]:
    asked = [suspicious.LARGE_EVENTS + 1, suspicious.MANY_TAKEN_IN, PORTION]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        return {id: Counts(events, taken_in) for id, events, taken_in in cursor.fetchall()}


def _left_off(ids: Sequence[int]) -> dict[int, list[LeftOff]]:
    found: dict[int, list[LeftOff]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_OFF, [list(ids)])
        for id, because, type, times in cursor.fetchall():
            found.setdefault(id, []).append(LeftOff(because, type, times))
    return found


# Only what is applied: before that nobody knows what the two were.
_COUNTS = """
SELECT m.id,
  (SELECT count(*) FROM (SELECT 1 FROM events_event e
                         WHERE e.profile_id = m.absorbed_id LIMIT %s) x),
  (SELECT count(*) FROM (SELECT 1 FROM people_merge o
                         WHERE o.survivor_id = m.survivor_id AND o.id <= m.id
                           AND o.undone_at IS NULL LIMIT %s) x)
FROM people_merge m
JOIN orchestrator_lane l ON l.number = m.lane AND l.applied_seq >= m.lane_seq
WHERE m.suspicious IS NULL ORDER BY m.id LIMIT %s
"""
_LEFT_OFF = """
SELECT m.id, l.because, l.type, l.times
FROM people_merge m CROSS JOIN LATERAL (
    SELECT because, CASE WHEN limit_type = '' THEN type ELSE limit_type END AS type, times
    FROM people_leftoff
    WHERE (profile_id = m.survivor_id OR other_id = m.survivor_id) AND last_event >= m.event_id
    LIMIT 20) l
WHERE m.id = ANY(%s)
"""
