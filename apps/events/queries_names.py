"""Which events came in a stretch of time, and with which properties: as journeys hear of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection


def received(since: datetime, until: datetime) -> dict[str, int]:
    """How often each name was received after `since` and up to `until`."""
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVED, [since, until])
        return {name: times for name, times in cursor.fetchall() if name}


def came_with(
    asked: Iterable[tuple[str, str]], since: datetime, until: datetime
) -> dict[str, frozenset[str]]:
    """Of the asked (event, property) pairs, which properties some event of the name came with."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for name, property in sorted(set(asked)):
            cursor.execute(_CAME_WITH, [since, until, name, property])
            known = found.setdefault(name, set())
            if cursor.fetchone()[0]:
                known.add(property)
    return {name: frozenset(known) for name, known in found.items()}


# The name under which journeys know an event: pages and screens as Segment's clients say them.
HEARD = """
CASE WHEN type IN ('page', 'screen')
     THEN 'Viewed ' || concat_ws(' ', nullif(name, ''), initcap(type)) ELSE name END
"""
_RECEIVED = f"""
SELECT {HEARD} AS heard, count(*) FROM events_event
WHERE received_at > %s AND received_at <= %s GROUP BY heard
"""
_CAME_WITH = f"""
SELECT EXISTS (SELECT 1 FROM events_event
               WHERE received_at > %s AND received_at <= %s AND {HEARD} = %s
                 AND payload -> 'properties' ->> %s IS NOT NULL)
"""
