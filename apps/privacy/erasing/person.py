"""What PostgreSQL holds of the person beside events and messages."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from apps.people.models import (
    Consent,
    KeptApart,
    LeftOff,
    Membership,
    Merge,
    Trait,
)
from apps.privacy.erasing import told
from apps.privacy.erasing.told import Told
from apps.privacy.models import Erasure
from apps.privacy.working import Pulse


@transaction.atomic
def empty(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Traits, consents, addresses, accounts; and of merges what they say of identifiers."""
    subject = told.of(erasure)
    mine = Q(profile_id__in=subject.ids)
    for model in (Trait, Consent, Membership):
        model.objects.filter(mine).delete()
    LeftOff.objects.filter(mine | Q(other_id__in=subject.ids)).delete()
    for kind, value in subject.identities:
        LeftOff.objects.filter(type=kind, value=value).delete()
    _release(subject)
    either = Q(survivor_id__in=subject.ids) | Q(absorbed_id__in=subject.ids)
    emptied: dict[str, Any] = {"identifiers": [], "matched": {}, "given_back": [], "outcome": None}
    Merge.objects.filter(either).update(**emptied, undone_because="", suspicions=[])
    KeptApart.objects.filter(Q(one_id__in=subject.ids) | Q(other_id__in=subject.ids)).delete()


def _release(subject: Told) -> None:
    """Take the addresses off the suppression list; they were put among the refused.

    Not one that somebody else is reached at, too: it is theirs as well.
    """
    asked = [[value.lower() for value in subject.values], subject.ids]
    with connection.cursor() as cursor:
        cursor.execute(_SUPPRESSIONS, asked)


_SUPPRESSIONS = """
DELETE FROM people_suppression s WHERE lower(s.address) = ANY(%s::text[]) AND NOT EXISTS (
    SELECT 1 FROM people_trait t
    WHERE t.key = 'email' AND t.value IN (to_jsonb(s.address), to_jsonb(lower(s.address)))
      AND NOT t.profile_id = ANY(%s::uuid[]))
"""
