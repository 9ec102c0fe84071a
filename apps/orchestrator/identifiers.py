"""The identifiers that a batch's events brought, as rows for the graph."""

from collections.abc import Iterable

from apps.engine.values import Event
from apps.graph.changes import Row
from apps.people.models import Identifier


def identifier_rows(events: Iterable[Event]) -> list[Row]:
    """Identifiers first seen in these events, with the profile that holds them."""
    ids = [event.id for event in events]
    found = Identifier.objects.filter(event_id__in=ids) if ids else ()
    return [
        {
            "uid": f"{known.type}:{known.value}",
            "type": known.type,
            "value": known.value,
            "profile": str(known.profile_id),
            "since": known.since.timestamp(),
            "event": known.event_id,
        }
        for known in found
    ]
