"""The event that lets the person in: one of those to come, or one made as the entry asks. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from apps.engine import conditions
from apps.engine.book import Journey, RuleSet
from apps.engine.conditions import Condition, Leaf
from apps.engine.nodes import NODE_TYPES
from apps.engine.stages import STAGE_ENTERED
from apps.simulate.trial.asked import Coming

# What stands for a property of which nothing but its being there is asked.
EXAMPLE = "example"


def with_entry(
    coming: Sequence[Coming], journey: Journey, rules: RuleSet, at: datetime
) -> tuple[list[Coming], bool]:
    """The events in their order, and whether the one that lets in had to be made."""
    name = journey.nodes[journey.entry].settings.event
    made = not any(one.name == name for one in coming)
    first = [Coming(name, at, properties(journey, rules))] if made else []
    return sorted([*first, *coming], key=lambda one: one.at), made


def properties(journey: Journey, rules: RuleSet) -> dict[str, Any]:
    """Properties with which the entry's event is what the entry and the nodes ask of it."""
    settings = journey.nodes[journey.entry].settings
    found: dict[str, Any] = {}
    if settings.event == STAGE_ENTERED:
        found |= _stage(rules)
    for key in _used(journey):
        found[key] = EXAMPLE
    if settings.key:
        found[settings.key] = EXAMPLE
    for leaf in _asked(settings.where):
        if leaf.kind == "event" and leaf.source is None:
            found[leaf.key] = fitting(leaf)
    return {key: value for key, value in found.items() if value is not None}


def fitting(leaf: Leaf) -> Any:
    """A value with which the leaf holds; None where there should be none, or none is known."""
    value = leaf.value
    match leaf.op:
        case "eq" | "gte" | "lte":
            return list(value) if isinstance(value, tuple) else value
        case "gt" | "lt":
            step = 1 if leaf.op == "gt" else -1
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return value + step if is_number else None
        case "contains":
            return value if isinstance(value, str) else [value]
        case "in":
            return value[0] if isinstance(value, tuple) and value else None
        case "ne":
            return EXAMPLE if value != EXAMPLE else f"another {EXAMPLE}"
        case "exists":
            return EXAMPLE
    return None


def _stage(rules: RuleSet) -> Mapping[str, Any]:
    cycle = rules.lifecycles[0] if rules.lifecycles else None
    stage = cycle.stages[0].key if cycle and cycle.stages else ""
    return {"lifecycle": cycle.key if cycle else "", "stage": stage, "from": ""}


def _used(journey: Journey) -> Iterator[str]:
    """The entry's properties that later events must match, and those that become traits."""
    for node in journey.nodes.values():
        if node.type == "update_trait" and node.settings.from_entry:
            yield node.settings.from_entry
        for condition in NODE_TYPES[node.type].asks(node.settings):
            for leaf in conditions.leaves(condition):
                if leaf.source is not None and leaf.source[0] == "entry":
                    yield leaf.source[1]


def _asked(condition: Condition) -> Iterator[Leaf]:
    """The leaves that must hold; of several that may, the first."""
    if isinstance(condition, Leaf):
        yield condition
    elif condition.op != "not":
        for part in condition.parts[: 1 if condition.op == "any" else None]:
            yield from _asked(part)
