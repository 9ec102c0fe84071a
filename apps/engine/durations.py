"""Durations as people write them in a journey: {"days": 3}, {"hours": 2, "minutes": 30}."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from apps.engine.problems import Problems

UNITS = ("weeks", "days", "hours", "minutes", "seconds")
LONGEST = timedelta(days=366)


def parse(
    raw: Any,
    problems: Problems,
    field: str,
    *,
    default: timedelta | None = None,
    signed: bool = False,
) -> timedelta:
    """The duration of a document, at most a year; problems go to `problems` under `field`.

    `signed`: it may also be negative, such as {"days": -3} for three days before.
    """
    if raw is None and default is not None:
        return default
    if (
        not isinstance(raw, Mapping)
        or not raw
        or not set(raw) <= set(UNITS)
        or not all(isinstance(v, int | float) and (signed or v >= 0) for v in raw.values())
    ):
        problems.add(field, "not_a_duration", 'give a duration such as {"days": 3} or {"hours": 2}')
        return timedelta()
    try:
        duration = timedelta(**raw)
    except OverflowError:
        duration = timedelta.max
    if abs(duration) > LONGEST:
        problems.add(field, "too_long", f"at most {LONGEST.days} days")
    return duration
