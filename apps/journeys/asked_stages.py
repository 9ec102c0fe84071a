"""Which lifecycle stages a journey's entry asks for. Pure; takes entries of any shape."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.engine.stages import STAGE_ENTERED

EQUALS = ("eq", "in")


def stages(entry: Any) -> list[str]:
    """The keys of the stages, by the settings of an entry; each once, in the order of asking.

    Those whose entering lets people in, and those that the audience has to be in. What is asked
    for by “not” is no stage of the journey.
    """
    settings = entry if isinstance(entry, Mapping) else {}
    found: list[str] = []
    if settings.get("event") == STAGE_ENTERED:
        found += _values(settings.get("where"), "event", "stage")
    found += _values(settings.get("audience"), "stage")
    return list(dict.fromkeys(found))


def _values(condition: Any, kind: str, key: str = "") -> Iterator[str]:
    if not isinstance(condition, Mapping):
        return
    for group in ("all", "any"):
        parts = condition.get(group)
        for part in parts if isinstance(parts, list) else ():
            yield from _values(part, kind, key)
    if kind in condition and key in ("", condition[kind]) and condition.get("op", "eq") in EQUALS:
        value = condition.get("value")
        yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)
