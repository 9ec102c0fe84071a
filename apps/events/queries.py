"""Reads of the event log, for the live debugger and the overview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from apps.events.models import Event, QuarantinedEvent, RejectedEvent, Source

PAGE = 50
# The source of Throughline's own events.
INTERNAL = "throughline"
# A search looks at this many of the latest events: the log is ordered by arrival, not by content.
SEARCHED = 200_000


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, the latest first; `before` asks for the next page, None where there is none."""

    events: list[Event]
    before: int | None


@dataclass(frozen=True, slots=True)
class Minute:
    """How many events were received in the minute that begins at `at`."""

    at: datetime
    events: int


def latest(*, after: int | None = None, size: int = PAGE) -> list[Event]:
    """The latest events, the newest first; with `after`, only those with a larger id."""
    return list(_events(Q() if after is None else Q(id__gt=after))[:size])


def search(
    *,
    source: str = "",
    type: str = "",
    name: str = "",
    user: str = "",
    before: int | None = None,
    size: int = PAGE,
) -> EventPage:
    """Events by source key, type, part of the name, and user or anonymous id, the newest first."""
    found = Q(id__gt=_last_id() - SEARCHED)
    if source:
        found &= Q(source__key=source)
    if type:
        found &= Q(type=type)
    if name:
        found &= Q(name__icontains=name)
    if user:
        found &= Q(user_id=user) | Q(anonymous_id=user)
    if before is not None:
        found &= Q(id__lt=before)
    events = list(_events(found)[: size + 1])
    more = len(events) > size
    return EventPage(events[:size], events[size - 1].pk if more else None)


def of_profiles(profile_ids: Iterable[object], *, size: int = PAGE) -> list[Event]:
    """The latest routed events of some profiles, by the time they happened."""
    found = Event.objects.filter(profile_id__in=list(profile_ids)).select_related("source")
    return list(found.order_by("-occurred_at", "-id")[:size])


def rejected(
    *, source: str = "", reason: str = "", before: int | None = None, size: int = PAGE
) -> list[RejectedEvent]:
    """Events that could not be taken, the newest first."""
    found = RejectedEvent.objects.select_related("source").order_by("-id")
    if source:
        found = found.filter(source__key=source)
    if reason:
        found = found.filter(reason=reason)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:size])


def quarantined(*, size: int = PAGE) -> list[QuarantinedEvent]:
    """Events that could not be applied and wait for somebody, the newest first."""
    found = QuarantinedEvent.objects.filter(resolved_at=None).select_related("event__source")
    return list(found.order_by("-id")[:size])


def per_minute(*, now: datetime, minutes: int = 60) -> list[Minute]:
    """Events received in each of the last minutes, the oldest first, this one included."""
    last = now.replace(second=0, microsecond=0)
    first = last - timedelta(minutes=minutes - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT date_trunc('minute', received_at) AS minute, count(*) FROM events_event
            WHERE received_at >= %s AND received_at <= %s GROUP BY minute
            """,
            [first, now],
        )
        counted = dict(cursor.fetchall())
    return [
        Minute(at, counted.get(at, 0))
        for at in (first + timedelta(minutes=minute) for minute in range(minutes))
    ]


def sources() -> list[Source]:
    """All sources, by name."""
    return list(Source.objects.order_by("name"))


def sources_of_people() -> list[Source]:
    """As `sources`, without Throughline's own events."""
    return list(Source.objects.exclude(key=INTERNAL).order_by("name"))


def source_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of these sources by key; an unknown one is missing."""
    return dict(Source.objects.filter(key__in=set(keys)).values_list("key", "name"))


def waiting_to_be_routed() -> int:
    """How many events route has not placed yet."""
    return Event.objects.filter(lane_seq=None).count()


def _events(found: Q) -> QuerySet[Event]:
    return Event.objects.filter(found).select_related("source").order_by("-id")


def _last_id() -> int:
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def horizon(now: datetime) -> datetime:
    """Until when all that was received has been routed, and no import is still bringing more.

    Nothing falls due beyond it: an event on its way may be what a wait is waiting for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        (earliest,) = cursor.fetchone()
    return min(now, earliest) if earliest else now


_HORIZON = """
SELECT least(
    (SELECT min(received_at) FROM events_event WHERE lane_seq IS NULL),
    (SELECT min(coalesce(
        (SELECT e.received_at FROM events_event e WHERE e.source_id = s.id
         ORDER BY e.id DESC LIMIT 1),
        'epoch'::timestamptz))
     FROM events_source s WHERE s.importing))
"""
