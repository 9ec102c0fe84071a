"""Writes of people: identity as resolved, and what the engine learned of traits and consents."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from apps.people.identifiers import Identity
from apps.people.identity import Known, NewIdentifier, Resolution, Sighting
from apps.people.models import Identifier, KeptApart, Merge, Profile
from apps.people.operations_left_off import save_left_off


def load_known(
    sightings: Sequence[Sighting], identities: Sequence[Identity]
) -> tuple[dict[Identity, Known], dict[UUID, Known]]:
    """What is known of these identifiers, and of the profiles that events name themselves."""
    hints = sorted({str(s.profile_hint) for s in sightings if s.profile_hint})
    known: dict[Identity, Known] = {}
    hinted: dict[UUID, Known] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[kind for kind, _ in identities], [v for _, v in identities]])
        for profile, created_at, kinds, counts, *hits in cursor.fetchall():
            one = Known(profile, created_at, dict(zip(kinds, counts, strict=True)))
            known |= dict.fromkeys(zip(*hits, strict=True), one)
        if hints:
            cursor.execute(_HINTED, [hints])
            for hint, profile, created_at, kinds, counts in cursor.fetchall():
                counted = dict(zip(kinds or (), counts or (), strict=True))
                hinted[hint] = Known(profile, created_at, counted)
    return known, hinted


# One row for each profile: what it has of each type, and which of the asked identifiers are its.
_KNOWN = """
WITH hit AS MATERIALIZED (
    SELECT i.profile_id, array_agg(i.type::text) AS types, array_agg(i.value::text) AS vals
    FROM unnest(%s::text[], %s::text[]) AS asked (type, value)
    JOIN people_identifier i ON i.type = asked.type AND i.value = asked.value
    GROUP BY i.profile_id
)
SELECT hit.profile_id, p.created_at, c.kinds, c.counts, hit.types, hit.vals
FROM hit
JOIN people_profile p ON p.id = hit.profile_id
CROSS JOIN LATERAL (
    SELECT array_agg(type::text) AS kinds, array_agg(n) AS counts
    FROM (SELECT i.type, count(*) AS n FROM people_identifier i
          WHERE i.profile_id = hit.profile_id GROUP BY i.type) of_type
) c
"""
_HINTED = """
WITH RECURSIVE way (hint, id) AS (
    SELECT id, id FROM people_profile WHERE id = ANY(%s::uuid[])
    UNION ALL
    SELECT way.hint, p.merged_into_id FROM way JOIN people_profile p ON p.id = way.id
    WHERE p.merged_into_id IS NOT NULL
)
SELECT way.hint, p.id, p.created_at, c.kinds, c.counts
FROM way JOIN people_profile p ON p.id = way.id AND p.merged_into_id IS NULL
CROSS JOIN LATERAL (
    SELECT array_agg(type::text) AS kinds, array_agg(n) AS counts
    FROM (SELECT i.type, count(*) AS n FROM people_identifier i
          WHERE i.profile_id = p.id GROUP BY i.type) of_type
) c
"""


def load_apart(profiles: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """The pairs of profiles kept apart that one of these is in, each as the one that goes on."""
    if not profiles or not KeptApart.objects.exists():
        return []
    with connection.cursor() as cursor:
        cursor.execute(_APART, [list(profiles)])
        return [(one, other) for one, other in cursor.fetchall() if one != other]


# From each profile down to all that it took in, over to the other side, and up to who goes on.
_APART = """
WITH RECURSIVE mine (root, id) AS (
    SELECT id, id FROM unnest(%s::uuid[]) AS asked (id)
    UNION ALL
    SELECT mine.root, p.id FROM mine JOIN people_profile p ON p.merged_into_id = mine.id
), pairs (root, other) AS (
    SELECT mine.root, k.other_id FROM mine JOIN people_keptapart k ON k.one_id = mine.id
    UNION
    SELECT mine.root, k.one_id FROM mine JOIN people_keptapart k ON k.other_id = mine.id
), way (root, id, next) AS (
    SELECT pairs.root, p.id, p.merged_into_id
    FROM pairs JOIN people_profile p ON p.id = pairs.other
    UNION ALL
    SELECT way.root, p.id, p.merged_into_id FROM way JOIN people_profile p ON p.id = way.next
)
SELECT DISTINCT root, id FROM way WHERE next IS NULL
"""


@transaction.atomic
def keep_apart(*, one: UUID, other: UUID, at: datetime, by: Any, reason: str = "") -> None:
    """No event joins these two profiles any more; told twice, the first reason stays."""
    first, second = sorted((one, other))
    KeptApart.objects.get_or_create(
        one_id=first, other_id=second, defaults={"at": at, "by": by, "reason": reason[:255]}
    )


@dataclass(frozen=True, slots=True)
class MergePlace:
    """Where in its lane the survivor takes the other in, and where in its own that one ends."""

    lane: int
    lane_seq: int
    from_lane: int
    from_seq: int


def save_resolution(*, resolution: Resolution, places: Mapping[UUID, MergePlace]) -> None:
    """Write new profiles, identifiers and merges (with their places, by absorbed profile).

    Runs in the transaction of the caller.
    """
    Profile.objects.bulk_create(
        Profile(id=known.id, created_at=known.created_at) for known in resolution.profiles
    )
    # Identifiers first, on the profile they were found on; then each merge moves all of them.
    Identifier.objects.bulk_create(_identifier(new) for new in resolution.identifiers)
    for joined in (one for merges in resolution.merges.values() for one in merges):
        place = places[joined.absorbed]
        moving = Identifier.objects.filter(profile_id=joined.absorbed)
        moved = [f"{i.type}:{i.value}" for i in moving]
        moving.update(profile_id=joined.survivor)
        Profile.objects.filter(id=joined.absorbed).update(merged_into_id=joined.survivor)
        Merge.objects.create(
            survivor_id=joined.survivor,
            absorbed_id=joined.absorbed,
            event_id=joined.event_id,
            at=joined.at,
            rule=joined.rule,
            rules=resolution.rules,
            identifiers=moved,
            matched={
                str(profile): [f"{kind}:{value}" for kind, value in told]
                for profile, told in joined.matched.items()
            },
            lane=place.lane,
            lane_seq=place.lane_seq,
            from_lane=place.from_lane,
            from_seq=place.from_seq,
        )
    save_left_off(rows=resolution.left_off)


def _identifier(new: NewIdentifier) -> Identifier:
    kind, value = new.identity
    return Identifier(
        type=kind, value=value, profile_id=new.profile, since=new.at, event_id=new.event_id
    )


def save_traits(*, rows: Sequence[tuple[str, str, Any, datetime]]) -> None:
    """Set traits (profile, key, value, when it was said); the later word stays."""
    latest: dict[tuple[str, str], tuple[Any, datetime]] = {}
    for profile, key, value, at in rows:
        latest[profile, key[:255]] = value, at
    if not latest:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE_TRAITS,
            [
                [profile for profile, _ in latest],
                [key for _, key in latest],
                [msgspec.json.encode(value).decode() for value, _ in latest.values()],
                [at for _, at in latest.values()],
            ],
        )


_SAVE_TRAITS = """
INSERT INTO people_trait (profile_id, key, value, occurred_at)
SELECT p, k, v::jsonb, o
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[]) AS x (p, k, v, o)
ON CONFLICT (profile_id, key) DO UPDATE SET value = excluded.value,
    occurred_at = excluded.occurred_at WHERE people_trait.occurred_at <= excluded.occurred_at
"""


def save_consents(*, rows: Sequence[tuple[str, str, str, str, datetime]]) -> None:
    """Set consents (profile, channel, topic, status, when); the later word stays."""
    latest = {
        (profile, channel, topic): (status, at) for profile, channel, topic, status, at in rows
    }
    if not latest:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE_CONSENTS,
            [
                [profile for profile, _, _ in latest],
                [channel for _, channel, _ in latest],
                [topic for _, _, topic in latest],
                [status for status, _ in latest.values()],
                [at for _, at in latest.values()],
            ],
        )


_SAVE_CONSENTS = """
INSERT INTO people_consent (profile_id, channel, topic, status, at)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (profile_id, channel, topic) DO UPDATE SET status = excluded.status,
    at = excluded.at WHERE people_consent.at <= excluded.at
"""


@transaction.atomic
def suppress(*, channel: str, address: str, reason: str, now: datetime) -> None:
    """Nothing is sent to this address any more, whoever it belongs to."""
    save_suppressions(rows=[(channel, address, reason, now)])


def save_suppressions(*, rows: Sequence[tuple[str, str, str, datetime]]) -> None:
    """Suppress addresses (channel, address, reason, when); known ones keep their first reason."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_SUPPRESS, rows)


_SUPPRESS = """
INSERT INTO people_suppression (channel, address, reason, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (channel, address) DO NOTHING
"""
