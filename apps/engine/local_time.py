"""Moments in a person's own time zone: days, weeks and quiet hours, right across DST changes."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apps.engine.book import QuietHours


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo | None:
    """The zone of this name, or None where there is none: an invalid zone is nobody's exception."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def day_start(now: datetime, where: ZoneInfo) -> datetime:
    """The midnight that began the local day of `now`, in UTC."""
    local = now.astimezone(where)
    return _moment(local.replace(tzinfo=None), time(0), where)


def week_start(now: datetime, where: ZoneInfo) -> datetime:
    """The midnight that began the local week (Monday) of `now`, in UTC."""
    local = now.astimezone(where).replace(tzinfo=None)
    return _moment(local - timedelta(days=local.weekday()), time(0), where)


def next_start(now: datetime, where: ZoneInfo, calendar: str) -> datetime:
    """When the next local day or week begins, in UTC."""
    local = now.astimezone(where).replace(tzinfo=None)
    days = 1 if calendar == "day" else 7 - local.weekday()
    return _moment(local + timedelta(days=days), time(0), where)


def quiet_until(quiet: QuietHours, now: datetime, where: ZoneInfo) -> datetime | None:
    """The end of the quiet hours that `now` falls in, in UTC, or None outside of them."""
    start, end = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end)
    local = now.astimezone(where).replace(tzinfo=None)
    clock = local.time()
    over_midnight = start >= end
    inside = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not inside:
        return None
    day = local + timedelta(days=1) if over_midnight and clock >= start else local
    until = _moment(day, end, where)
    if until <= now:
        # The clocks went back: the end comes a second time.
        until = _moment(day, end.replace(fold=1), where)
    return max(until, now + timedelta(minutes=1))


def _moment(day: datetime, clock: time, where: ZoneInfo) -> datetime:
    """This local clock time on this local day; one that DST skips is as much later as it skips."""
    return datetime.combine(day.date(), clock, where).astimezone(UTC)
