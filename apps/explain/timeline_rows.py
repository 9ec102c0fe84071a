"""The entries of a timeline that PostgreSQL holds, each read along an index, before a cursor.

Events are read profile by profile and then merged, in one statement: an index on (profile, moment)
gives each in order, while asking for several profiles at once would read and sort all of them.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.explain.cursor import Cursor
from apps.people.models import Merge
from apps.rules.told import sentences

LARGEST = 2**63 - 1


def events(ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Event]:
    """What the person did or told, by when it happened."""
    return _log(_EVENTS, ids, before, text, size)


def outcomes(ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Event]:
    """What became of messages, as the log was told: opened, failed, unsubscribed."""
    return _log(_OUTCOMES, ids, before, text, size)


def event_names(ids: Sequence[int]) -> dict[int, str]:
    """The names of these events; 0 is none."""
    wanted = {id for id in ids if id}
    rows = Event.objects.filter(id__in=wanted) if wanted else Event.objects.none()
    return {row.pk: sentences.event_name(row.type, row.name) for row in rows}


def _log(query: str, ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Event]:
    like = f"%{_escaped(text)}%"
    moment: list[Any] = [before.at, before.at, _bound(before)]
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids), *moment, like, text.lower(), size, size])
        found = [row[0] for row in cursor.fetchall()]
    rows = Event.objects.filter(id__in=found).select_related("source")
    return sorted(rows, key=lambda event: (event.occurred_at, event.pk), reverse=True)


def _bound(before: Cursor) -> int:
    """Ids below this one, of the very moment of the cursor, are still to come."""
    if before.id.isdigit():
        return int(before.id)
    return LARGEST if before.id else 0


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_LOG = """
SELECT e.id FROM unnest(%s::uuid[]) AS p (id) CROSS JOIN LATERAL (
    SELECT id, occurred_at FROM events_event
    WHERE profile_id = p.id AND {which}
      AND occurred_at <= %s AND (occurred_at < %s OR id < %s)
      AND (name ILIKE %s OR type = %s)
    ORDER BY occurred_at DESC, id DESC LIMIT %s
) e ORDER BY e.occurred_at DESC, e.id DESC LIMIT %s
"""
_EVENTS = _LOG.format(which="type <> 'status'")
_OUTCOMES = _LOG.format(which="type = 'status'")


def messages(ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Delivery]:
    """Messages that were decided for the person."""
    rows = Delivery.objects.filter(_before("decided_at", before), profile_id__in=ids)
    if text:
        rows = rows.filter(
            Q(journey__icontains=text) | Q(template__icontains=text) | Q(node__icontains=text)
        )
    return list(rows.order_by("-decided_at", "-id")[:size])


def merges(ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Merge]:
    """Other profiles that turned out to be this person."""
    rows = Merge.objects.filter(_before("at", before), survivor_id__in=ids)
    if text:
        rows = rows.filter(Q(rule__icontains=text) | Q(identifiers__icontains=text))
    return list(rows.order_by("-at", "-id")[:size])


def _before(field: str, cursor: Cursor) -> Q:
    earlier = Q(**{f"{field}__lt": cursor.at})
    if cursor.id == "":
        return earlier
    same = Q(**{field: cursor.at})
    if cursor.is_last:
        return earlier | same
    try:
        last = UUID(cursor.id) if "-" in cursor.id else int(cursor.id)
    except ValueError:
        # An address that was written by hand.
        return earlier
    return earlier | (same & Q(id__lt=last))
