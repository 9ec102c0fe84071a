"""random_split: a sticky share of people through each port, by hash and weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine.conditions import Condition
from apps.engine.luck import draw
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Ports with their weights; only the proportions count."""

    weights: tuple[tuple[str, float], ...]


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    weights: list[tuple[str, float]] = []
    for index, variant in enumerate(raw.get("variants") or ()):
        port, weight = str(variant.get("port", "")), variant.get("weight")
        if not port or any(port == known for known, _ in weights):
            problems.add(f"variants.{index}.port", "not_a_port", "give each variant its own name")
        if not isinstance(weight, int | float) or weight < 0:
            problems.add(f"variants.{index}.weight", "not_positive", "a weight of 0 or more")
            weight = 0
        weights.append((port, float(weight)))
    if sum(weight for _, weight in weights) <= 0:
        problems.add("variants", "missing", "give at least one variant a weight above 0")
    return Settings(tuple(weights))


def ports(settings: Settings) -> tuple[str, ...]:
    return tuple(port for port, _ in settings.weights)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    left = draw(f"{here.journey}:{here.node}", here.luck_key) * sum(w for _, w in settings.weights)
    for port, weight in settings.weights:
        if left < weight:
            return Go(port)
        left -= weight
    return Go(settings.weights[-1][0])
