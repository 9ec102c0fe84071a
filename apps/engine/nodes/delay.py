"""delay: waits for a duration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine import durations
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here, Stay
from apps.engine.problems import Problems

DUE_PORT = "next"


@dataclass(frozen=True, slots=True)
class Settings:
    duration: timedelta


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    return Settings(durations.parse(raw.get("duration"), problems, "duration"))


def ports(settings: Settings) -> tuple[str, ...]:
    return (DUE_PORT,)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    return Stay(here.now + settings.duration) if settings.duration else Go(DUE_PORT)
