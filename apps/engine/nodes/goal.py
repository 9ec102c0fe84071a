"""goal: the run reached what the journey is for."""

from apps.engine.nodes.base import Action, End, Here
from apps.engine.nodes.ending import Settings, asks, parse, ports
from apps.engine.reasons import Code

__all__ = ["Settings", "arrive", "asks", "parse", "ports"]


def arrive(settings: Settings, here: Here) -> Action:
    return End(Code.GOAL)
