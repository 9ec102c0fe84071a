"""The entries of a timeline that PostgreSQL holds, each read along an index, before a cursor.

Events are read profile by profile and then merged: an index on (profile, moment) gives each the
right order, while asking for several profiles at once would read and sort all of them.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.explain.cursor import Cursor
from apps.people.models import Merge

STATUS = Event.Type.STATUS


def events(ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Event]:
    """What the person did or told, by when it happened."""
    return _log(ids, before, size, ~Q(type=STATUS) & _named(text))


def outcomes(ids: Sequence[UUID], before: Cursor, text: str, size: int) -> list[Event]:
    """What became of messages, as the log was told: opened, failed, unsubscribed."""
    return _log(ids, before, size, Q(type=STATUS) & _named(text))


def _named(text: str) -> Q:
    return Q(name__icontains=text) | Q(type__iexact=text) if text else Q()


def _log(ids: Sequence[UUID], before: Cursor, size: int, which: Q) -> list[Event]:
    found: list[Event] = []
    for chunk in _each(ids):
        rows = Event.objects.filter(which, _before("occurred_at", before, numbers=True))
        rows = rows.filter(profile_id=chunk).select_related("source")
        found += rows.order_by("-occurred_at", "-id")[:size]
    found.sort(key=lambda event: (event.occurred_at, event.pk), reverse=True)
    return found[:size]


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
    rows: QuerySet[Merge] = Merge.objects.filter(
        _before("at", before, numbers=True), survivor_id__in=ids
    )
    if text:
        rows = rows.filter(Q(rule__icontains=text) | Q(identifiers__icontains=text))
    return list(rows.order_by("-at", "-id")[:size])


def _before(field: str, cursor: Cursor, *, numbers: bool = False) -> Q:
    earlier = Q(**{f"{field}__lt": cursor.at})
    if cursor.id == "":
        return earlier
    same = Q(**{field: cursor.at})
    # "Sorts after every id": all of the same moment are still to come.
    if not cursor.id.isascii():
        return earlier | same
    return earlier | (same & Q(id__lt=int(cursor.id) if numbers else UUID(cursor.id)))
