"""What a frequency cap must be."""

from collections.abc import Mapping
from typing import Any

from apps.engine.nodes.message import CHANNELS
from apps.engine.problems import Problems
from apps.rules import checks_reading as read

MAX_LIMIT = 100
LONGEST_WINDOW_HOURS = 31 * 24
CALENDARS = ("day", "week")


def check_caps(document: Mapping[str, Any], problems: Problems) -> None:
    taken: set[str] = set()
    for field, cap in read.mappings(document, "caps", problems):
        read.key(cap.get("id"), taken, problems, f"{field}.id")
        read.name(cap.get("name"), problems, f"{field}.name")
        _check_limit(cap.get("limit"), problems, f"{field}.limit")
        _check_window(cap, problems, field)
        read.choices(cap.get("channels", []), CHANNELS, problems, f"{field}.channels")
        for scope in ("tiers", "tags", "journeys"):
            read.texts(cap.get(scope, []), problems, f"{field}.{scope}")
        read.flag(cap.get("transactional", False), problems, f"{field}.transactional")


def _check_limit(limit: Any, problems: Problems, field: str) -> None:
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 <= limit <= MAX_LIMIT:
        problems.add(field, "out_of_range", f"a whole number from 0 to {MAX_LIMIT}")


def _check_window(cap: Mapping[str, Any], problems: Problems, field: str) -> None:
    hours, calendar = cap.get("hours"), cap.get("calendar", "")
    if (hours is None) == (calendar == ""):
        problems.add(f"{field}.hours", "one_window", "give either hours or a calendar window")
    if hours is not None and not (read.is_number(hours) and 0 < hours <= LONGEST_WINDOW_HOURS):
        problems.add(f"{field}.hours", "out_of_range", f"more than 0, to {LONGEST_WINDOW_HOURS}")
    if calendar not in ("", *CALENDARS):
        problems.add(f"{field}.calendar", "unknown_value", "one of day, week")
