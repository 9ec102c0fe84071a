"""Reads of the identity rules: the versions, what holds, how many identifiers there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from apps.people.identity_rules import DEFAULT, INITIAL, Rules, compiled, complete
from apps.people.models import IdentityRules

# Identifiers of one type are counted up to here.
MOST_COUNTED = 100_000
LATELY = timedelta(days=30)


def latest() -> IdentityRules | None:
    """The version that holds now, or None before the first was published."""
    return IdentityRules.objects.select_related("published_by").order_by("-number").first()


def current_document() -> dict[str, Any]:
    version = latest()
    return complete(version.document if version else INITIAL)


def current() -> Rules:
    """The rules that hold now, ready to be used."""
    newest = IdentityRules.objects.order_by("-number").values_list("document", "number").first()
    return compiled(*newest) if newest else DEFAULT


def versions(search: str = "") -> QuerySet[IdentityRules]:
    """The versions, the newest first; `search` looks at number, note and author."""
    found = IdentityRules.objects.select_related("published_by").order_by("-number")
    if not search:
        return found
    asked = Q(note__icontains=search) | Q(published_by__username__icontains=search)
    if search.isascii() and search.isdecimal() and len(search) < 9:
        asked |= Q(number=int(search))
    return found.filter(asked)


def version_document(number: int) -> dict[str, Any] | None:
    """The document of a version; 0 is what held before the first."""
    if number == 0:
        return complete(INITIAL)
    row = IdentityRules.objects.filter(number=number).first()
    return complete(row.document) if row else None


@dataclass(frozen=True, slots=True)
class Held:
    """How many identifiers of a type there are, and how many were left off lately.

    Both are counted up to MOST_COUNTED: that many means at least so many.
    """

    identifiers: int = 0
    left_off: int = 0

    @property
    def at_least(self) -> bool:
        return self.identifiers >= MOST_COUNTED


def held(kinds: list[str], now: datetime) -> dict[str, Held]:
    """For each of these types, what people have of it."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [MOST_COUNTED, now - LATELY, MOST_COUNTED, kinds])
        return {kind: Held(count, left) for kind, count, left in cursor.fetchall()}


_HELD = """
SELECT k.type,
       (SELECT count(*) FROM (SELECT 1 FROM people_identifier i WHERE i.type = k.type
                              LIMIT %s) x),
       (SELECT count(*) FROM (SELECT 1 FROM people_leftoff l
                              WHERE l.type = k.type AND l.last_at >= %s LIMIT %s) x)
FROM unnest(%s::text[]) AS k (type)
"""


def over(limits: Mapping[str, int]) -> dict[str, int]:
    """How many people have more identifiers of a type than this, by type."""
    with connection.cursor() as cursor:
        cursor.execute(_OVER, [list(limits), list(limits.values())])
        return dict(cursor.fetchall())


_OVER = """
SELECT asked.type, (
    SELECT count(*) FROM (
        SELECT 1 FROM people_identifier i WHERE i.type = asked.type
        GROUP BY i.profile_id HAVING count(*) > asked.most
    ) x)
FROM unnest(%s::text[], %s::int[]) AS asked (type, most)
"""


def known_by(kinds: list[str], values: list[str]) -> int:
    """How many people are known by one of these values of one of these types."""
    spelled = list({text for value in values for text in (value, value.lower())})
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_BY, [kinds, spelled])
        return int(cursor.fetchone()[0])


_KNOWN_BY = """
SELECT count(DISTINCT i.profile_id)
FROM unnest(%s::text[]) AS k (type) CROSS JOIN unnest(%s::text[]) AS v (value)
JOIN people_identifier i ON i.type = k.type AND i.value = v.value
"""
