"""Events of people who were erased: taken out before anything is kept of them."""

from collections.abc import Sequence, Set

from django.db import connection

from apps.events import refusing
from apps.events.models import Event, RejectedEvent
from apps.people import erased
from apps.people.identity import Sighting


def leave_devices_out(sightings: Sequence[Sighting], refused: Set[bytes]) -> set[int]:
    """Take the refused anonymous id out of events that are somebody else's; answers their ids.

    `refused` is what `erased.known` says of these events.
    """
    found = erased.on_refused_devices(sightings, refused)
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_WITHOUT, [list(found)])
    return found


def drop(sightings: Sequence[Sighting], refused: Set[bytes]) -> set[int]:
    """Delete those events of which nothing may be kept, and count them; answers their ids.

    They have no place in a lane yet, so none is missing. In the transaction of the caller.
    """
    gone = erased.refused(sightings, refused)
    if gone:
        Event.objects.filter(id__in=gone).delete()
        RejectedEvent.objects.bulk_create(
            refusing.counted(one.source_id, one.at) for one in sightings if one.event_id in gone
        )
    return gone


_WITHOUT = """
UPDATE events_event SET anonymous_id = NULL, payload = payload - 'anonymousId' WHERE id = ANY(%s)
"""
