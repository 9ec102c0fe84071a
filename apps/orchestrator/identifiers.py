"""The identifiers that a batch's events brought, as rows for the graph."""

from collections.abc import Iterable

from django.db import connection

from apps.engine.values import Event
from apps.graph.changes import Row


def identifier_rows(events: Iterable[Event]) -> list[Row]:
    """Identifiers first seen in these events, each with the profile that its event went to.

    Not with the profile that holds it now: a later merge may have moved it to one that the graph
    doesn't know yet. From there, MERGED_INTO leads on.
    """
    ids = [event.id for event in events]
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BROUGHT, [ids])
        return [
            {
                "uid": f"{kind}:{value}",
                "type": kind,
                "value": value,
                "profile": str(profile),
                "since": since.timestamp(),
                "event": event,
            }
            for kind, value, profile, since, event in cursor.fetchall()
        ]


_BROUGHT = """
SELECT i.type, i.value, e.profile_id, i.since, i.event_id
FROM people_identifier i JOIN events_event e ON e.id = i.event_id
WHERE i.event_id = ANY(%s) ORDER BY i.id
"""
