"""Clock times and weekdays as people write them: "09:00", ["mon", "fri"]."""

from datetime import time
from typing import Any

from apps.engine.local_time import WEEKDAYS
from apps.engine.problems import Problems


def parse_time(raw: Any, problems: Problems, field: str) -> time | None:
    """The clock time of a document; problems go to `problems` under `field`."""
    try:
        clock = time.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        clock = None
    if clock is None or clock.tzinfo is not None:
        problems.add(field, "not_a_time", "a time such as 09:00")
        return None
    return clock


def parse_weekdays(raw: Any, problems: Problems, field: str) -> tuple[int, ...]:
    """The days of a document as numbers, 0 for Monday; none where it says nothing."""
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple) or not all(day in WEEKDAYS for day in raw):
        problems.add(field, "unknown_value", f"a list of {', '.join(WEEKDAYS)}")
        return ()
    return tuple(sorted({WEEKDAYS.index(day) for day in raw}))
