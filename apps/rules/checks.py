"""What a rule set's document must be before it may hold. Any JSON may come in."""

from collections.abc import Mapping
from typing import Any

from apps.engine import compile_rules, local_time
from apps.engine.nodes.message import CHANNELS
from apps.engine.problems import Problems
from apps.rules import checks_reading as read
from apps.rules.checks_caps import LONGEST_WINDOW_HOURS, MAX_LIMIT, check_caps
from apps.rules.checks_lifecycles import check_lifecycles
from apps.rules.checks_quiet_hours import check_quiet_hours

__all__ = ["LONGEST_WINDOW_HOURS", "MAX_LIMIT", "check_document"]

CONSENT_MODELS = ("opt_in", "opt_out", "none")
LONGEST_ARBITRATION_MINUTES = 24 * 60
LONGEST_LOOK_AHEAD_HOURS = 168


def check_document(document: Any) -> None:
    """Raises `Invalid` with every problem of the document."""
    problems = Problems()
    read.storable(document, problems)
    problems.raise_if_any()
    document = read.mapping(document, problems, "")
    problems.raise_if_any()
    _check_tiers(document, problems)
    check_caps(document, problems)
    check_quiet_hours(document, problems)
    _check_groups(document, problems)
    _check_times(document, problems)
    _check_consent(document, problems)
    check_lifecycles(document, problems)
    problems.raise_if_any()
    compile_rules.rule_set(document, id="", number=0)


def _check_tiers(document: Mapping[str, Any], problems: Problems) -> None:
    taken: set[str] = set()
    if not document.get("tiers"):
        problems.add("tiers", "missing", "give at least one tier")
    for field, tier in read.mappings(document, "tiers", problems):
        read.key(tier.get("key"), taken, problems, f"{field}.key")
        if "name" in tier:
            read.name(tier["name"], problems, f"{field}.name")
        read.flag(tier.get("transactional", False), problems, f"{field}.transactional")


def _check_groups(document: Mapping[str, Any], problems: Problems) -> None:
    taken: set[str] = set()
    for field, group in read.mappings(document, "exclusion_groups", problems):
        read.key(group.get("id"), taken, problems, f"{field}.id")
        read.name(group.get("name"), problems, f"{field}.name")
        read.flag(group.get("displace", False), problems, f"{field}.displace")
        journeys = read.texts(group.get("journeys", []), problems, f"{field}.journeys")
        if len(set(journeys)) < 2:
            problems.add(f"{field}.journeys", "too_few", "name at least two journeys")
        elif len(set(journeys)) < len(journeys):
            problems.add(f"{field}.journeys", "not_unique", "name every journey once")


def _check_times(document: Mapping[str, Any], problems: Problems) -> None:
    zone = document.get("timezone", "UTC")
    if not isinstance(zone, str) or local_time.zone(zone) is None:
        problems.add("timezone", "unknown_zone", "a zone's name such as Europe/Berlin")
    for name, most, unit in (
        ("arbitration_window_minutes", LONGEST_ARBITRATION_MINUTES, "minutes"),
        ("look_ahead_hours", LONGEST_LOOK_AHEAD_HOURS, "hours"),
    ):
        length = document.get(name, 0)
        if not read.is_number(length) or not 0 <= length <= most:
            problems.add(name, "out_of_range", f"0 to {most} {unit}")


def _check_consent(document: Mapping[str, Any], problems: Problems) -> None:
    for channel, model in read.mapping(document.get("consent", {}), problems, "consent").items():
        if channel not in CHANNELS:
            known = ", ".join(CHANNELS)
            problems.add(f"consent.{channel}", "unknown_channel", f"one of {known}")
        if model not in CONSENT_MODELS:
            known = ", ".join(CONSENT_MODELS)
            problems.add(f"consent.{channel}", "unknown_value", f"one of {known}")
