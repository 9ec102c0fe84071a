"""goal: the run reached what the journey is for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from apps.engine import durations
from apps.engine.evolve import evolve
from apps.engine.nodes import ending
from apps.engine.nodes.base import Action, End, Here
from apps.engine.nodes.ending import Settings, asks, ports
from apps.engine.problems import Problems
from apps.engine.reasons import Code

__all__ = ["Settings", "arrive", "asks", "parse", "ports"]


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    """As for every ending; `window` is how long after the entry the goal counts, inside or not."""
    window = durations.parse(raw.get("window"), problems, "window", default=timedelta())
    return evolve(ending.parse(raw, problems), window=window)


def arrive(settings: Settings, here: Here) -> Action:
    return End(Code.GOAL)
