"""wait_for_event: waits until an event comes, at most for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine import conditions, durations
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here, Stay
from apps.engine.nodes.matching import parse_where
from apps.engine.problems import Problems
from apps.engine.values import Event

DUE_PORT = "timeout"


@dataclass(frozen=True, slots=True)
class Settings:
    event: str
    where: Condition
    at_most: timedelta


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    if not raw.get("event"):
        problems.add("event", "missing", "name the event to wait for")
    at_most = durations.parse(raw.get("at_most"), problems, "at_most")
    said = any((p.node, p.field) == (problems.node, "at_most") for p in problems)
    if not at_most and not said:
        problems.add("at_most", "not_positive", "say how long to wait at most")
    return Settings(
        event=str(raw.get("event", "")),
        where=parse_where(raw, problems),
        at_most=at_most,
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ("event", DUE_PORT)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return (settings.where,)


def arrive(settings: Settings, here: Here) -> Action:
    return Stay(here.now + settings.at_most)


def hears(settings: Settings, event: Event, here: Here) -> Go | None:
    """The way on if this event is the awaited one: what counts is when it occurred."""
    if event.name != settings.event or event.occurred_at < here.since:
        return None
    answer = conditions.evaluate(settings.where, here.facts)
    return Go("event", answer.leaves) if answer.ok else None
