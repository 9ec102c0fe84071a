"""What old messages said, and to whom."""

from datetime import datetime

from django.db import connection

PORTION = 5_000


def count(cutoff: datetime) -> int:
    """How many messages would lose their text and address."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_OLD}", [cutoff])
        return int(cursor.fetchone()[0])


def portion(cutoff: datetime, position: str) -> tuple[int, str]:
    """Empty the next ones, by the order of their ids: those that are through don't match again."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.id {_OLD} LIMIT %s", [cutoff, PORTION])
        ids = [row[0] for row in cursor.fetchall()]
        for query in _EMPTY:
            cursor.execute(query, [ids])
    return len(ids), ""


# What may still be sent, or settled, needs its address.
_OLD = """
FROM delivery_delivery d
WHERE d.decided_at < %s AND d.status IN ('sent', 'failed', 'stopped', 'in_doubt')
  AND (d.address <> '' OR d.context <> '{}' OR EXISTS (
       SELECT 1 FROM delivery_sandboxmessage s WHERE s.delivery_id = d.id) OR EXISTS (
       SELECT 1 FROM delivery_renderedmessage r WHERE r.delivery_id = d.id))
"""
_EMPTY = (
    "DELETE FROM delivery_sandboxmessage WHERE delivery_id = ANY(%s::uuid[])",
    "DELETE FROM delivery_renderedmessage WHERE delivery_id = ANY(%s::uuid[])",
    "UPDATE delivery_attempt SET response = '', detail = '' WHERE delivery_id = ANY(%s::uuid[])",
    "UPDATE delivery_delivery SET address = '', context = '{}', detail = '' "
    "WHERE id = ANY(%s::uuid[])",
)
