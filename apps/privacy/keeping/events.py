"""Old events of the log, but for those that something still needs."""

from datetime import datetime
from typing import Any

from django.db import connection

from apps.graph import keeping
from apps.orchestrator import books
from apps.orchestrator.tallies import told_as

PORTION = 5_000


def count(cutoff: datetime) -> int:
    """How many events would be deleted."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_OLD}", _asked(cutoff, 0))
        return int(cursor.fetchone()[0])


def portion(cutoff: datetime, position: str) -> tuple[int, str]:
    """Delete the next ones after the event of this id."""
    asked = _asked(cutoff, int(position or 0)) | {"limit": PORTION}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT e.id {_OLD} ORDER BY e.id LIMIT %(limit)s", asked)
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return 0, position
        cursor.execute("DELETE FROM events_quarantinedevent WHERE event_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM events_event WHERE id = ANY(%s)", [ids])
    return len(ids), str(ids[-1])


def _asked(cutoff: datetime, after: int) -> dict[str, Any]:
    counted = [pair for name in books.current().tally_depths for pair in told_as(name)]
    return {
        "cutoff": cutoff,
        "after": after,
        "types": [kind for kind, _ in counted],
        "names": [name for _, name in counted],
        "entries": keeping.entry_events_of_open_runs(cutoff.timestamp()),
    }


_OLD = """
FROM events_event e JOIN orchestrator_lane l ON l.number = e.lane
WHERE e.received_at < %(cutoff)s AND e.id > %(after)s AND e.lane_seq <= l.applied_seq
  AND (e.type, e.name) NOT IN (SELECT * FROM unnest(%(types)s::text[], %(names)s::text[]))
  AND NOT e.id = ANY(%(entries)s::bigint[])
  AND NOT EXISTS (SELECT 1 FROM people_merge m WHERE m.event_id = e.id AND m.undone_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM events_quarantinedevent q
                  WHERE q.event_id = e.id AND q.resolved_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM events_source s WHERE s.id = e.source_id AND s.importing)
"""
