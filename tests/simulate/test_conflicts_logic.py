"""What can be said of a condition without asking anybody."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine import compile, conditions
from apps.engine.conditions import Facts
from apps.engine.problems import Problems
from apps.engine.values import InStage
from apps.simulate.conflicts.logic import impossible
from tests.simulate.conflict_worlds import RULES, UNTIL

LIFECYCLE = {
    "key": "customer",
    "name": "Customer",
    "stages": [{"key": "trial", "name": "Trial", "when": {}}],
}
KNOWN = compile.rule_set({**RULES, "lifecycles": [LIFECYCLE]}, id="", number=0)


def trait(op: str, value: Any = None, key: str = "plan") -> dict[str, Any]:
    return {"trait": key, "op": op, "value": value}


def parsed(raw: Any) -> conditions.Condition:
    problems = Problems()
    condition = conditions.parse(raw, problems, "")
    assert not list(problems)
    return condition


@pytest.mark.parametrize(
    "raw",
    [
        {"all": [trait("eq", "pro"), trait("eq", "free")]},
        {"all": [trait("eq", "pro"), trait("ne", "pro")]},
        {"all": [trait("missing"), trait("eq", "pro")]},
        {"all": [trait("gt", 5), trait("lt", 5)]},
        {"all": [trait("gte", 5), {"not": trait("gt", 3)}]},
        {"all": [trait("gt", 5), trait("lt", "x")]},
        {"all": [trait("in", ["a", "b"]), trait("eq", "c")]},
        {"all": [trait("contains", "x"), {"not": trait("contains", "x")}]},
        {"any": []},
        {"not": {"all": []}},
        {"any": [{"any": []}, {"all": [trait("exists"), trait("missing")]}]},
        {"count": "Order", "op": "lt", "value": 0},
        {"all": [{"count": "O", "op": "gt", "value": 2}, {"count": "O", "op": "lt", "value": 3}]},
        {"stage": "customer", "op": "eq", "value": "nowhere"},
        {"stage": "unknown", "op": "exists"},
        {"done": "unknown", "op": "eq", "value": True},
        trait("gt", True),
    ],
)
def test_it_sees_what_can_never_hold(raw: Any) -> None:
    assert impossible(parsed(raw), KNOWN) is not None


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"all": [trait("eq", "pro"), trait("eq", "free", key="other")]},
        {"any": [trait("eq", "pro"), {"any": []}]},
        {"all": [trait("gt", 5), trait("lt", 6)]},
        {"all": [trait("ne", "pro"), trait("ne", "free")]},
        {"stage": "customer", "op": "eq", "value": "trial"},
        {"all": [{"count": "O", "op": "gt", "value": 2}, {"count": "O", "op": "lt", "value": 4}]},
        {
            "all": [
                {"count": "O", "op": "gte", "value": 2, "days": 7},
                {"count": "O", "op": "eq", "value": 0, "days": 1},
            ]
        },
        {"event": "id", "op": "eq", "value_from": {"entry": "id"}},
    ],
)
def test_it_claims_nothing_that_may_be_so(raw: Any) -> None:
    assert impossible(parsed(raw), KNOWN) is None


VALUES = st.one_of(st.integers(-3, 3), st.sampled_from(["a", "b", ""]), st.booleans())
LEAVES = st.one_of(
    st.builds(
        lambda key, op, value: {"trait": key, "op": op, "value": value},
        st.sampled_from(["x", "y"]),
        st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte", "contains", "exists", "missing"]),
        VALUES,
    ),
    st.builds(
        lambda value: {"trait": "x", "op": "in", "value": value}, st.lists(VALUES, max_size=3)
    ),
    st.builds(
        lambda op, value: {"stage": "customer", "op": op, "value": value},
        st.sampled_from(["eq", "ne", "exists", "missing"]),
        st.sampled_from(["trial", "other"]),
    ),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)


@given(
    CONDITIONS,
    st.dictionaries(st.sampled_from(["x", "y"]), VALUES),
    st.sampled_from([None, "trial"]),
)
def test_what_it_calls_impossible_never_holds(
    raw: Any, traits: dict[str, Any], stage: str | None
) -> None:
    condition = parsed(raw)
    stages = {"customer": InStage(stage, UNTIL)} if stage else {}
    if conditions.evaluate(condition, Facts(now=UNTIL, traits=traits, stages=stages)).ok:
        assert impossible(condition, KNOWN) is None
