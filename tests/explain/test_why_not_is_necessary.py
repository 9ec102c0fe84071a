"""The reason that why-not gives is necessary: change just that fact, and the message goes out.

Or another named reason takes its place; changed one after the other, they end in the message.
The worlds are made by chance and played by the engine alone; the reasoning is that of the page.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.book import Holdout
from apps.engine.values import Event
from apps.explain.why_not.reasoning.cause import Cause, Kind
from apps.explain.why_not.reasoning.reason import why
from tests.explain.one_fact import changed
from tests.explain.small_world import MESSAGE, START, TARGET, World, facts, play
from tests.scenario import node, path

MOST_CHANGES = 30
EVENTS = ("Go", "Go", "Go", "Ping", "Buy", "Buy", "Looked", "Start")


def leaf(trait: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.builds(
            lambda op, value: {"trait": trait, "op": op, "value": value},
            st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte"]),
            st.integers(0, 3),
        ),
        st.builds(lambda op: {"trait": trait, "op": op}, st.sampled_from(["exists", "missing"])),
    )


def count() -> st.SearchStrategy[dict[str, Any]]:
    ops = st.sampled_from(["gte", "lt", "eq"])
    return st.builds(
        lambda op, value: {"count": "Looked", "days": 20, "op": op, "value": value},
        ops,
        st.integers(1, 2),
    )


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """A condition in which each trait is asked once, so that it can always be met."""
    leaves = [draw(leaf("a")), draw(leaf("b")), draw(count())]
    chosen = draw(st.lists(st.sampled_from(leaves), unique_by=str, max_size=3))
    parts = [{"not": one} if draw(st.booleans()) else one for one in chosen]
    return {draw(st.sampled_from(["all", "any"])): parts} if parts else {}


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    again: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"again": "once"},
                {"again": "after_leaving"},
                {"again": "after_leaving", "cool_down": {"days": 3}},
                {"again": "once_per_key", "key": "key"},
            ]
        )
    )
    where = draw(st.sampled_from([{}, {"event": "size", "op": "gte", "value": 2}]))
    return again | {"event": "Go", "audience": draw(conditions()), "where": where}


@st.composite
def ways(draw: st.DrawFn) -> dict[str, Any]:
    """The target: an entry, some nodes that may lead elsewhere, and the message."""
    nodes, edges = [node("in", "entry") | {"settings": draw(entries())}], []
    last, port = "in", "next"
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["delay", "wait", "split", "random", "message"]))
        key = f"{kind}{number}"
        edges.append({"from": last, "port": port, "to": key})
        made, on, off = draw(_node(kind, key, number))
        nodes.append(made)
        if off:
            edges.append({"from": key, "port": off, "to": "out"})
        last, port = key, on
    edges += [{"from": last, "port": port, "to": MESSAGE}]
    edges += [{"from": MESSAGE, "port": "next", "to": "out"}]
    nodes += [draw(messages(MESSAGE)), node("out", "exit")]
    if draw(st.sampled_from([True, True, False])):
        nodes.append(node("bought", draw(st.sampled_from(["goal", "exit"])), event="Buy"))
    more = draw(st.sampled_from([{}, {}, {"longest_stay": {"days": 2}}]))
    tier = draw(st.sampled_from(["best", "plain"]))
    return {"tier": tier, "priority": 50, "nodes": nodes, "edges": edges} | more


@st.composite
def _node(draw: st.DrawFn, kind: str, key: str, number: int) -> tuple[dict[str, Any], str, str]:
    """A node, the port that leads on and the one that leads out, "" for none."""
    turned = draw(st.booleans())
    match kind:
        case "delay":
            return node(key, "delay", duration={"hours": draw(st.integers(1, 60))}), "next", ""
        case "wait":
            made = node(key, "wait_for_event", event="Ping", at_most={"hours": 30})
            ports = ("timeout", "event") if turned else ("event", "timeout")
        case "split":
            branches = [{"port": "yes", "when": draw(leaf(f"c{number}"))}]
            made = node(key, "condition_split", branches=branches)
            ports = ("else", "yes") if turned else ("yes", "else")
        case "random":
            variants = [{"port": "left", "weight": 1}, {"port": "right", "weight": 1}]
            made = node(key, "random_split", variants=variants)
            ports = ("left", "right") if turned else ("right", "left")
        case _:
            return draw(messages(key)), "next", ""
    return made, *ports


def messages(key: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda when, channel: node(
            key, "message", template="t", when_stopped=when, channel=channel
        ),
        st.sampled_from(["wait", "skip", "leave"]),
        st.sampled_from(["email", "email", "webhook"]),
    )


@st.composite
def rivals(draw: st.DrawFn) -> dict[str, Any]:
    entry = node("in", "entry", event=draw(st.sampled_from(["Go", "Start"])), again="after_leaving")
    hours = draw(st.sampled_from([0, 0, 5]))
    wait = [node("wait", "delay", duration={"hours": hours})] if hours else []
    nodes = [entry, *wait, draw(messages("n")), node("out", "exit")]
    if draw(st.booleans()):
        nodes.insert(-1, node("stay", "delay", duration={"days": 4}))
    keys = [one["key"] for one in nodes]
    edges = [{"from": a, "port": "next", "to": b} for a, b in pairwise(keys)]
    tier = draw(st.sampled_from(["best", "plain"]))
    return {"tier": tier, "priority": draw(st.integers(0, 99)), "nodes": nodes, "edges": edges}


@st.composite
def rules(draw: st.DrawFn, journeys: list[str]) -> dict[str, Any]:
    caps = [
        {"id": f"cap{n}", "name": f"Cap {n}", "limit": draw(st.integers(1, 2)), "hours": hours}
        for n, hours in enumerate(draw(st.lists(st.sampled_from([24, 100]), max_size=2)))
    ]
    quiet = [{"id": "night", "name": "Night", "channel": "email", "start": "08:00", "end": "20:00"}]
    group = {"id": "group", "name": "Group", "journeys": journeys, "displace": draw(st.booleans())}
    return {
        "caps": caps,
        "quiet_hours": quiet if draw(st.booleans()) else [],
        "exclusion_groups": [group] if len(journeys) > 1 and draw(st.booleans()) else [],
        "look_ahead_hours": draw(st.sampled_from([0, 24])),
        "arbitration_window_minutes": draw(st.sampled_from([0, 5])),
        "consent": {
            "email": draw(st.sampled_from(["opt_in", "opt_out", "opt_out"])),
            "webhook": "none",
        },
    }


@st.composite
def histories(draw: st.DrawFn) -> tuple[Event, ...]:
    """Mostly somebody with an address who did what lets people in; and whatever else."""
    events = []
    if draw(st.sampled_from([True, True, True, False])):
        told = {"email": "ann@example.test"}
        events.append(Event(1, "identify", "", START, START, traits=told))
    if draw(st.sampled_from([True, True, True, False])):
        at = START + timedelta(hours=draw(st.integers(2, 40)))
        events.append(Event(2, "track", "Go", at, at, properties={"size": 3, "key": "A"}))
    for id in range(3, 3 + draw(st.integers(0, 8))):
        events.append(draw(_event(id)))
    return tuple(events)


@st.composite
def _event(draw: st.DrawFn, id: int) -> Event:
    at = START + timedelta(hours=draw(st.integers(1, 200)), seconds=id)
    kind = draw(st.sampled_from(["track", "track", "track", "identify", "consent", "suppress"]))
    if kind == "identify":
        trait, value = draw(st.sampled_from(["a", "b", "c0", "c1"])), draw(st.integers(0, 3))
        return Event(id, "identify", "", at, at, traits={trait: value})
    if kind == "consent":
        status = draw(st.sampled_from(["subscribed", "unsubscribed"]))
        told = {"channel": "email", "status": status}
        return Event(id, "track", "Subscription Changed", at, at, properties=told)
    if kind == "suppress":
        told = {"channel": "email", "address": "ann@example.test", "reason": "bounced"}
        return Event(id, "status", "Address Suppressed", at, at, properties=told)
    size = {"size": draw(st.integers(1, 3))}
    properties: dict[str, Any] = size | draw(st.sampled_from([{}, {"key": "A"}]))
    return Event(id, "track", draw(st.sampled_from(EVENTS)), at, at, properties=properties)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    journeys = {TARGET: draw(ways())}
    for number in range(draw(st.integers(0, 2))):
        journeys[f"rival{number}"] = draw(rivals())
    holdouts = [Holdout("hold", "Hold", "salt", 1.0, "journeys", (TARGET,))]
    closed = draw(st.sampled_from([(), (), (), (TARGET,)]))
    return World(
        journeys=journeys,
        rules=draw(rules(list(journeys))),
        holdouts=tuple(draw(st.sampled_from([[], [], holdouts]))),
        closed=frozenset(closed),
        events=draw(histories()),
        end=START + timedelta(hours=draw(st.integers(1, 300))),
    )


def said(cause: Cause) -> tuple[object, ...]:
    """What makes a cause this one and no other."""
    leaf = cause.leaves[0] if cause.leaves else None
    asked = (leaf.answer.subject, leaf.answer.op, leaf.answer.expected, leaf.wanted) if leaf else ()
    rule = cause.reason.rule if cause.reason else ""
    event = cause.event.id if cause.event else 0
    winner = cause.winner.journey if cause.winner else ""
    when = (cause.at, cause.until)
    return cause.kind, cause.code, cause.node, *when, event, rule, winner, asked


def changes(world: World) -> list[Cause]:
    """The causes that are named, each changed after the other, until the message goes out."""
    told: list[Cause] = []
    while not (played := play(world)).got_it:
        assert len(told) < MOST_CHANGES, [said(one) for one in told]
        cause = why(facts(played), MESSAGE).cause
        assert cause.kind not in (Kind.SENT, Kind.UNKNOWN), (cause, told)
        assert said(cause) not in [said(one) for one in told], (cause, told)
        told.append(cause)
        world = changed(world, cause)
    return told


@given(worlds())
@settings(max_examples=500)
def test_each_fact_that_is_named_was_in_the_way_and_changing_them_ends_in_the_message(
    world: World,
) -> None:
    changes(world)


def test_the_worlds_are_not_all_alike() -> None:
    """Most kinds of causes that the engine alone can bring about are met by chance."""
    met: Counter[str] = Counter()

    @given(worlds())
    @settings(max_examples=300, database=None)
    def meet(world: World) -> None:
        told = changes(world)
        met.update({one.code for one in told} | {one.kind.value for one in told})

    meet()
    missing = (KINDS | CODES) - met.keys()
    assert not missing, (missing, met)


KINDS = {"never_entered", "waiting", "other_way", "left", "stopped", "held_out"}
CODES = {
    *("event_never_came", "event_properties", "audience", "journey_not_live", "excluded"),
    *("delay", "wait_for_event", "condition_split", "random_split", "timeout"),
    *("stayed_too_long", "frequency_cap", "quiet_hours", "no_consent"),
    *("unsubscribed", "suppressed", "no_address"),
}


def went(name: str, hours: float) -> Event:
    at = START + timedelta(hours=hours)
    return Event(int(hours * 10) + 2, "track", name, at, at)


def target(*nodes: dict[str, Any]) -> dict[str, Any]:
    end = [node(MESSAGE, "message", template="t"), node("out", "exit")]
    return path(node("in", "entry", event="Go"), *nodes, *end, tier="plain")


def better(*nodes: dict[str, Any], event: str = "Go") -> dict[str, Any]:
    letter = node("n", "message", template="t")
    return path(node("in", "entry", event=event), *nodes, letter, tier="best")


WAIT = node("wait", "delay", duration={"hours": 9})
PING = node("ping", "wait_for_event", event="Ping", at_most={"hours": 30})
ONE = {"caps": [{"id": "cap", "name": "Cap", "limit": 1, "hours": 200}]}
GROUP = {"id": "g", "name": "G", "journeys": [TARGET, "rival"], "displace": True}
GOAL = target(WAIT)
GOAL["nodes"].append(node("bought", "goal", event="Buy"))
ON_TIMEOUT = target(PING)
ON_TIMEOUT["edges"][1]["port"] = "timeout"
# What chance seldom makes: the journeys, the rules, what happened after “Go”, and the code.
SELDOM: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "goal": ({TARGET: GOAL}, {}, "Buy"),
    "event_came": ({TARGET: ON_TIMEOUT}, {}, "Ping"),
    "lost_tier": ({TARGET: target(), "rival": better()}, ONE, "Other"),
    "look_ahead": (
        {TARGET: target(), "rival": better(WAIT)},
        ONE | {"look_ahead_hours": 24},
        "Other",
    ),
    "displaced": (
        {TARGET: target(WAIT), "rival": better(WAIT, event="Ping")},
        {"exclusion_groups": [GROUP]},
        "Ping",
    ),
}


@pytest.mark.parametrize("code", SELDOM)
def test_what_chance_seldom_makes_is_necessary_too(code: str) -> None:
    journeys, rules, then = SELDOM[code]
    told = {"email": "ann@example.test"}
    known = Event(1, "identify", "", START, START, traits=told)
    events = (known, went("Go", 1), went(then, 2))
    world = World(journeys, rules, events=events, end=START + timedelta(hours=20))
    if code in ("lost_tier", "look_ahead"):
        world = replace(world, end=START + timedelta(hours=2))
    assert code in [one.code for one in changes(world)]
