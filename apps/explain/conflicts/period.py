"""The stretch of time that a page looks at: the last days, or days chosen by hand. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

LENGTHS = {
    "day": ("Last 24 hours", timedelta(days=1)),
    "week": ("Last 7 days", timedelta(days=7)),
    "month": ("Last 30 days", timedelta(days=30)),
}
DEFAULT, CUSTOM = "month", "custom"
NO_DAYS = "Choose the first and the last day, the first one not after the last."


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, the end outside. `problem` says why the chosen days don't count."""

    key: str
    since: datetime
    until: datetime
    first: str = ""
    last: str = ""
    problem: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to mean the same period."""
        days = {"first": self.first, "last": self.last} if self.key == CUSTOM else {}
        return {"period": self.key} | days


def period(key: str, first: str, last: str, *, now: datetime, zone: tzinfo) -> Period:
    """The period of this key; for "custom", from the first day to the end of the last one."""
    if key != CUSTOM:
        known = key if key in LENGTHS else DEFAULT
        return Period(known, now - LENGTHS[known][1], now)
    try:
        since = _midnight(date.fromisoformat(first), zone)
        until = _midnight(date.fromisoformat(last) + timedelta(days=1), zone)
    except (ValueError, OverflowError):
        since = until = now
    if since >= until:
        usual = LENGTHS[DEFAULT][1]
        return Period(CUSTOM, now - usual, now, first, last, NO_DAYS)
    return Period(CUSTOM, since, until, first, last)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone)
