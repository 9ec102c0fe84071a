"""Reads of people: who it is, who was merged into whom, and finding somebody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.common import like, viewer
from apps.people import queries_identity, shown
from apps.people.identifiers import normal
from apps.people.identity_rules import Rules
from apps.people.identity_types import OF_KEY, PHONE
from apps.people.labels import best, rank_sql
from apps.people.models import Consent, Identifier, Membership, Merge, Profile, Suppression, Trait

PAGE = 30
MOST_MERGED = 200
MOST_ACCOUNTS = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A person in a list: the surviving profile and what it is known by."""

    id: UUID
    created_at: datetime
    identifiers: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        return label(self.identifiers) or f"Visitor {str(self.id)[:8]}"


def label(identifiers: Sequence[tuple[str, str]]) -> str:
    """What a person is called: by e-mail, user id, phone, or else by what says most; masked."""
    return shown.identifier(best(identifiers))


def survivor(profile_id: UUID) -> UUID | None:
    """The profile that goes on for this one (itself, where it was merged into none), or None."""
    with connection.cursor() as cursor:
        cursor.execute(_SURVIVOR, [profile_id])
        row = cursor.fetchone()
    return row[0] if row else None


def all_of(profile_id: UUID) -> list[UUID]:
    """This profile and all that were merged into it, through any number of merges."""
    with connection.cursor() as cursor:
        cursor.execute(_ABSORBED, [profile_id, MOST_MERGED])
        return [row[0] for row in cursor.fetchall()]


def by_identifier(kind: str, value: str) -> UUID | None:
    """Whose identifier this is, in any spelling that the identity rules see as the same."""
    return _by_identifier(kind, value, queries_identity.current())


def _by_identifier(kind: str, value: str, rules: Rules) -> UUID | None:
    spelled = normal(kind, value, rules) or value.strip()
    found = Identifier.objects.filter(type=kind, value=spelled)
    return found.values_list("profile_id", flat=True).first()


def latest(*, page: int = 1, size: int = PAGE) -> list[Found]:
    """The newest people; one more than `size` where there are further ones."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [size + 1, (page - 1) * size])
        return _found(cursor.fetchall())


def search(text: str, *, page: int = 1, size: int = PAGE) -> list[Found]:
    """People by a whole identifier, the beginning of a user id, e-mail or phone, an e-mail trait.

    `type:value` finds whom exactly this identifier leads to. One more than `size` where there are
    further ones. For those who may not see personal data only whole ones are found.
    """
    text = text.strip()
    rules = queries_identity.current()
    kind, _, value = text.partition(":")
    if value and (kind in rules.of or kind in OF_KEY):
        one = _by_identifier(kind, value, rules)
        return named([one]) if one and page == 1 else []
    low, number = text.lower(), normal(PHONE, text, rules)
    # By how something begins one could find out, letter by letter, how it goes on.
    begins = viewer.sees_personal_data()
    kinds = list({*rules.of, *OF_KEY})
    whole = list({text, low, *([number] if number else [])})
    beginning = [like.beginning(one) for one in (text, low, text)] if begins else [None] * 3
    with connection.cursor() as cursor:
        paging = [size + 1, (page - 1) * size]
        cursor.execute(_SEARCH, [kinds, whole, *beginning, text, low, *paging])
        return _found(cursor.fetchall())


def named(ids: Sequence[UUID]) -> list[Found]:
    """These people with what they are known by, in the given order."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [list(ids)])
        return _found(cursor.fetchall())


def identifiers(ids: Sequence[UUID]) -> list[Identifier]:
    return list(Identifier.objects.filter(profile_id__in=ids).order_by("type", "since")[:200])


def traits(profile_id: UUID) -> list[Trait]:
    return list(Trait.objects.filter(profile_id=profile_id).order_by("key")[:500])


def consents(profile_id: UUID) -> list[Consent]:
    return list(Consent.objects.filter(profile_id=profile_id).order_by("channel", "topic")[:100])


def suppressions(addresses: Sequence[str]) -> list[Suppression]:
    """Which of these addresses nothing may be sent to."""
    return list(Suppression.objects.filter(address__in=list(addresses))[:100])


def merges(ids: Sequence[UUID]) -> list[Merge]:
    """What was joined into these profiles, the latest first."""
    return list(Merge.objects.filter(survivor_id__in=ids).order_by("-at", "-id")[:MOST_MERGED])


def accounts(ids: Sequence[UUID]) -> list[Membership]:
    """What the person of these profiles belongs to, each account once, the latest first."""
    rows = Membership.objects.filter(profile_id__in=ids).select_related("account")
    first: dict[int, Membership] = {}
    for row in rows.order_by("since", "id")[: MOST_ACCOUNTS * 4]:
        first.setdefault(row.account_id, row)
    return sorted(first.values(), key=lambda row: row.since, reverse=True)[:MOST_ACCOUNTS]


def created_at(profile_id: UUID) -> datetime | None:
    return Profile.objects.filter(id=profile_id).values_list("created_at", flat=True).first()


def _found(rows: Sequence[tuple[UUID, datetime, str | None]]) -> list[Found]:
    return [
        Found(id, at, tuple((kind, value) for kind, value in json.loads(told or "[]")))
        for id, at, told in rows
    ]


_SURVIVOR = """
WITH RECURSIVE way (id, merged_into_id, hops) AS (
    SELECT id, merged_into_id, 0 FROM people_profile WHERE id = %s
    UNION ALL
    SELECT p.id, p.merged_into_id, way.hops + 1
    FROM way JOIN people_profile p ON p.id = way.merged_into_id WHERE way.hops < 50
)
SELECT id FROM way WHERE merged_into_id IS NULL
"""
_ABSORBED = """
WITH RECURSIVE all_of (id, depth) AS (
    SELECT %s::uuid, 0
    UNION ALL
    SELECT p.id, a.depth + 1 FROM all_of a JOIN people_profile p ON p.merged_into_id = a.id
    WHERE a.depth < 50
)
SELECT id FROM all_of ORDER BY depth LIMIT %s
"""
# What says most first, so that nothing of it is lost where there are many.
_KNOWN_BY = f"""
(SELECT jsonb_agg(jsonb_build_array(i.type, i.value) ORDER BY i.place, i.type, i.since) FROM
    (SELECT type, value, since, {rank_sql("type")} AS place FROM people_identifier
     WHERE profile_id = p.id ORDER BY place, type, since LIMIT 8) i)
"""
_LATEST = f"""
SELECT p.id, p.created_at, {_KNOWN_BY} FROM people_profile p
WHERE p.merged_into_id IS NULL AND p.erased_at IS NULL
ORDER BY p.created_at DESC, p.id LIMIT %s OFFSET %s
"""
_NAMED = f"""
SELECT p.id, p.created_at, {_KNOWN_BY}
FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked (id, place)
JOIN people_profile p ON p.id = asked.id ORDER BY asked.place
"""
# Whole values first; then what only begins so. Each part stands on an index of its own.
_SEARCH = f"""
WITH hits (profile_id, place) AS (
    SELECT profile_id, 0 FROM people_identifier
    WHERE type = ANY(%s::text[]) AND value = ANY(%s::text[])
    UNION ALL
    SELECT profile_id, 1 FROM people_identifier
    WHERE (type = 'user_id' AND value LIKE %s) OR (type = 'email' AND value LIKE %s)
          OR (type = 'phone' AND value LIKE %s)
    UNION ALL
    SELECT profile_id, 2 FROM people_trait
    WHERE key = 'email' AND value IN (to_jsonb(%s::text), to_jsonb(%s::text))
)
SELECT p.id, p.created_at, {_KNOWN_BY}
FROM (SELECT profile_id, min(place) AS place FROM hits GROUP BY profile_id) h
JOIN people_profile p ON p.id = h.profile_id
ORDER BY h.place, p.created_at DESC, p.id LIMIT %s OFFSET %s
"""
