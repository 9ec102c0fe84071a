"""entry: lets a person in when an event comes and the audience holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine import conditions
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems

AGAIN = ("once", "after_leaving")


@dataclass(frozen=True, slots=True)
class Settings:
    """`where` asks the event's properties, `audience` the person; `again` says who may return."""

    event: str
    where: Condition
    audience: Condition
    again: str


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    if not raw.get("event"):
        problems.add("event", "missing", "name the event that lets people in")
    again = raw.get("again", "once")
    if again not in AGAIN:
        problems.add("again", "unknown_value", f"one of {', '.join(AGAIN)}")
    return Settings(
        event=str(raw.get("event", "")),
        where=conditions.parse(raw.get("where"), problems, "where"),
        audience=conditions.parse(raw.get("audience"), problems, "audience"),
        again=again,
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ("next",)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return (settings.where, settings.audience)


def arrive(settings: Settings, here: Here) -> Action:
    return Go("next")
