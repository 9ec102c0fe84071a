"""Reads of the suppression list, and of whom an address belongs to."""

from django.db import connection
from django.db.models import Q, QuerySet

from apps.common.viewer import sees_personal_data
from apps.people.models import Suppression

# The trait and the identifier that hold the address of a channel.
ADDRESS_TRAITS = {"email": "email", "sms": "phone"}
MOST_OWNERS = 1000


def suppressed(*, search: str = "", channel: str = "") -> QuerySet[Suppression]:
    """The list, the latest first; `search` looks at addresses and reasons."""
    found = Suppression.objects.order_by("-at", "-id")
    if search:
        wide = Q(address__icontains=search) | Q(reason__icontains=search)
        found = found.filter(wide if sees_personal_data() else Q(address__iexact=search))
    return found.filter(channel=channel) if channel else found


def owners(channel: str, address: str) -> list[str]:
    """The profiles that this address of a channel leads to, MOST_OWNERS of them at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            _OWNERS,
            {
                "trait": ADDRESS_TRAITS.get(channel, ""),
                "address": address,
                "low": address.lower(),
                "most": MOST_OWNERS,
            },
        )
        return [str(row[0]) for row in cursor.fetchall()]


_OWNERS = """
SELECT profile_id FROM people_identifier
WHERE type = %(trait)s AND value IN (%(address)s, %(low)s)
UNION
SELECT profile_id FROM people_trait
WHERE key = 'email' AND %(trait)s = 'email'
      AND value IN (to_jsonb(%(address)s::text), to_jsonb(%(low)s::text))
UNION
SELECT profile_id FROM people_trait
WHERE key = 'phone' AND %(trait)s = 'phone'
      AND value IN (to_jsonb(%(address)s::text), to_jsonb(%(low)s::text))
LIMIT %(most)s
"""
