"""update_trait: sets a trait of the person, to a value or to a property of the entry event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine.conditions import Condition
from apps.engine.nodes.base import Action, Go, Here
from apps.engine.problems import Problems


@dataclass(frozen=True, slots=True)
class Settings:
    trait: str
    value: Any
    from_entry: str


def parse(raw: Mapping[str, Any], problems: Problems) -> Settings:
    if not raw.get("trait"):
        problems.add("trait", "missing", "name the trait to set")
    if ("value" in raw) == bool(raw.get("from_entry")):
        problems.add("value", "missing", "give either a value or a property of the entry event")
    return Settings(
        trait=str(raw.get("trait", "")),
        value=raw.get("value"),
        from_entry=str(raw.get("from_entry", "")),
    )


def ports(settings: Settings) -> tuple[str, ...]:
    return ("next",)


def asks(settings: Settings) -> tuple[Condition, ...]:
    return ()


def arrive(settings: Settings, here: Here) -> Action:
    entry = here.facts.entry
    value = entry.get(settings.from_entry) if settings.from_entry else settings.value
    return Go("next", traits={settings.trait: value})
