"""People of whom nothing was heard for long, and who are in no run: each gets an erasure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.common import clock
from apps.graph import keeping
from apps.privacy import operations

PEOPLE = "people"
PORTION = 500
# A preview counts up to here.
MOST = 100_000


def count(cutoff: datetime) -> int:
    """How many people would be erased, those in a run included; at most MOST."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 {_INACTIVE} LIMIT %s) x",
            [*_asked(cutoff, UUID(int=0)), MOST],
        )
        return int(cursor.fetchone()[0])


def portion(cutoff: datetime, position: str) -> tuple[int, str]:
    """Ask for the erasure of the next ones, in the order of their ids."""
    after = UUID(position) if position else UUID(int=0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id {_INACTIVE} ORDER BY p.id LIMIT %s", [*_asked(cutoff, after), PORTION]
        )
        found = [row[0] for row in cursor.fetchall()]
    if not found:
        return 0, position
    inside = keeping.in_a_run([str(id) for id in found])
    now = clock.now()
    for id in found:
        if str(id) not in inside:
            operations.erase_by_rule(profile_id=id, now=now)
    return len(found), str(found[-1])


def _asked(cutoff: datetime, after: UUID) -> list[Any]:
    return [after, cutoff, cutoff, cutoff]


_INACTIVE = """
FROM people_profile p
WHERE p.id > %s AND p.merged_into_id IS NULL AND p.erased_at IS NULL AND p.created_at < %s
  AND NOT EXISTS (SELECT 1 FROM events_event e WHERE e.profile_id = p.id AND e.type <> 'status'
                  AND e.occurred_at >= %s)
  AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.survivor_id = p.id AND m.at >= %s)
  AND NOT EXISTS (SELECT 1 FROM privacy_erasure x WHERE x.profile_id = p.id
                  AND x.state IN ('waiting', 'running'))
"""
