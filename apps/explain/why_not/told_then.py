"""What the event log says that was known of a person at a moment: traits told, events counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from apps.engine.values import Event, TraitValue
from apps.orchestrator.items import as_event
from apps.orchestrator.tallies import told_as

# The latest events that told something of the person; earlier ones are not looked at.
MOST_TOLD = 100


def told(profiles: Sequence[str], until: datetime) -> list[Event]:
    """The latest events that told traits and were received by then, the earliest first."""
    asked: dict[str, Any] = {"ids": list(profiles), "until": until, "most": MOST_TOLD}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, asked)
        events = [as_event(row) for row in cursor.fetchall()]
    return sorted(events, key=lambda event: (event.received_at, event.id))


def traits(known: Mapping[str, TraitValue], events: Sequence[Event]) -> dict[str, TraitValue]:
    """The traits with what these events told, last word by the time it was said. Pure."""
    found = dict(known)
    for event in events:
        told = dict(event.traits)
        if event.timezone and "timezone" not in told:
            told["timezone"] = event.timezone
        for key, value in told.items():
            if key not in found or found[key].at <= event.occurred_at:
                found[key] = TraitValue(value, event.occurred_at)
    return found


def counted(
    profiles: Sequence[str], name: str, until: datetime, depth: int
) -> tuple[datetime, ...]:
    """When the latest events of this name occurred that were received by then, in order."""
    types, names = zip(*told_as(name), strict=True)
    asked: dict[str, Any] = {"ids": list(profiles), "until": until, "most": depth}
    asked |= {"types": list(types), "names": list(names)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        return tuple(sorted(at for (at,) in cursor.fetchall()))


_TOLD = """
SELECT e.id, e.type, e.name, e.occurred_at, e.received_at, e.user_id, e.payload::text
FROM unnest(%(ids)s::uuid[]) AS own (id) CROSS JOIN LATERAL (
    SELECT * FROM events_event e
    WHERE e.profile_id = own.id AND e.occurred_at <= %(until)s AND e.received_at <= %(until)s
      AND (e.type = 'identify' OR e.payload #> '{context,traits}' IS NOT NULL)
    ORDER BY e.occurred_at DESC LIMIT %(most)s
) e
ORDER BY e.occurred_at DESC LIMIT %(most)s
"""
_COUNTED = """
SELECT e.occurred_at
FROM unnest(%(ids)s::uuid[]) AS own (id) CROSS JOIN LATERAL (
    SELECT e.occurred_at FROM events_event e
    WHERE e.profile_id = own.id AND e.occurred_at <= %(until)s AND e.received_at <= %(until)s
      AND (e.type, e.name) IN (SELECT * FROM unnest(%(types)s::text[], %(names)s::text[]))
    ORDER BY e.occurred_at DESC LIMIT %(most)s
) e
ORDER BY e.occurred_at DESC LIMIT %(most)s
"""
