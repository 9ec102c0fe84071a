"""The entries of a timeline that PostgreSQL holds, each read along an index, from a cursor on.

They are read profile by profile and then merged, in one statement: an index on (profile, moment)
gives each in order, while asking for several profiles at once would read and sort all of them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from apps.common import like
from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.explain.timeline.cursor import Cursor
from apps.explain.timeline.sought import Sought
from apps.people.models import Merge
from apps.rules.told import sentences

LARGEST = 2**63 - 1
LARGEST_UUID, SMALLEST_UUID = UUID(int=2**128 - 1), UUID(int=0)


def events(ids: Sequence[UUID], at: Cursor, text: str, size: int, newer: bool) -> list[Event]:
    """What the person did or told, by when it happened."""
    return _log("type <> 'status'", ids, at, text, size, newer)


def outcomes(ids: Sequence[UUID], at: Cursor, text: str, size: int, newer: bool) -> list[Event]:
    """What became of messages, as the log was told: opened, failed, unsubscribed."""
    return _log("type = 'status'", ids, at, text, size, newer)


def event_names(ids: Sequence[int]) -> dict[int, str]:
    """The names of these events; 0 is none."""
    wanted = {id for id in ids if id}
    rows = Event.objects.filter(id__in=wanted) if wanted else Event.objects.none()
    return {row.pk: sentences.event_name(row.type, row.name) for row in rows}


def _log(
    which: str, ids: Sequence[UUID], at: Cursor, text: str, size: int, newer: bool
) -> list[Event]:
    test = f"{which} AND (name ILIKE %(like)s OR type = %(text)s)" if text else which
    found = _ids(_along("events_event", "occurred_at", test, newer), ids, at, text, size, _number)
    rows = Event.objects.filter(id__in=found).select_related("source")
    return sorted(rows, key=lambda event: (event.occurred_at, event.pk), reverse=not newer)


def messages(
    ids: Sequence[UUID], at: Cursor, sought: Sought, size: int, newer: bool
) -> list[Delivery]:
    """Messages that were decided for the person."""
    test = _MESSAGE if sought.text else "true"
    query = _along("delivery_delivery", "decided_at", test, newer)
    more = {
        "journeys": list(sought.journeys),
        "nodes": [f"{journey}/{node}" for journey, node in sought.nodes],
    }
    found = _ids(query, ids, at, sought.text, size, _uuid, **more)
    rows = Delivery.objects.filter(id__in=found)
    return sorted(rows, key=lambda row: (row.decided_at, row.pk), reverse=not newer)


def _ids(
    query: str,
    ids: Sequence[UUID],
    at: Cursor,
    text: str,
    size: int,
    id_of: Any,
    **more: Any,
) -> list[Any]:
    asked = {
        "profiles": list(ids),
        "at": at.at,
        "id": id_of(at),
        "size": size,
        "text": text.lower(),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, asked | {"like": like.inside(text)} | more)
        return [row[0] for row in cursor.fetchall()]


def _number(at: Cursor) -> int:
    """Ids below this one, of the very moment of the cursor, are below it."""
    if at.id.isdigit() and len(at.id) <= 20:
        return min(int(at.id), LARGEST)
    return LARGEST if at.id else 0


def _uuid(at: Cursor) -> UUID:
    try:
        return UUID(at.id)
    except ValueError:
        return LARGEST_UUID if at.id else SMALLEST_UUID


@cache
def _along(table: str, moment: str, test: str, newer: bool) -> str:
    """The ids beyond a place, along the index on (profile_id, moment)."""
    than, order = (">", "ASC") if newer else ("<", "DESC")
    return f"""
SELECT e.id FROM unnest(%(profiles)s::uuid[]) AS p (id) CROSS JOIN LATERAL (
    SELECT id, {moment} AS at FROM {table}
    WHERE profile_id = p.id AND {test}
      AND {moment} {than}= %(at)s AND ({moment} {than} %(at)s OR id {than} %(id)s)
    ORDER BY {moment} {order}, id {order} LIMIT %(size)s
) e ORDER BY e.at {order}, e.id {order} LIMIT %(size)s
"""


_MESSAGE = """
(journey ILIKE %(like)s OR template ILIKE %(like)s OR node ILIKE %(like)s
 OR journey = ANY(%(journeys)s) OR journey || '/' || node = ANY(%(nodes)s))"""


def merges(ids: Sequence[UUID], at: Cursor, text: str, size: int, newer: bool) -> list[Merge]:
    """Other profiles that turned out to be this person."""
    return _merges("at", ids, at, text, size, newer)


def partings(ids: Sequence[UUID], at: Cursor, text: str, size: int, newer: bool) -> list[Merge]:
    """Merges of the person that were undone, by when."""
    return _merges("undone_at", ids, at, text, size, newer)


def _merges(
    field: str, ids: Sequence[UUID], at: Cursor, text: str, size: int, newer: bool
) -> list[Merge]:
    """Whom a merge absorbed has a timeline again once it is undone."""
    mine = Q(survivor_id__in=ids) | Q(absorbed_id__in=ids, undone_at__isnull=False)
    rows = Merge.objects.filter(_beyond(field, at, newer), mine, **{f"{field}__isnull": False})
    if text:
        rows = rows.filter(Q(rule__icontains=text) | Q(identifiers__icontains=text))
    order = (field, "id") if newer else (f"-{field}", "-id")
    return list(rows.order_by(*order)[:size])


def _beyond(field: str, at: Cursor, newer: bool) -> Q:
    side = "gt" if newer else "lt"
    beyond = Q(**{f"{field}__{side}": at.at})
    return beyond | Q(**{field: at.at, f"id__{side}": _number(at)})
