"""What can be said of a condition without asking anybody: that it can't hold. Pure.

Only what is proved is claimed: a condition that this can't see through counts as one that may hold.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from apps.engine.book import RuleSet
from apps.engine.conditions import MAX_COUNT, OPS, Condition, Group, Leaf

# A leaf and whether it has to hold (or must not).
Literal = tuple[Leaf, bool]
Literals = tuple[Literal, ...]
MOST_WAYS = 500
ORDERED = ("gt", "gte", "lt", "lte")
OPPOSITE = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt"}


def impossible(condition: Condition, rules: RuleSet) -> tuple[Leaf, ...] | None:
    """The leaves that can't go together (none: it is empty), or None where it may hold."""
    ways = _ways(condition, True)
    if ways is None:
        return None
    clashing: list[tuple[Leaf, ...]] = []
    for way in ways:
        clash = _clash(way, rules)
        if clash is None:
            return None
        clashing.append(clash)
    return clashing[0] if clashing else ()


def without(condition: Condition, others: Iterable[Condition]) -> Condition:
    """The condition where none of the others holds."""
    return Group("all", (condition, Group("not", tuple(others))))


def both(*conditions: Condition) -> Condition:
    """All of these at once."""
    return Group("all", conditions)


def _ways(condition: Condition, holds: bool) -> list[Literals] | None:
    """All ways of fulfilling it, each a list of leaves; None where there are too many."""
    if isinstance(condition, Leaf):
        return [((condition, holds),)]
    wanted = holds if condition.op != "not" else not holds
    parts = [_ways(part, wanted) for part in condition.parts]
    together = condition.op == ("all" if holds else "any") or (condition.op == "not" and holds)
    if together:
        return _together(parts)
    found: list[Literals] = []
    for part in parts:
        if part is None or len(found) + len(part) > MOST_WAYS:
            return None
        found += part
    return found


def _together(parts: list[list[Literals] | None]) -> list[Literals] | None:
    size = 1
    for part in parts:
        size *= MOST_WAYS + 1 if part is None else len(part)
        if size > MOST_WAYS:
            return None
    known = [part for part in parts if part is not None]
    return [tuple(one for several in way for one in several) for way in product(*known)]


def _clash(way: Literals, rules: RuleSet) -> tuple[Leaf, ...] | None:
    """The leaves about one thing that no value of it fulfils, or None."""
    by_subject: dict[tuple[str, str, float | None], list[Literal]] = {}
    for leaf, holds in way:
        if leaf.source is None:
            subject = (leaf.kind, leaf.key, leaf.days if leaf.kind == "count" else None)
            by_subject.setdefault(subject, []).append((leaf, holds))
        elif (leaf, not holds) in way:
            return (leaf,)
    for literals in by_subject.values():
        values = _values(literals, rules)
        if values is not None:
            fine = any(_fulfils(value, literals) for value in values)
        else:
            fine = not _contradicts(literals) and _in_bounds(literals)
        if not fine:
            return tuple(dict.fromkeys(leaf for leaf, _ in literals))
    return None


def _fulfils(value: Any, literals: Iterable[Literal]) -> bool:
    return all(OPS[leaf.op](value, leaf.value) == holds for leaf, holds in literals)


def _values(literals: list[Literal], rules: RuleSet) -> Iterable[Any] | None:
    """All values that come into question, where they can be named; None where they can't."""
    leaf = literals[0][0]
    if leaf.kind == "count":
        return range(MAX_COUNT + 2)
    if leaf.kind in ("stage", "done"):
        lifecycle = rules.lifecycle(leaf.key)
        if leaf.kind == "done":
            return (True, False) if lifecycle else (False,)
        return (None, *(stage.key for stage in lifecycle.stages)) if lifecycle else (None,)
    for leaf, holds in literals:
        if leaf.op == ("missing" if holds else "exists"):
            return (None,)
        if leaf.op == ("eq" if holds else "ne"):
            return (leaf.value,)
        if leaf.op == "in" and holds:
            return leaf.value if isinstance(leaf.value, tuple) else ()
    return None


def _contradicts(literals: list[Literal]) -> bool:
    """The very same leaf both ways, or a comparison that nothing ever passes."""
    never = any(
        holds and leaf.op in ORDERED and not _comparable(leaf.value) for leaf, holds in literals
    )
    return never or any((leaf, not holds) in literals for leaf, holds in literals)


def _in_bounds(literals: list[Literal]) -> bool:
    """Whether some number (or some text) lies within all bounds that are asked for."""
    asked = [leaf for leaf, holds in literals if holds and leaf.op in ORDERED]
    if not asked:
        return True
    kind = str if isinstance(asked[0].value, str) else (int, float)
    if not all(isinstance(leaf.value, kind) for leaf in asked):
        return False
    bounds = list(_bounds(literals, kind))
    return not any(_apart(one, other) for one in bounds for other in bounds)


def _bounds(literals: list[Literal], kind: Any) -> Iterator[tuple[str, Any]]:
    for leaf, holds in literals:
        if leaf.op in ORDERED and _comparable(leaf.value) and isinstance(leaf.value, kind):
            yield (leaf.op if holds else OPPOSITE[leaf.op]), leaf.value


def _apart(low: tuple[str, Any], high: tuple[str, Any]) -> bool:
    if low[0] not in ("gt", "gte") or high[0] not in ("lt", "lte"):
        return False
    if low[1] == high[1]:
        return low[0] == "gt" or high[0] == "lt"
    return bool(low[1] > high[1])


def _comparable(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)
