"""Writes of people: identity as resolved, and what the engine learned of traits and consents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from apps.people.identity import Identity, Known, NewIdentifier, Resolution, Sighting
from apps.people.models import Identifier, Merge, Profile


def load_known(
    sightings: Sequence[Sighting], identities: Sequence[Identity]
) -> tuple[dict[Identity, Known], dict[UUID, Known]]:
    """What is known of these identifiers, and of the profiles that events name themselves."""
    hints = sorted({str(s.profile_hint) for s in sightings if s.profile_hint})
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[kind for kind, _ in identities], [v for _, v in identities]])
        known = {
            (kind, value): Known(profile, created_at, user_id or "")
            for kind, value, profile, created_at, user_id in cursor.fetchall()
        }
        hinted: dict[UUID, Known] = {}
        if hints:
            cursor.execute(_HINTED, [hints])
            for hint, profile, created_at, user_id in cursor.fetchall():
                hinted[hint] = Known(profile, created_at, user_id or "")
    return known, hinted


_KNOWN = """
SELECT i.type, i.value, p.id, p.created_at,
       (SELECT value FROM people_identifier u WHERE u.profile_id = p.id AND u.type = 'user_id'
        LIMIT 1)
FROM unnest(%s::text[], %s::text[]) AS asked (type, value)
JOIN people_identifier i ON i.type = asked.type AND i.value = asked.value
JOIN people_profile p ON p.id = i.profile_id
"""
_HINTED = """
WITH RECURSIVE way (hint, id) AS (
    SELECT id, id FROM people_profile WHERE id = ANY(%s::uuid[])
    UNION ALL
    SELECT way.hint, p.merged_into_id FROM way JOIN people_profile p ON p.id = way.id
    WHERE p.merged_into_id IS NOT NULL
)
SELECT way.hint, p.id, p.created_at,
       (SELECT value FROM people_identifier u WHERE u.profile_id = p.id AND u.type = 'user_id'
        LIMIT 1)
FROM way JOIN people_profile p ON p.id = way.id WHERE p.merged_into_id IS NULL
"""


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
            identifiers=moved,
            lane=place.lane,
            lane_seq=place.lane_seq,
            from_lane=place.from_lane,
            from_seq=place.from_seq,
        )


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


def identifiers_of(payload: Mapping[str, Any]) -> list[Identity]:
    """What an event's payload says of who it is about, beside its own two ids."""
    told = []
    traits = payload.get("traits")
    context = payload.get("context")
    for where in (traits, context.get("traits") if isinstance(context, dict) else None):
        if isinstance(where, dict) and isinstance(where.get("email"), str):
            told.append(("email", where["email"][:512]))
    if isinstance(payload.get("previousId"), str):
        told.append(("anonymous_id", payload["previousId"]))
    return told
