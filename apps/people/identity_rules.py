"""The identity rules: which identifiers count, in which order, how many one may have. Pure.

The document is what people author and versions keep; `compiled` is what the resolver works with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.people.identity_types import BUILT_IN, name_of

# Values that many people share because nobody meant them.
BLOCKED = (
    *("null", "none", "undefined", "nan", "0", "-1", "unknown", "anonymous", "n/a"),
    *("void", "[object Object]"),
)

INITIAL: dict[str, Any] = {
    "types": [
        {"key": one.key, "name": one.name, "limit": one.limit, "blocked": []} for one in BUILT_IN
    ],
    "blocked": list(BLOCKED),
    "block_zeros": True,
    "default_region": "",
}


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One type of identifier; `limit` None: a person may have any number."""

    key: str
    name: str
    limit: int | None
    blocked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """The identity rules as the resolver uses them; `types` in order of priority."""

    number: int
    types: tuple[TypeRule, ...]
    of: Mapping[str, TypeRule]
    place: Mapping[str, int]
    blocked: frozenset[str]
    block_zeros: bool
    default_region: str

    def blocks(self, kind: str, value: str) -> bool:
        """Whether this value says nothing about who somebody is."""
        low = value.lower()
        if not low or low in self.blocked or (self.block_zeros and not low.strip("0-")):
            return True
        return low in self.of[kind].blocked if kind in self.of else False

    def limit(self, kind: str) -> int | None:
        rule = self.of.get(kind)
        return rule.limit if rule else None


def compiled(document: Mapping[str, Any], number: int = 0) -> Rules:
    """The rules of a checked document."""
    told = complete(document)
    types = tuple(
        TypeRule(one["key"], one["name"], one["limit"], _low(one["blocked"]))
        for one in told["types"]
    )
    return Rules(
        number=number,
        types=types,
        of={one.key: one for one in types},
        place={one.key: place for place, one in enumerate(types)},
        blocked=_low(told["blocked"]),
        block_zeros=told["block_zeros"],
        default_region=told["default_region"],
    )


def complete(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every part that may be left out, values cleaned of spaces and doubles."""
    return {
        "types": [_type(one) for one in document.get("types", INITIAL["types"])],
        "blocked": _values(document.get("blocked", INITIAL["blocked"])),
        "block_zeros": document.get("block_zeros", True),
        "default_region": document.get("default_region", "").strip().upper(),
    }


def _type(told: Mapping[str, Any]) -> dict[str, Any]:
    key = told["key"].strip()
    return {
        "key": key,
        "name": (told.get("name") or "").strip() or name_of(key),
        "limit": told.get("limit"),
        "blocked": _values(told.get("blocked") or []),
    }


def _values(told: list[str]) -> list[str]:
    return list(dict.fromkeys(value.strip() for value in told if value.strip()))


def _low(values: list[str]) -> frozenset[str]:
    return frozenset(value.lower() for value in values)


DEFAULT = compiled(INITIAL)
