"""What quiet hours must be: a channel must not be silent all week."""

import re
from collections.abc import Mapping
from typing import Any

from apps.engine.local_time import WEEKDAYS
from apps.engine.nodes.message import CHANNELS
from apps.engine.problems import Problems
from apps.rules import checks_reading as read

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
DAY = 24 * 60
WEEK = 7 * DAY

# From and to, in minutes from Monday's midnight.
Span = tuple[int, int]


def check_quiet_hours(document: Mapping[str, Any], problems: Problems) -> None:
    taken: set[str] = set()
    spans: dict[str, list[Span]] = {}
    last: dict[str, str] = {}
    for field, quiet in read.mappings(document, "quiet_hours", problems):
        read.key(quiet.get("id"), taken, problems, f"{field}.id")
        if "name" in quiet:
            read.name(quiet["name"], problems, f"{field}.name")
        channel = quiet.get("channel")
        if channel not in CHANNELS:
            problems.add(f"{field}.channel", "unknown_value", f"one of {', '.join(CHANNELS)}")
        days = read.choices(quiet.get("weekdays", []), WEEKDAYS, problems, f"{field}.weekdays")
        start = _minutes(quiet.get("start"), problems, f"{field}.start")
        end = _minutes(quiet.get("end"), problems, f"{field}.end")
        if channel in CHANNELS and start is not None and end is not None:
            spans.setdefault(channel, []).extend(_spans(start, end, days))
            last[channel] = field
    for channel, silent in spans.items():
        if free_minutes(silent) == 0:
            remedy = f"leave at least one minute of the week in which {channel} may be sent"
            problems.add(f"{last[channel]}.end", "never_open", remedy)


def free_minutes(silent: list[Span]) -> int:
    """How many minutes of a week no span covers."""
    busy = bytearray(WEEK)
    for start, end in silent:
        for minute in range(start, end):
            busy[minute % WEEK] = 1
    return WEEK - sum(busy)


def _minutes(raw: Any, problems: Problems, field: str) -> int | None:
    found = CLOCK.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        problems.add(field, "not_a_time", "a time such as 21:00")
        return None
    return int(found[1]) * 60 + int(found[2])


def _spans(start: int, end: int, days: list[str]) -> list[Span]:
    """The window's spans of a week; an end that is not later is on the next day."""
    length = end - start if end > start else end - start + DAY
    firsts = [WEEKDAYS.index(day) * DAY + start for day in days or WEEKDAYS]
    return [(first, first + length) for first in firsts]
