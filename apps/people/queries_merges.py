"""Reads of merges for their review: lists, a search, and what each side was called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from apps.common import like, viewer
from apps.people import queries as people
from apps.people import queries_identity
from apps.people.identifiers import normal
from apps.people.identity_types import OF_KEY, PHONE
from apps.people.labels import rank
from apps.people.models import Identifier, KeptApart, Merge

TO_REVIEW, ALL, UNDONE, RIGHT = "review", "all", "undone", "right"
WHICH = (TO_REVIEW, ALL, UNDONE, RIGHT)
# People whom a search may mean, and profiles that they are made of.
MOST_FOUND, MOST_PROFILES = 100, 1000
# Identifiers of each side that are looked at for a name.
MOST_LOOKED_AT = 30

Identity = tuple[str, str]


def merges(which: str, *, kind: str = "", search: str = "") -> QuerySet[Merge]:
    """The merges of one list, the newest first; `kind` is of what speaks against them."""
    found = Merge.objects.select_related("undone_by", "reviewed_by").order_by("-at", "-id")
    if which == TO_REVIEW:
        found = found.filter(suspicious=True, undone_at__isnull=True, reviewed_at__isnull=True)
    elif which == UNDONE:
        found = found.filter(undone_at__isnull=False)
    elif which == RIGHT:
        found = found.filter(reviewed_at__isnull=False)
    if kind:
        found = found.filter(suspicions__contains=[{"kind": kind}])
    if search:
        ids = involved(search)
        found = found.filter(Q(survivor_id__in=ids) | Q(absorbed_id__in=ids))
    return found


def not_looked_at() -> bool:
    """Whether there are merges of which nobody has said yet whether anything speaks against."""
    return Merge.objects.filter(suspicious__isnull=True).exists()


def involved(text: str) -> list[UUID]:
    """All profiles of the people whom this text may mean: an id, or what finds people."""
    try:
        found = [people.survivor(UUID(text.strip())) or UUID(text.strip())]
    except ValueError:
        found = _known_by(text.strip())
    with connection.cursor() as cursor:
        cursor.execute(_ALL_OF, [found, MOST_PROFILES])
        return [row[0] for row in cursor.fetchall()]


def _known_by(text: str) -> list[UUID]:
    """As `people.search` finds people, but so many at most, and in no order."""
    kind, _, value = text.partition(":")
    if value and (one := people.by_identifier(kind, value)):
        return [one]
    rules = queries_identity.current()
    begins = like.beginning(text) if viewer.sees_personal_data() else None
    number = normal(PHONE, text, rules)
    asked: dict[str, Any] = {
        "kinds": list({*rules.of, *OF_KEY}),
        "whole": [text, text.lower(), *([number] if number else [])],
        "begins": begins,
        "low": begins and begins.lower(),
        "most": MOST_FOUND,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_BY, asked)
        return list({row[0] for row in cursor.fetchall()})


_KNOWN_BY = """
(SELECT profile_id FROM people_identifier
 WHERE type = ANY(%(kinds)s::text[]) AND value = ANY(%(whole)s::text[]) LIMIT %(most)s)
UNION ALL
(SELECT profile_id FROM people_identifier
 WHERE type = 'user_id' AND value LIKE %(begins)s LIMIT %(most)s)
UNION ALL
(SELECT profile_id FROM people_identifier
 WHERE type = 'email' AND value LIKE %(low)s LIMIT %(most)s)
UNION ALL
(SELECT profile_id FROM people_identifier
 WHERE type = 'phone' AND value LIKE %(begins)s LIMIT %(most)s)
"""
_ALL_OF = """
WITH RECURSIVE all_of (id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT p.id FROM all_of a JOIN people_profile p ON p.merged_into_id = a.id
)
SELECT id FROM all_of LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Called:
    """What the two of a merge were called at the time: who goes on, and who was absorbed."""

    kept: str
    given: str


def called(rows: Sequence[Merge]) -> dict[int, Called]:
    """By merge, what each of its two people was called before it."""
    own = own_identifiers(rows)
    return {
        row.pk: Called(name(own[row.pk], row.survivor_id), name(brought(row), row.absorbed_id))
        for row in rows
    }


def name(known: Sequence[Identity], profile: UUID) -> str:
    return people.label(known) or f"Visitor {str(profile)[:8]}"


def brought(merge: Merge) -> list[Identity]:
    """The identifiers of whom it absorbed, as they were then."""
    return [pair(text) for text in merge.identifiers]


def pair(text: str) -> Identity:
    kind, _, value = text.partition(":")
    return kind, value


def own_identifiers(rows: Sequence[Merge]) -> dict[int, list[Identity]]:
    """By merge, the identifiers of who goes on, without what the merge or a later event brought.

    What says most comes first.
    """
    outer = _outer([row.survivor_id for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [[row.survivor_id for row in rows], MOST_LOOKED_AT])
        held: dict[UUID, list[tuple[str, str, int | None]]] = {}
        for profile, kind, value, event in cursor.fetchall():
            held.setdefault(profile, []).append((kind, value, event))
    found: dict[int, list[Identity]] = {}
    for row in rows:
        moved = set(row.identifiers) | set(row.given_back)
        if row.survivor_id in outer:
            known = [pair(text) for text in outer[row.survivor_id].identifiers]
        else:
            known = [
                (kind, value)
                for kind, value, event in held.get(row.survivor_id, ())
                if event is None or event < row.event_id
            ]
        known += [pair(text) for text in row.matched.get(str(row.survivor_id), ())]
        own = dict.fromkeys(one for one in known if ":".join(one) not in moved)
        found[row.pk] = sorted(own, key=lambda one: rank(one[0]))
    return found


def _outer(survivors: Sequence[UUID]) -> dict[UUID, Merge]:
    """The merges by which these profiles were absorbed themselves."""
    rows = Merge.objects.filter(absorbed_id__in=survivors, undone_at__isnull=True)
    return {row.absorbed_id: row for row in rows}


_OWN = """
SELECT asked.id, i.type, i.value, i.event_id
FROM (SELECT DISTINCT unnest(%s::uuid[]) AS id) asked CROSS JOIN LATERAL (
    SELECT type, value, event_id FROM people_identifier
    WHERE profile_id = asked.id ORDER BY type = 'anonymous_id', since LIMIT %s) i
"""


def since(merge: Merge) -> list[Identifier]:
    """Identifiers that were learned of the joined person after the merge, the latest first."""
    rows = Identifier.objects.filter(
        profile_id__in=[merge.survivor_id, merge.absorbed_id], event_id__gt=merge.event_id
    )
    return list(rows.order_by("-event_id", "-id")[:200])


def kept_apart(merge: Merge) -> KeptApart | None:
    """The row that keeps the two of this merge apart."""
    first, second = sorted((merge.survivor_id, merge.absorbed_id))
    rows = KeptApart.objects.filter(one_id=first, other_id=second).select_related("by")
    return rows.first()


def taken_for_one(profile: UUID, at: datetime | None) -> list[UUID]:
    """The profile, and those that were taken for one with it at that moment, but aren't any more.

    None: at whichever moment.
    """
    found = [profile]
    for survivor in found:
        undone = Merge.objects.filter(survivor_id=survivor, undone_at__isnull=False)
        if at is not None:
            undone = undone.filter(at__lte=at, undone_at__gte=at)
        found += [id for id in undone.values_list("absorbed_id", flat=True) if id not in found]
    return found
