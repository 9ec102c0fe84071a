"""What `goal` and `exit` share: a run ends there, by arriving or at once when an event comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.engine.conditions import ALWAYS, Condition
from apps.engine.nodes.matching import parse_where
from apps.engine.problems import Problems


@dataclass(frozen=True, slots=True)
class Settings:
    """An event, a condition or both act from anywhere, at once; without them only arriving does."""

    event: str = ""
    where: Condition = ALWAYS
    # How long after the entry a goal counts for those who have left; see engine/conversion.py.
    window: timedelta = timedelta()

    @property
    def listens(self) -> bool:
        return bool(self.event) or self.where != ALWAYS


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    return Settings(
        event=str(raw.get("event", "")),
        where=parse_where(raw, problems),
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ()


def asks(settings: Settings) -> tuple[Condition, ...]:
    return (settings.where,)
