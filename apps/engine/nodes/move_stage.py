"""move_stage: the person enters a stage of a lifecycle, whatever the stage's own condition says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems


@dataclass(frozen=True, slots=True)
class Settings:
    lifecycle: str
    stage: str


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    for field in ("lifecycle", "stage"):
        if not raw.get(field):
            problems.add(field, "missing", f"choose the {field} to move the person to")
    return Settings(str(raw.get("lifecycle", "")), str(raw.get("stage", "")))


def ports(settings: Settings) -> tuple[str, ...]:
    return ("next",)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    return Go("next", stages={settings.lifecycle: settings.stage})
