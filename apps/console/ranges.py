"""The stretches of time that the overview can look at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Range:
    """`bucket` is one bar of the chart; `refresh` how often the page looks again, in seconds."""

    key: str
    label: str
    words: str
    length: timedelta
    bucket: timedelta
    each: str
    refresh: int

    def since(self, now: datetime) -> datetime:
        return now - self.length


RANGES = {
    one.key: one
    for one in (
        Range(
            "hour",
            "Hour",
            "in the last hour",
            timedelta(hours=1),
            timedelta(minutes=1),
            "minute",
            5,
        ),
        Range(
            "day",
            "Day",
            "in the last 24 hours",
            timedelta(days=1),
            timedelta(minutes=20),
            "20 minutes",
            15,
        ),
        Range(
            "week",
            "7 days",
            "in the last 7 days",
            timedelta(days=7),
            timedelta(hours=3),
            "3 hours",
            60,
        ),
        Range(
            "month",
            "30 days",
            "in the last 30 days",
            timedelta(days=30),
            timedelta(hours=12),
            "12 hours",
            300,
        ),
    )
}
DEFAULT = RANGES["hour"]


def chosen(key: str) -> Range:
    """The range of this key; the hour for anything else."""
    return RANGES.get(key, DEFAULT)


def since(key: str, now: datetime) -> datetime:
    """When the range began; “all” begins before everything."""
    return EPOCH if key == "all" else chosen(key).since(now)
