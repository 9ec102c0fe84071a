"""What is wrong with a document: every code, with the node and the field it is found at."""

from typing import Any

import pytest

from apps.engine import compile
from apps.engine.problems import Invalid

ENTRY = {"key": "in", "type": "entry", "settings": {"event": "Go"}}
LONG = "x" * 65


def node(type: str, key: str = "n", **settings: Any) -> dict[str, Any]:
    return {"key": key, "type": type, "settings": settings}


def document(*nodes: Any, edges: Any = None, **more: Any) -> dict[str, Any]:
    ways = [{"from": "in", "to": n["key"]} for n in nodes[:1]] if edges is None else edges
    return {"nodes": [ENTRY, *nodes], "edges": ways, **more}


def problems(raw: dict[str, Any]) -> set[tuple[str, str, str]]:
    with pytest.raises(Invalid) as invalid:
        compile.journey(raw, key="j", name="J", version="1")
    assert all(p.remedy for p in invalid.value.problems)
    return {(p.node, p.field, p.code) for p in invalid.value.problems}


def when(leaf: Any) -> dict[str, Any]:
    return document(node("condition_split", branches=[{"port": "a", "when": leaf}]))


WHEN = "branches.0.when"
MANY = [
    ({"nodes": []}, ("", "nodes", "one_entry")),
    ({"nodes": [ENTRY, ENTRY | {"key": "in2"}]}, ("", "nodes", "one_entry")),
    (document(priority=101), ("", "priority", "out_of_range")),
    (document(priority="high"), ("", "priority", "out_of_range")),
    (document(tier=LONG), ("", "tier", "too_long")),
    (document(node("exit", "in")), ("in", "key", "not_unique")),
    (document(node("exit", "")), ("", "key", "not_unique")),
    (document(node("exit", LONG)), (LONG, "key", "too_long")),
    (document(node("teleport")), ("n", "type", "unknown_type")),
    (document(edges=[{"from": "in", "to": "gone"}]), ("in", "edges", "unknown_node")),
    (
        document(node("exit"), edges=[{"from": "in", "port": "odd", "to": "n"}]),
        ("in", "edges", "unknown_port"),
    ),
    (document(node("exit"), edges=[{"from": "in", "to": "n"}] * 2), ("in", "edges", "port_taken")),
    (document(node("exit"), edges=[]), ("n", "key", "unreachable")),
    ({"nodes": [node("entry", "in")]}, ("in", "event", "missing")),
    ({"nodes": [node("entry", "in", event="Go", again="often")]}, ("in", "again", "unknown_value")),
    (document(node("message", channel="fax", template="t")), ("n", "channel", "unknown_value")),
    (document(node("message")), ("n", "template", "missing")),
    (document(node("message", template=LONG)), ("n", "template", "too_long")),
    (document(node("message", template="t", topic=LONG)), ("n", "topic", "too_long")),
    (document(node("message", template="t", tier=LONG)), ("n", "tier", "too_long")),
    (
        document(node("message", template="t", when_stopped="cry")),
        ("n", "when_stopped", "unknown_value"),
    ),
    (
        document(node("message", template="t", at_most={"days": -1})),
        ("n", "at_most", "not_a_duration"),
    ),
    (document(node("delay")), ("n", "duration", "not_a_duration")),
    (document(node("delay", duration={"fortnights": 1})), ("n", "duration", "not_a_duration")),
    (document(node("delay", duration={"days": 367})), ("n", "duration", "too_long")),
    (document(node("delay", duration={"days": 1e300})), ("n", "duration", "too_long")),
    (document(node("wait_for_event", at_most={"days": 1})), ("n", "event", "missing")),
    (
        document(node("wait_for_event", event="A", at_most={"days": 0})),
        ("n", "at_most", "not_positive"),
    ),
    (document(node("condition_split")), ("n", "branches", "missing")),
    (
        document(node("condition_split", branches=[{"port": "else", "when": {}}])),
        ("n", "branches.0.port", "not_a_port"),
    ),
    (document(node("random_split")), ("n", "variants", "missing")),
    (
        document(node("random_split", variants=[{"port": "a", "weight": -1}])),
        ("n", "variants.0.weight", "not_positive"),
    ),
    (
        document(node("random_split", variants=[{"port": "a", "weight": 1}] * 2)),
        ("n", "variants.1.port", "not_a_port"),
    ),
    (document(node("update_trait", value=1)), ("n", "trait", "missing")),
    (document(node("update_trait", trait="a")), ("n", "value", "missing")),
    (
        document(node("update_trait", trait="a", value=1, from_entry="b")),
        ("n", "value", "missing"),
    ),
    (when("yes"), ("n", WHEN, "not_a_condition")),
    (when({"all": 1}), ("n", f"{WHEN}.all", "not_a_list")),
    (when({"mood": "good"}), ("n", WHEN, "unknown_condition")),
    (when({"trait": "a", "op": "like", "value": 1}), ("n", f"{WHEN}.op", "unknown_operator")),
    (when({"count": "A", "op": "ne", "value": 1}), ("n", f"{WHEN}.op", "unknown_operator")),
    (when({"trait": "a", "op": "gt"}), ("n", f"{WHEN}.value", "missing")),
    (when({"count": "A", "op": "gte", "value": 1.5}), ("n", f"{WHEN}.value", "not_a_count")),
    (when({"count": "A", "op": "gte", "value": 1001}), ("n", f"{WHEN}.value", "not_a_count")),
    (
        when({"count": "A", "op": "gte", "value": 1, "days": 0}),
        ("n", f"{WHEN}.days", "not_positive"),
    ),
    (when({"any": [{"not": {"x": 1}}]}), ("n", f"{WHEN}.any.0.not", "unknown_condition")),
]


@pytest.mark.parametrize(("raw", "problem"), MANY, ids=[" ".join(p) for _, p in MANY])
def test_it_says_what_is_wrong(raw: dict[str, Any], problem: tuple[str, str, str]) -> None:
    assert problem in problems(raw)


def test_it_finds_everything_in_one_go() -> None:
    found = problems(document(node("delay"), node("message", "m"), edges=[], priority=-1))
    assert {code for _, _, code in found} == {
        "not_a_duration",
        "missing",
        "unreachable",
        "out_of_range",
    }
