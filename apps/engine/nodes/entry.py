"""entry: lets a person in when an event comes and the audience holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine import conditions, durations
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems

AGAIN = ("once", "after_leaving", "once_per_key")
NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Settings:
    """`where` asks the event's properties, `audience` the person; `again` says who may return.

    "after_leaving" takes a `cool_down` since the last run; "once_per_key" the event's property
    `key`, and lets several runs go side by side.
    """

    event: str
    where: Condition
    audience: Condition
    again: str
    cool_down: timedelta = NONE
    key: str = ""


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    if not raw.get("event"):
        problems.add("event", "missing", "name the event that lets people in")
    again, key = raw.get("again", "once"), str(raw.get("key", ""))
    if again not in AGAIN:
        problems.add("again", "unknown_value", f"one of {', '.join(AGAIN)}")
    if again == "once_per_key" and not key:
        problems.add("key", "missing", "name the property of the event, such as order_id")
    return Settings(
        event=str(raw.get("event", "")),
        where=conditions.parse(raw.get("where"), problems, "where"),
        audience=conditions.parse(raw.get("audience"), problems, "audience"),
        again=again,
        cool_down=durations.parse(raw.get("cool_down"), problems, "cool_down", default=NONE),
        key=key,
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ("next",)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return (settings.where, settings.audience)


def arrive(settings: Settings, here: Here) -> Action:
    return Go("next")
