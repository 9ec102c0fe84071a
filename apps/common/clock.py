"""The one place where the wall clock is read; below a door, `now` is an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)
