"""The accounts that a batch's events named, as rows for the graph."""

from collections.abc import Iterable

from django.db import connection

from apps.engine.values import Event
from apps.graph.changes import Row


def account_rows(events: Iterable[Event]) -> list[Row]:
    """Who belongs where since these events; and every account that one of them tells of again.

    Each with the profile that its event went to, as with identifiers.
    """
    told = list(events)
    if not told:
        return []
    with connection.cursor() as cursor:
        groups = [event.id for event in told if event.type == "group"]
        cursor.execute(_NAMED, [[event.id for event in told], groups])
        return [
            {
                "profile": str(profile),
                "account": account,
                "name": name,
                "since": since.timestamp(),
            }
            for profile, account, name, since in cursor.fetchall()
        ]


_NAMED = """
SELECT e.profile_id, a.group_id, a.name, m.since
FROM people_membership m
JOIN events_event e ON e.id = m.event_id
JOIN people_account a ON a.id = m.account_id
WHERE m.event_id = ANY(%s)
UNION
SELECT e.profile_id, a.group_id, a.name, m.since
FROM events_event e
JOIN people_account a ON a.group_id = e.payload ->> 'groupId'
JOIN people_membership m ON m.account_id = a.id AND m.profile_id = e.profile_id
WHERE e.id = ANY(%s)
"""
