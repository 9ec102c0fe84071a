"""The events of a window that matter to a book, person by person, in the engine's order.

A person is the profile that goes on today: what merged profiles did is that person's. PostgreSQL
sorts, on its disk where it must; here is never more than one chunk of rows.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from apps.engine.values import Event
from apps.orchestrator.items import as_event
from apps.simulate.history.heard import Heard

CHUNK = 5000

# The person's id and what happened.
Told = tuple[str, Event]


def count(heard: Heard, since: datetime, until: datetime) -> int:
    """How many events `chunks` will bring."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM events_event e {_WHERE}", _asked(heard, since, until))
        return int(cursor.fetchone()[0])


def chunks(
    heard: Heard, since: datetime, until: datetime, size: int = CHUNK
) -> Iterator[list[Told]]:
    """The events received after `since` and up to `until`, at most `size` at a time.

    Ordered by person, then by when they were received. Needs an open transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
    with connection.chunked_cursor() as cursor:
        cursor.execute(_EVENTS, _asked(heard, since, until))
        while rows := cursor.fetchmany(size):
            yield _told(rows)


def _told(rows: list[tuple[Any, ...]]) -> list[Told]:
    names: dict[Any, str] = {}
    return [(names.setdefault(row[0], str(row[0])), as_event(row[1:])) for row in rows]


def _asked(heard: Heard, since: datetime, until: datetime) -> dict[str, Any]:
    return {
        "since": since,
        "until": until,
        "everything": heard.everything,
        "sessions": heard.sessions,
        "names": list(heard.names),
        "pages": list(heard.pages),
        "screens": list(heard.screens),
    }


_WHERE = """
WHERE e.received_at > %(since)s AND e.received_at <= %(until)s AND e.profile_id IS NOT NULL
  AND (%(everything)s OR e.type = 'identify'
       OR (e.type NOT IN ('page', 'screen') AND e.name = ANY(%(names)s))
       OR (e.type = 'page' AND e.name = ANY(%(pages)s))
       OR (e.type = 'screen' AND e.name = ANY(%(screens)s))
       OR e.payload #> '{context,traits}' IS NOT NULL
       OR e.payload #> '{context,timezone}' IS NOT NULL)
"""
_EVENTS = f"""
WITH RECURSIVE way (id, goes_on, hops) AS (
    SELECT p.id, p.merged_into_id, 1 FROM people_profile p WHERE p.merged_into_id IS NOT NULL
    UNION ALL
    SELECT way.id, p.merged_into_id, way.hops + 1
    FROM way JOIN people_profile p ON p.id = way.goes_on
    WHERE p.merged_into_id IS NOT NULL AND way.hops < 50
), last (id, goes_on) AS (
    SELECT DISTINCT ON (id) id, goes_on FROM way ORDER BY id, hops DESC
)
SELECT coalesce(l.goes_on, e.profile_id) AS person, e.id, e.type, e.name, e.occurred_at,
       e.received_at, e.user_id, e.payload, CASE WHEN %(sessions)s THEN s.key ELSE '' END
FROM events_event e LEFT JOIN last l ON l.id = e.profile_id
JOIN events_source s ON s.id = e.source_id
{_WHERE}
ORDER BY person, e.received_at, e.id
"""
