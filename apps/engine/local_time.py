"""Moments in a person's own time zone: days, weeks and quiet hours, right across DST changes.

A clock time that DST skips is the moment of the change; one that comes twice begins the first time
and ends the second.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apps.engine.book import QuietHours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
# Windows of quiet hours that follow each other without a gap: two weeks of them are enough.
LONGEST_CHAIN = 30


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo | None:
    """The zone of this name, or None where there is none: an invalid zone is nobody's exception."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def day_start(now: datetime, where: ZoneInfo) -> datetime:
    """The midnight that began the local day of `now`, in UTC."""
    return moment(now.astimezone(where).date(), time(0), where)


def week_start(now: datetime, where: ZoneInfo) -> datetime:
    """The midnight that began the local week (Monday) of `now`, in UTC."""
    today = now.astimezone(where).date()
    return moment(today - timedelta(days=today.weekday()), time(0), where)


def next_start(now: datetime, where: ZoneInfo, calendar: str) -> datetime:
    """When the next local day or week begins, in UTC."""
    today = now.astimezone(where).date()
    days = 1 if calendar == "day" else 7 - today.weekday()
    return moment(today + timedelta(days=days), time(0), where)


def next_clock(now: datetime, clock: time, weekdays: Sequence[int], where: ZoneInfo) -> datetime:
    """The first moment from `now` on at which it is this time on one of these days (none: any)."""
    today = now.astimezone(where).date()
    for days in range(9):
        day = today + timedelta(days=days)
        if not weekdays or day.weekday() in weekdays:
            at = moment(day, clock, where)
            if at >= now:
                return at
    raise ValueError(f"no such weekday: {weekdays}")


def quiet_until(
    windows: Sequence[QuietHours], now: datetime, where: ZoneInfo
) -> tuple[QuietHours, datetime] | None:
    """The quiet hours that `now` falls in and when it is loud again, in UTC; None outside.

    Windows that follow each other are one silence; what is named is the one that holds longest.
    """
    first: QuietHours | None = None
    until = now
    for _ in range(LONGEST_CHAIN):
        holding = [(end, w) for w in windows if (end := _end(w, until, where)) is not None]
        if not holding:
            break
        until, last = max(holding, key=lambda pair: (pair[0], pair[1].id))
        first = first or last
    return (first, until) if first else None


def _end(window: QuietHours, at: datetime, where: ZoneInfo) -> datetime | None:
    """The end of the occurrence of the window that this moment falls in."""
    start, end = time.fromisoformat(window.start), time.fromisoformat(window.end)
    today = at.astimezone(where).date()
    for day in (today - ONE_DAY, today):
        if not window.weekdays or day.weekday() in window.weekdays:
            last_day = day + ONE_DAY if end <= start else day
            until = moment(last_day, end, where, second=True)
            if moment(day, start, where) <= at < until:
                return until
    return None


@lru_cache(maxsize=65536)
def moment(day: date, clock: time, where: ZoneInfo, *, second: bool = False) -> datetime:
    """When it is this clock time on this local day, in UTC; of two such moments the first."""
    local = datetime.combine(day, clock.replace(fold=int(second)), where)
    at = local.astimezone(UTC)
    if at.astimezone(where).replace(tzinfo=None) == local.replace(tzinfo=None):
        return at
    return _change(local, where)


def _change(skipped: datetime, where: ZoneInfo) -> datetime:
    """The moment at which the clocks were put forward over this local time."""
    # Read with the offset after the change it is before it, and the other way round.
    before = skipped.replace(fold=1).astimezone(UTC)
    after = skipped.replace(fold=0).astimezone(UTC)
    offset = before.astimezone(where).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(where).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
