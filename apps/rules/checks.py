"""What a rule set's document must be before it may hold."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from apps.engine import local_time
from apps.engine.nodes.message import CHANNELS
from apps.engine.problems import Problems

MAX_LIMIT = 100
LONGEST_WINDOW_HOURS = 31 * 24
CONSENT_MODELS = ("opt_in", "opt_out", "none")


def check_document(document: Mapping[str, Any]) -> None:
    """Raises `Invalid` with every problem of the document."""
    problems = Problems()
    if not document.get("tiers"):
        problems.add("tiers", "missing", "give at least one tier")
    if local_time.zone(str(document.get("timezone", "UTC"))) is None:
        problems.add("timezone", "unknown_zone", "a zone's name such as Europe/Berlin")
    window = document.get("arbitration_window_minutes", 5)
    if not isinstance(window, int | float) or not 0 <= window <= 24 * 60:
        problems.add("arbitration_window_minutes", "out_of_range", "0 to 1440 minutes")
    ids = [cap.get("id") for cap in document.get("caps", ())]
    for index, cap in enumerate(document.get("caps", ())):
        _check_cap(cap, problems, f"caps.{index}")
        if not cap.get("id") or ids.count(cap.get("id")) > 1:
            problems.add(f"caps.{index}.id", "not_unique", "every cap has an id of its own")
    for index, quiet in enumerate(document.get("quiet_hours", ())):
        _check_quiet_hours(quiet, problems, f"quiet_hours.{index}")
    for channel, model in document.get("consent", {}).items():
        if model not in CONSENT_MODELS:
            known = ", ".join(CONSENT_MODELS)
            problems.add(f"consent.{channel}", "unknown_value", f"one of {known}")
    problems.raise_if_any()


def _check_cap(cap: Mapping[str, Any], problems: Problems, field: str) -> None:
    limit = cap.get("limit")
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 <= limit <= MAX_LIMIT:
        problems.add(f"{field}.limit", "out_of_range", f"a whole number from 0 to {MAX_LIMIT}")
    hours, calendar = cap.get("hours"), cap.get("calendar", "")
    if (hours is None) == (calendar == ""):
        problems.add(f"{field}.hours", "one_window", "give either hours or a calendar window")
    if hours is not None and (
        not isinstance(hours, int | float) or not 0 < hours <= LONGEST_WINDOW_HOURS
    ):
        problems.add(f"{field}.hours", "out_of_range", f"more than 0, to {LONGEST_WINDOW_HOURS}")
    if calendar not in ("", "day", "week"):
        problems.add(f"{field}.calendar", "unknown_value", "one of day, week")
    if not cap.get("name"):
        problems.add(f"{field}.name", "missing", "give the cap a name")
    for channel in cap.get("channels", ()):
        if channel not in CHANNELS:
            problems.add(f"{field}.channels", "unknown_value", f"of {', '.join(CHANNELS)}")


def _check_quiet_hours(quiet: Mapping[str, Any], problems: Problems, field: str) -> None:
    if quiet.get("channel") not in CHANNELS:
        problems.add(f"{field}.channel", "unknown_value", f"one of {', '.join(CHANNELS)}")
    clocks = []
    for end in ("start", "end"):
        try:
            clocks.append(time.fromisoformat(str(quiet.get(end))))
        except ValueError:
            problems.add(f"{field}.{end}", "not_a_time", "a time such as 21:00")
    if len(clocks) == 2 and clocks[0] == clocks[1]:
        problems.add(f"{field}.end", "empty", "start and end are the same; the whole day is quiet")
