"""Circles without a wait: what the check lets pass never runs round and round at one moment."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine import compile
from apps.engine.advance import advance
from apps.engine.outcome import Left, Visited
from apps.engine.values import Event, ProfileState, TraitValue
from apps.journeys import checks
from tests.engine.golden import RULES, TIERS

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
# Longer than any wait in the journeys below, so that each may come round a few times.
LONG = timedelta(days=12)
WHEN = {"trait": "plan", "op": "eq", "value": "pro"}
INNER: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("message", {"template": "t"}, ("next",)),
    ("update_trait", {"trait": "seen", "value": True}, ("next",)),
    ("delay", {"duration": {"days": 0}}, ("next",)),
    ("delay", {"duration": {"hours": 6}}, ("next",)),
    ("delay", {"until": {"time": "09:00"}}, ("next",)),
    ("delay", {"until": {"time": "09:00", "weekdays": ["wed"]}}, ("next",)),
    ("delay", {"until": {"time": "17:30"}}, ("next",)),
    ("delay", {"until": {"time": "09:00"}, "duration": {"hours": 1}}, ("next",)),
    ("delay", {"trait": "ends_at"}, ("next", "missed")),
    ("delay", {"trait": "unknown"}, ("next", "missed")),
    ("wait_for_event", {"event": "Never", "at_most": {"hours": 5}}, ("event", "timeout")),
    ("condition_split", {"branches": [{"port": "pro", "when": WHEN}]}, ("pro", "else")),
    ("jump", {"limit": 2}, ("again", "limit")),
]


@st.composite
def tangles(draw: Any) -> dict[str, Any]:
    """An entry and a few nodes that lead anywhere, to each other and back."""
    inner = draw(st.lists(st.sampled_from(INNER), min_size=1, max_size=4))
    keys = [f"n{number}" for number in range(len(inner))]
    nodes = [{"key": "in", "type": "entry", "settings": {"event": "Go"}}]
    edges = [{"from": "in", "to": "n0"}]
    for key, (type, its, ports) in zip(keys, inner, strict=True):
        nodes.append({"key": key, "type": type, "settings": its})
        edges += [{"from": key, "port": port, "to": draw(st.sampled_from(keys))} for port in ports]
    return {"tier": "transactional", "nodes": nodes, "edges": edges}


def lived(document: dict[str, Any]) -> list[Any]:
    """What happens to one person who enters now, for a while."""
    journey = compile.journey(document, key="way", name="Way", version="way-1")
    rules = compile.rule_set(RULES | {"tiers": TIERS}, id="rules", number=1)
    book = compile.book(id="book", rules=rules, journeys=[journey], live=["way-1"])
    traits = {
        "email": TraitValue("ann@example.test", START),
        "ends_at": TraitValue("2026-03-04T09:00:00Z", START),
    }
    state = ProfileState(id="p", as_of=START, traits=traits, bucket_keys=("user_id:ann",))
    event = Event(id=1, type="track", name="Go", occurred_at=START, received_at=START)
    return list(advance(state, (event,), book, START + LONG).effects)


def found(document: dict[str, Any]) -> set[str]:
    return {one.code for one in checks.problems(document, "way")} - {"unreachable"}


@settings(max_examples=300, deadline=None)
@given(document=tangles())
def test_what_passes_never_goes_round_at_one_moment(document: dict[str, Any]) -> None:
    if "cycle_without_wait" in found(document):
        return
    reached = [one for one in document["nodes"] if one["key"] not in unreachable(document)]
    edges = [edge for edge in document["edges"] if edge["from"] not in unreachable(document)]
    effects = lived({**document, "nodes": reached, "edges": edges})
    passed = Counter((one.node, one.left_at) for one in effects if isinstance(one, Visited))
    # A jump's limit may lead through a node a few times; a delay that is over is passed once more.
    assert max(passed.values()) <= 8


def unreachable(document: dict[str, Any]) -> set[str]:
    problems = checks.problems(document, "way")
    return {one.node for one in problems if one.code == "unreachable"}


@pytest.mark.parametrize("inner", [INNER[0], INNER[1], INNER[2], INNER[4], INNER[5]])
def test_what_is_refused_does(inner: tuple[str, dict[str, Any], tuple[str, ...]]) -> None:
    """One node and a trait that is set, round and round."""
    nodes = [
        {"key": "in", "type": "entry", "settings": {"event": "Go"}},
        {"key": "a", "type": inner[0], "settings": inner[1]},
        {"key": "b", "type": "update_trait", "settings": {"trait": "seen", "value": True}},
    ]
    edges = [{"from": "in", "to": "a"}, {"from": "a", "to": "b"}, {"from": "b", "to": "a"}]
    document = {"tier": "transactional", "nodes": nodes, "edges": edges}
    assert found(document) == {"cycle_without_wait"}
    (left,) = [one for one in lived(document) if isinstance(one, Left)]
    assert left.reason.code == "too_many_steps"
