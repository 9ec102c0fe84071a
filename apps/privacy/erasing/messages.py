"""Messages: what is on its way is stopped, and of what was sent only the row remains."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from apps.common import like
from apps.delivery.models import Delivery
from apps.privacy.erasing import matching, told
from apps.privacy.erasing.told import Told
from apps.privacy.models import Erasure
from apps.privacy.working import NotYet, Pulse

PORTION = 1_000
OPEN = (Delivery.Status.PENDING, Delivery.Status.CLAIMED)


def empty(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Stop what nobody has begun to send, and empty the rest. Raises NotYet while one is sent.

    Also what was decided for somebody with whom the person was one for a while, and names them.
    """
    subject = told.of(erasure)
    mine = Delivery.objects.filter(Q(profile_id__in=subject.profiles) | Q(id__in=_naming(subject)))
    mine.filter(status__in=OPEN).update(
        status=Delivery.Status.STOPPED, reason="erased", claimed_by=None, lease_until=None
    )
    if mine.filter(status=Delivery.Status.SENDING).exists():
        raise NotYet("A message to the person is just being sent.")
    ids = list(mine.values_list("id", flat=True))
    for first in range(0, len(ids), PORTION):
        for query in _QUERIES:
            pulse.add(_run(query, [ids[first : first + PORTION]]))


def _naming(subject: Told) -> list[UUID]:
    """Messages of others that went to the person, or quote one of their identifiers."""
    if not subject.related or not subject.values:
        return []
    values = matching.in_json(subject.values)
    patterns = [like.inside(value) for value in values]
    asked = [subject.related, [value.lower() for value in subject.values], patterns]
    with connection.cursor() as cursor:
        cursor.execute(_NAMING, asked)
        return [row[0] for row in cursor.fetchall()]


def _run(query: str, asked: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return int(cursor.rowcount)


_NAMING = """
SELECT id FROM delivery_delivery WHERE profile_id = ANY(%s::uuid[])
  AND (lower(address) = ANY(%s::text[]) OR context::text ILIKE ANY(%s::text[]))
"""
_QUERIES = (
    "DELETE FROM delivery_sandboxmessage WHERE delivery_id = ANY(%s::uuid[])",
    "DELETE FROM delivery_renderedmessage WHERE delivery_id = ANY(%s::uuid[])",
    "UPDATE delivery_attempt SET detail = '', response = '' "
    "WHERE delivery_id = ANY(%s::uuid[]) AND (detail <> '' OR response <> '')",
    "UPDATE delivery_delivery SET address = '', context = '{}', detail = '', "
    "provider_message_id = '' WHERE id = ANY(%s::uuid[]) AND (address <> '' OR context <> '{}' "
    "OR detail <> '' OR provider_message_id <> '')",
)
