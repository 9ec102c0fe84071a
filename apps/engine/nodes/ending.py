"""What `goal` and `exit` share: a run ends there, by arriving or at once when an event comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine import conditions
from apps.engine.conditions import ALWAYS, Condition
from apps.engine.problems import Problems


@dataclass(frozen=True, slots=True)
class Settings:
    """`event` "" : only by arriving. Otherwise the event also acts from anywhere, at once."""

    event: str = ""
    where: Condition = ALWAYS


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    return Settings(
        event=str(raw.get("event", "")),
        where=conditions.parse(raw.get("where"), problems, "where"),
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ()


def asks(settings: Settings) -> tuple[Condition, ...]:
    return (settings.where,)
