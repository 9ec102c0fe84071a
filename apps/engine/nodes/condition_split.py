"""condition_split: several ports, the first whose condition holds wins; "else" for nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine import conditions
from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems
from apps.engine.reasons import LeafAnswer

ELSE = "else"


@dataclass(frozen=True, slots=True)
class Branch:
    port: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Settings:
    branches: tuple[Branch, ...]


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    branches: list[Branch] = []
    for index, branch in enumerate(raw.get("branches") or ()):
        port = str(branch.get("port", ""))
        if not port or port == ELSE or any(port == known.port for known in branches):
            problems.add(f"branches.{index}.port", "not_a_port", "give each branch its own name")
        when = conditions.parse(branch.get("when"), problems, f"branches.{index}.when")
        branches.append(Branch(port, when))
    if not branches:
        problems.add("branches", "missing", "give at least one branch with its condition")
    return Settings(tuple(branches))


def ports(settings: Settings) -> tuple[str, ...]:
    return (*(branch.port for branch in settings.branches), ELSE)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return tuple(branch.when for branch in settings.branches)


def arrive(settings: Settings, here: Here) -> Action:
    seen: tuple[LeafAnswer, ...] = ()
    for branch in settings.branches:
        answer = conditions.evaluate(branch.when, here.facts)
        seen += answer.leaves
        if answer.ok:
            return Go(branch.port, seen)
    return Go(ELSE, seen)
