"""Changes the one fact that a cause names, and nothing else, in a small world."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from apps.engine.facts import SUBSCRIPTION_CHANGED
from apps.engine.reasons import Code
from apps.engine.values import Event
from apps.explain.why_not.reasoning.cause import Cause, Kind, Leaf
from tests.explain.small_world import START, TARGET, World

Change = Callable[[World, Cause], World]
TICK = timedelta(seconds=1)


def changed(world: World, cause: Cause) -> World:
    """The same world but for the fact that the cause names. Raises KeyError for one unheard of."""
    if cause.leaves:
        return _turn(world, cause)
    change = CHANGES.get(cause.code) or BY_KIND[cause.kind]
    return change(world, cause)


def with_event(world: World, name: str, at: datetime, type: str = "track", **more: Any) -> World:
    event = Event(max((e.id for e in world.events), default=0) + 1, type, name, at, at, **more)
    return replace(world, events=(*world.events, event), end=max(world.end, at))


def without(world: World, *ids: int) -> World:
    return replace(world, events=tuple(e for e in world.events if e.id not in ids))


def edited(world: World, id: int, **changes: Any) -> World:
    events = (replace(e, **changes) if e.id == id else e for e in world.events)
    return replace(world, events=tuple(events))


def settings_of(world: World, node: str, **changes: Any) -> World:
    """The target with other settings of one node; None takes a setting away."""
    document = deepcopy(world.journeys[TARGET])
    [found] = [one for one in document["nodes"] if one["key"] == node]
    settings = found["settings"] | changes
    found["settings"] = {key: value for key, value in settings.items() if value is not None}
    return replace(world, journeys={**world.journeys, TARGET: document})


def without_rule(world: World, rule: str) -> World:
    rules = {
        key: [one for one in value if one.get("id") != rule] if _is_items(value) else value
        for key, value in world.rules.items()
    }
    return replace(world, rules=rules)


def _is_items(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def without_journey(world: World, key: str) -> World:
    return replace(world, journeys={k: v for k, v in world.journeys.items() if k != key})


def until(world: World, cause: Cause) -> World:
    """Move the clock to where the wait is over."""
    assert cause.until is not None
    return replace(world, end=max(world.end, cause.until) + TICK)


def _turn(world: World, cause: Cause) -> World:
    """Turn the first leaf that was in the way, from right before it was asked."""
    leaf = cause.leaves[0]
    kind, _, key = leaf.answer.subject.partition(" ")
    before = (cause.event.received_at if cause.event else cause.since or START) - TICK
    if kind == "trait":
        told = {key: value_for(leaf)}
        return with_event(world, "", before, "identify", traits=told)
    if kind == "event":
        assert cause.event is not None
        [event] = [e for e in world.events if e.id == cause.event.id]
        return edited(world, event.id, properties={**event.properties, key: value_for(leaf)})
    name = key.removeprefix("of ").partition(" in ")[0]
    done = [e.id for e in world.events if e.name == name and e.occurred_at <= before + TICK]
    world = without(world, *done)
    for number in range(int(value_for(leaf))):
        world = with_event(world, name, before - number * TICK)
    return world


def value_for(leaf: Leaf) -> Any:
    """A value for which the leaf is what was wanted."""
    op, expected = leaf.answer.op, leaf.answer.expected
    if leaf.wanted:
        return _holds(op, expected)
    return _holds(OPPOSITES[op], expected)


OPPOSITES = {
    "eq": "ne",
    "ne": "eq",
    "gt": "lte",
    "lte": "gt",
    "gte": "lt",
    "lt": "gte",
    "exists": "missing",
    "missing": "exists",
}


def _holds(op: str, expected: Any) -> Any:
    match op:
        case "eq" | "gte" | "lte":
            return expected
        case "gt":
            return expected + 1
        case "lt":
            return expected - 1
        case "exists":
            return "something"
        case "missing":
            return None
        case _:
            return expected + 1 if isinstance(expected, int) else f"not {expected}"


def _come(world: World, cause: Cause) -> World:
    last = max((e.received_at for e in world.events), default=START)
    return with_event(world, cause.awaited, max(last, START) + timedelta(hours=1))


def _in_time(world: World, cause: Cause) -> World:
    assert cause.at is not None
    return with_event(world, cause.awaited, cause.at - TICK)


def _stay_away(world: World, cause: Cause) -> World:
    [event] = [e for e in world.events if (e.name, e.received_at) == (cause.awaited, cause.at)]
    return without(world, event.id)


def _not_end(world: World, cause: Cause) -> World:
    assert cause.event is not None
    return without(world, cause.event.id)


def _numbers(cause: Cause) -> Mapping[str, Any]:
    assert cause.reason is not None
    return cause.reason.numbers


def _rule(world: World, cause: Cause) -> World:
    assert cause.reason is not None
    return without_rule(world, cause.reason.rule)


def _winner_away(world: World, cause: Cause) -> World:
    assert cause.winner is not None
    if cause.winner.journey == TARGET:
        return _silent_node(world, cause.winner.node)
    return without_journey(world, cause.winner.journey)


def _silent_node(world: World, key: str) -> World:
    """The target with a short wait where it had this message: another run of it went first."""
    document = deepcopy(world.journeys[TARGET])
    [found] = [one for one in document["nodes"] if one["key"] == key]
    found |= {"type": "delay", "settings": {"duration": {"minutes": 1}}}
    return replace(world, journeys={**world.journeys, TARGET: document})


def _treat(world: World, cause: Cause) -> World:
    assert cause.holdout is not None
    key = cause.holdout.key
    return replace(world, holdouts=tuple(h for h in world.holdouts if h.key != key))


def _resubscribe(world: World, cause: Cause) -> World:
    since = _numbers(cause)["since"]
    [event] = [e for e in world.events if (e.name, e.occurred_at) == (SUBSCRIPTION_CHANGED, since)]
    return edited(world, event.id, properties={**event.properties, "status": "subscribed"})


def _subscribe(world: World, cause: Cause) -> World:
    assert cause.reason is not None
    told = {"channel": cause.reason.rule, "status": "subscribed"}
    return with_event(world, SUBSCRIPTION_CHANGED, START, properties=told)


def _give_address(world: World, cause: Cause) -> World:
    told = {str(_numbers(cause)["trait"]): "ann@example.test"}
    return with_event(world, "", START, "identify", traits=told)


def _release(world: World, cause: Cause) -> World:
    return without(world, *(e.id for e in world.events if e.name == "Address Suppressed"))


def _all_one_way(world: World, cause: Cause) -> World:
    ways = [{"port": port, "weight": 1} for port in cause.ports]
    rest = [{"port": port, "weight": 0} for port in ("left", "right") if port not in cause.ports]
    return settings_of(world, cause.node, variants=[*ways, *rest])


def _other_key(world: World, cause: Cause) -> World:
    assert cause.event is not None
    [event] = [e for e in world.events if e.id == cause.event.id]
    told = {**event.properties, str(_numbers(cause)["property"]): f"new {event.id}"}
    return edited(world, event.id, properties=told)


def _stay_longer(world: World, cause: Cause) -> World:
    document = {k: v for k, v in world.journeys[TARGET].items() if k != "longest_stay"}
    return replace(world, journeys={**world.journeys, TARGET: document})


CHANGES: dict[str, Change] = {
    "event_never_came": _come,
    "timeout": _in_time,
    "event_came": _stay_away,
    "random_split": _all_one_way,
    Code.JOURNEY_NOT_LIVE: lambda world, cause: replace(world, closed=frozenset()),
    Code.ENTERED_BEFORE: lambda world, cause: settings_of(world, "in", again="after_leaving"),
    Code.COOLING_DOWN: lambda world, cause: settings_of(world, "in", cool_down=None),
    Code.NO_KEY: _other_key,
    Code.KEY_SEEN: _other_key,
    Code.SUPPRESSED: _release,
    Code.NO_ADDRESS: _give_address,
    Code.NO_CONSENT: _subscribe,
    Code.UNSUBSCRIBED: _resubscribe,
    Code.STAYED_TOO_LONG: _stay_longer,
    Code.GOAL: _not_end,
    Code.EXIT: _not_end,
}
BY_KIND: dict[Kind, Change] = {
    Kind.NEVER_ENTERED: _rule,
    Kind.WAITING: until,
    Kind.DISPLACED: _rule,
    Kind.STOPPED: _rule,
    Kind.LOST: _winner_away,
    Kind.YIELDED: _winner_away,
    Kind.HELD_OUT: _treat,
}
