"""Reads of accounts, and of who belongs to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from apps.people import queries
from apps.people.models import Account
from apps.people.queries import Found

# Members are counted up to here.
MOST_COUNTED = 10_000
PAGE = 30


def accounts(search: str = "") -> QuerySet[Account]:
    """The newest first; `search` is how a name or a group's id begins, in any case."""
    found = Account.objects.order_by("-first_seen", "-id")
    if not search:
        return found
    return found.filter(Q(name__istartswith=search) | Q(group_id__istartswith=search))


def sizes(account_ids: Sequence[int]) -> dict[int, int]:
    """How many people belong to each of these; MOST_COUNTED means at least so many."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, [MOST_COUNTED, list(account_ids)])
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an account, and since when."""

    person: Found
    since: datetime


def members(account_id: int, *, page: int = 1, size: int = PAGE) -> list[Member]:
    """The people of an account, who came last first; one more than `size` where there are more."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, [account_id, size + 1, (page - 1) * size])
        since = dict(cursor.fetchall())
    return [Member(one, since[one.id]) for one in queries.named(list(since))]


_SIZES = """
SELECT a.id, (SELECT count(*) FROM (
    SELECT 1 FROM people_membership m JOIN people_profile p ON p.id = m.profile_id
    WHERE m.account_id = a.id
      AND (p.merged_into_id IS NULL OR NOT EXISTS (
          SELECT 1 FROM people_membership o
          WHERE o.account_id = a.id AND o.profile_id = p.merged_into_id))
    LIMIT %s) x)
FROM unnest(%s::bigint[]) AS a (id)
"""
_MEMBERS = """
WITH RECURSIVE way (id, next, since, place) AS (
    SELECT p.id, p.merged_into_id, m.since, m.id
    FROM people_membership m JOIN people_profile p ON p.id = m.profile_id
    WHERE m.account_id = %s
    UNION ALL
    SELECT p.id, p.merged_into_id, way.since, way.place
    FROM way JOIN people_profile p ON p.id = way.next
)
SELECT id, min(since) FROM way WHERE next IS NULL GROUP BY id
ORDER BY max(place) DESC LIMIT %s OFFSET %s
"""
