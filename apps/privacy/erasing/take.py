"""The first step: from here on the person is nobody, whatever comes in and whoever is at work.

Under route's lock and the leases of the person's lanes nothing else can be writing of them. The
identifiers go at once, so no event finds the person any more; what came before and is not applied
yet becomes a shell: its place in the lane stays, and says nothing.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from apps.events.models import Event
from apps.orchestrator import lanes
from apps.people import erased
from apps.people.models import Identifier, LeftOff, Profile, Suppression, Trait
from apps.privacy import working
from apps.privacy.erasing import log, told
from apps.privacy.erasing.told import Told
from apps.privacy.models import Erasure
from apps.privacy.working import Pulse


def take(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Close every way to the person, and write down what has to be looked for."""
    with transaction.atomic():
        lanes.hold_route()
        found = _found(erasure)
        lanes.hold(found.lanes)
        erased.refuse(told=found.identities, now=now)
        log.drop_what_is_not_applied(found.profiles)
        Identifier.objects.filter(profile_id__in=found.ids).delete()
        Profile.objects.filter(id__in=found.ids, erased_at=None).update(erased_at=now)
        working.store(erasure, told=told.as_json(found))


def _found(erasure: Erasure) -> Told:
    """What there is of the person now, and what an earlier try has written down already."""
    before = told.of(erasure)
    ids = sorted({*before.ids, *map(str, everybody(erasure.profile_id))})
    rows = Identifier.objects.filter(profile_id__in=ids).values_list("type", "value")
    identifiers = sorted({*map(tuple, before.identifiers), *rows})
    addresses = sorted({*before.addresses, *addresses_of(ids)})
    numbers = sorted({lanes.lane_of(UUID(id)) for id in ids})
    last = Event.objects.order_by("-id").values_list("id", flat=True).first()
    return Told(
        ids=ids,
        related=sorted({*before.related, *_related(ids), *_shared(ids, identifiers)}),
        identifiers=[list(one) for one in identifiers],
        addresses=addresses,
        tails={str(number): seq for number, seq in lanes.tails(numbers).items()},
        event=last or 0,
        kept=[list(one) for one in identifiers if erasure.refuse or _suppressed(one[1])],
    )


def everybody(profile_id: UUID) -> list[UUID]:
    """The profile that goes on, and all that were merged into it, through any number of merges."""
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, [profile_id])
        return [row[0] for row in cursor.fetchall()]


def _related(ids: list[str]) -> list[str]:
    """Who was one with the person for a while, be it by way of somebody else."""
    with connection.cursor() as cursor:
        cursor.execute(_ONCE_ONE, [ids])
        return sorted({str(row[0]) for row in cursor.fetchall()} - set(ids))


def _shared(ids: list[str], identifiers: list[tuple[str, ...]]) -> list[str]:
    """Who told one of the identifiers, too, as on a device that several people use."""
    found = Q(other_id__in=ids)
    for kind, value in identifiers:
        found |= Q(type=kind, value=value)
    others = LeftOff.objects.filter(found).exclude(profile_id__in=ids)
    return sorted(map(str, set(others.values_list("profile_id", flat=True))))


def addresses_of(ids: list[str]) -> list[str]:
    """Where messages went and what they told as address, in the spellings that were used."""
    traits = Trait.objects.filter(profile_id__in=ids, key__in=["email", "phone"])
    said = {value for value in traits.values_list("value", flat=True) if isinstance(value, str)}
    with connection.cursor() as cursor:
        cursor.execute(_SENT_TO, [ids])
        said |= {row[0] for row in cursor.fetchall()}
    return [value for value in said if value]


def _suppressed(value: str) -> bool:
    """Nothing may be sent to it: as the list will not name it any more, it is refused instead."""
    return Suppression.objects.filter(address__iexact=value).exists()


_EVERYBODY = """
WITH RECURSIVE all_of (id, depth) AS (
    SELECT %s::uuid, 0
    UNION ALL
    SELECT p.id, a.depth + 1 FROM all_of a JOIN people_profile p ON p.merged_into_id = a.id
    WHERE a.depth < 200
)
SELECT DISTINCT id FROM all_of
"""
_ONCE_ONE = """
WITH RECURSIVE once_one (id) AS (
    SELECT * FROM unnest(%s::uuid[])
    UNION
    SELECT CASE WHEN m.survivor_id = o.id THEN m.absorbed_id ELSE m.survivor_id END
    FROM once_one o JOIN people_merge m ON o.id IN (m.survivor_id, m.absorbed_id)
    WHERE m.undone_at IS NOT NULL
)
SELECT id FROM once_one
"""
_SENT_TO = "SELECT DISTINCT address FROM delivery_delivery WHERE profile_id = ANY(%s::uuid[])"
