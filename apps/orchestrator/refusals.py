"""Events of people who were erased: taken out before anything is kept of them."""

from collections.abc import Sequence

from apps.events import refusing
from apps.events.models import Event, RejectedEvent
from apps.people import erased
from apps.people.identity import Sighting


def drop(sightings: Sequence[Sighting]) -> set[int]:
    """Delete those events of which nothing may be kept, and count them; answers their ids.

    They have no place in a lane yet, so none is missing. In the transaction of the caller.
    """
    gone = erased.refused(sightings)
    if gone:
        Event.objects.filter(id__in=gone).delete()
        RejectedEvent.objects.bulk_create(
            refusing.counted(one.source_id, one.at) for one in sightings if one.event_id in gone
        )
    return gone
