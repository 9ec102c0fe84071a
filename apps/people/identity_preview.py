"""What other identity rules would change for the people who are here today, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.people import queries_identity as queries
from apps.people.identity_types import told_in
from apps.people.identity_words import ADDED, BLOCKED, LIMIT, REMOVED, Change, changes


@dataclass(frozen=True, slots=True)
class Effect:
    """A change and what it means today; "": nothing for those who are here."""

    change: Change
    means: str = ""


def preview(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime) -> list[Effect]:
    """Every change between two documents, each with what it means."""
    found = changes(before, after)
    over = queries.over({c.type: c.limit for c in found if c.kind == LIMIT and c.limit})
    held = queries.held([c.type for c in found if c.kind == REMOVED], now)
    kinds = [one["key"] for one in after["types"]]
    return [Effect(change, _means(change, over, held, kinds)) for change in found]


def _means(
    change: Change, over: Mapping[str, int], held: Mapping[str, queries.Held], kinds: list[str]
) -> str:
    if change.kind == LIMIT and change.limit:
        count = over[change.type]
        if not count:
            return "Nobody has more today."
        return f"{_people(count)} {_has(count)} more today; they keep what they have."
    if change.kind == REMOVED:
        one = held[change.type]
        told = f"{'At least ' if one.at_least else ''}{one.identifiers:,}"
        return f"{told} known today are kept, but lead no event to anybody any more."
    if change.kind == BLOCKED:
        count = queries.known_by([change.type] if change.type else kinds, list(change.values))
        if not count:
            return "Nobody is known by it today."
        return (
            f"{_people(count)} {_is(count)} known by it today; it leads no event to them any more."
        )
    return f"It is looked for in {told_in(change.type)}." if change.kind == ADDED else ""


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
