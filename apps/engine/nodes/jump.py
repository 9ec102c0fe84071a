"""jump: back to an earlier node, so many times; then on through "limit"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems

MOST = 100
AGAIN, LIMIT = "again", "limit"


@dataclass(frozen=True, slots=True)
class Settings:
    """`limit` is how many times a run goes through "again"."""

    limit: int


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    limit = raw.get("limit")
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST:
        problems.add("limit", "out_of_range", f"how many times to go back, from 1 to {MOST}")
        limit = 1
    return Settings(limit)


def ports(settings: Settings) -> tuple[str, ...]:
    return (AGAIN, LIMIT)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    return Go(AGAIN if here.visit <= settings.limit else LIMIT)
