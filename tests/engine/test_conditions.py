"""Conditions: each operator, each kind of leaf, and that every leaf is answered."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from apps.engine.conditions import OPS, Facts, evaluate, leaves, parse, tally_depth
from apps.engine.problems import Problems

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TABLE = json.loads((Path(__file__).parent / "data" / "conditions.json").read_text())


def ask(raw: Any, **facts: Any) -> bool:
    problems = Problems()
    condition = parse(raw, problems, "when")
    problems.raise_if_any()
    return evaluate(condition, Facts(NOW, **facts)).ok


@pytest.mark.parametrize(("op", "actual", "expected", "ok"), TABLE)
def test_it_compares(op: str, actual: Any, expected: Any, ok: bool) -> None:
    traits = {} if actual is None else {"it": actual}
    assert ask({"trait": "it", "op": op, "value": expected}, traits=traits) is ok


def test_every_operator_is_in_the_table() -> None:
    assert {row[0] for row in TABLE} == set(OPS)


def test_it_looks_at_traits_the_event_and_the_entry_event() -> None:
    facts: dict[str, Any] = {"traits": {"k": 1}, "event": {"k": 2}, "entry": {"k": 3}}
    for kind, value in (("trait", 1), ("event", 2), ("entry", 3)):
        assert ask({kind: "k", "value": value}, **facts)


@pytest.mark.parametrize(
    ("raw", "ok"),
    [
        ({}, True),
        ({"all": []}, True),
        ({"any": []}, False),
        ({"all": [{"trait": "a", "value": 1}, {"trait": "b", "value": 1}]}, False),
        ({"any": [{"trait": "a", "value": 1}, {"trait": "b", "value": 1}]}, True),
        ({"not": {"trait": "b", "value": 1}}, True),
        ({"not": {"any": [{"trait": "a", "value": 1}]}}, False),
    ],
)
def test_it_joins(raw: Any, ok: bool) -> None:
    assert ask(raw, traits={"a": 1, "b": 2}) is ok


def test_every_leaf_is_answered_also_those_that_decide_nothing() -> None:
    problems = Problems()
    raw = {"any": [{"trait": "a", "value": 1}, {"not": {"event": "b", "op": "exists"}}]}
    answer = evaluate(parse(raw, problems, ""), Facts(NOW, traits={"a": 1}, event={"b": 2}))
    assert [(leaf.subject, leaf.actual, leaf.ok) for leaf in answer.leaves] == [
        ("trait a", 1, True),
        ("event b", 2, True),
    ]


@pytest.mark.parametrize("op", ["eq", "gt", "gte", "lt", "lte"])
@pytest.mark.parametrize("value", [0, 1, 2, 3])
@pytest.mark.parametrize("happened", range(6))
def test_a_count_is_right_although_only_the_latest_are_kept(
    op: str, value: int, happened: int
) -> None:
    problems = Problems()
    condition = parse({"count": "Paid", "days": 7, "op": op, "value": value}, problems, "")
    (leaf,) = leaves(condition)
    times = tuple(NOW - timedelta(hours=happened - n) for n in range(happened))
    depth = tally_depth(leaf)
    kept = times[-depth:] if depth else ()
    truth = OPS[op](happened, value)
    assert evaluate(condition, Facts(NOW, tallies={"Paid": kept})).ok is truth


def test_a_window_counts_from_just_after_its_beginning_until_now() -> None:
    raw = {"count": "Paid", "days": 1, "op": "eq", "value": 1}
    day = timedelta(days=1)
    assert not ask(raw, tallies={"Paid": (NOW - day,)})
    assert ask(raw, tallies={"Paid": (NOW - day + timedelta(microseconds=1),)})
    assert ask(raw, tallies={"Paid": (NOW,)})
    assert not ask(raw, tallies={"Paid": (NOW + timedelta(microseconds=1),)})
