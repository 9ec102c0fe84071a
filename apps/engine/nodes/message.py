"""message: proposes a message; the rules decide whether and when it goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine import durations
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Here, Propose
from apps.engine.problems import Problems

CHANNELS = ("email", "sms", "onsite", "webhook")
WHEN_STOPPED = ("wait", "skip", "leave")
LONGEST_KEY = 64
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """`tier` "" takes the journey's. `at_most` is how long a stopped message may wait."""

    channel: str
    template: str
    topic: str
    tier: str
    tags: tuple[str, ...]
    when_stopped: str
    at_most: timedelta


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    channel = raw.get("channel", "email")
    if channel not in CHANNELS:
        problems.add("channel", "unknown_value", f"one of {', '.join(CHANNELS)}")
    if not raw.get("template"):
        problems.add("template", "missing", "choose the template to send")
    when_stopped = raw.get("when_stopped", "wait")
    if when_stopped not in WHEN_STOPPED:
        problems.add("when_stopped", "unknown_value", f"one of {', '.join(WHEN_STOPPED)}")
    for field in ("template", "topic", "tier"):
        if len(str(raw.get(field, ""))) > LONGEST_KEY:
            problems.add(field, "too_long", f"at most {LONGEST_KEY} characters")
    return Settings(
        channel=channel,
        template=str(raw.get("template", "")),
        topic=str(raw.get("topic", "")),
        tier=str(raw.get("tier", "")),
        tags=tuple(map(str, raw.get("tags", ()))),
        when_stopped=when_stopped,
        at_most=durations.parse(raw.get("at_most"), problems, "at_most", default=ONE_DAY),
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ("next",)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    return Propose()
