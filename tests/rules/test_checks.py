"""What a rule set's document must be."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine import compile_rules
from apps.engine.problems import Invalid
from apps.rules.checks import check_document
from apps.rules.document import INITIAL
from apps.rules.saying import said

CAP = {"id": "week", "name": "3 a week", "limit": 3, "hours": 168}
NIGHT = {"id": "night", "name": "Night", "channel": "sms", "start": "21:00", "end": "08:00"}
GROUP = {"id": "one", "name": "One", "journeys": ["a", "b"]}
PAID = {"trait": "plan", "op": "eq", "value": "pro"}
CYCLE = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {"key": "trial", "name": "Trial", "when": {"count": "Trial Started", "value": 1}},
        {"key": "paying", "name": "Paying", "when": PAID, "from": ["", "trial"], "done": PAID},
    ],
}
FULL = INITIAL | {
    "caps": [CAP],
    "quiet_hours": [NIGHT],
    "exclusion_groups": [GROUP],
    "lifecycles": [CYCLE],
}


def wrong(**changes: Any) -> list[tuple[str, str]]:
    """Field and code of every problem of the full document with these sections."""
    try:
        check_document(FULL | changes)
    except Invalid as error:
        assert all(problem.remedy for problem in error.problems)
        return [(problem.field, problem.code) for problem in error.problems]
    return []


def test_a_full_document_may_hold() -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"tiers": []}, "tiers", "missing"),
        ({"tiers": [{"key": "a"}, {"key": "a"}]}, "tiers.1.key", "not_unique"),
        ({"tiers": "x"}, "tiers", "not_a_list"),
        ({"tiers": [{"key": "a", "transactional": 1}]}, "tiers.0.transactional", "not_a_switch"),
        ({"caps": [CAP, CAP]}, "caps.1.id", "not_unique"),
        ({"caps": [CAP | {"id": "new"}]}, "caps.0.id", "not_a_key"),
        ({"caps": [CAP | {"limit": True}]}, "caps.0.limit", "out_of_range"),
        ({"caps": [CAP | {"hours": 10**400}]}, "caps.0.hours", "out_of_range"),
        ({"caps": [CAP | {"calendar": "day"}]}, "caps.0.hours", "one_window"),
        ({"caps": [CAP | {"tags": "x"}]}, "caps.0.tags", "not_a_list"),
        ({"caps": [CAP | {"channels": ["fax"]}]}, "caps.0.channels", "unknown_value"),
        ({"quiet_hours": [NIGHT | {"weekdays": ["sun", "So"]}]}, None, "unknown_value"),
        ({"quiet_hours": [NIGHT | {"start": "21:00+01:00"}]}, None, "not_a_time"),
        ({"quiet_hours": [NIGHT | {"end": "24:00"}]}, "quiet_hours.0.end", "not_a_time"),
        ({"exclusion_groups": [GROUP | {"journeys": ["a", "a"]}]}, None, "too_few"),
        ({"exclusion_groups": [GROUP | {"journeys": ["a", "b", "a"]}]}, None, "not_unique"),
        ({"exclusion_groups": [GROUP | {"name": " "}]}, "exclusion_groups.0.name", "missing"),
        ({"look_ahead_hours": 169}, "look_ahead_hours", "out_of_range"),
        ({"look_ahead_hours": None}, "look_ahead_hours", "out_of_range"),
        ({"arbitration_window_minutes": -1}, "arbitration_window_minutes", "out_of_range"),
        ({"timezone": "Mars/Base"}, "timezone", "unknown_zone"),
        ({"consent": {"email": "maybe"}}, "consent.email", "unknown_value"),
        ({"consent": {"fax": "none"}}, "consent.fax", "unknown_channel"),
        ({"lifecycles": [{"key": "x", "stages": []}]}, "lifecycles.0.stages", "missing"),
        ({"lifecycles": [CYCLE, CYCLE]}, "lifecycles.1.key", "not_unique"),
        ({"timezone": "\0"}, "timezone", "not_a_text"),
    ],
)
def test_what_is_wrong_names_its_field(changes: Any, field: str | None, code: str) -> None:
    found = wrong(**changes)
    assert (field in dict(found) if field else True) and code in dict(found).values(), found


@pytest.mark.parametrize(
    ("stage", "field", "code"),
    [
        ({"when": {"entry": "id", "op": "exists"}}, "when", "no_entry_here"),
        ({"when": {"trait": "a", "value_from": {"entry": "x"}}}, "when", "no_entry_here"),
        ({"when": {"trait": "a", "op": "like", "value": 1}}, "when.op", "unknown_operator"),
        ({"when": {"stage": "other", "value": "x"}}, "when", "unknown_lifecycle"),
        ({"when": {"stage": "customer", "value": "gone"}}, "when", "unknown_stage"),
        ({"done": 7}, "done", "not_a_condition"),
        ({"from": ["gone"]}, "from", "unknown_stage"),
        ({"from": ["trial"]}, "from", "unknown_stage"),
        ({"key": ""}, "key", "missing"),
    ],
)
def test_a_stage_asks_only_for_what_it_can_know(stage: Any, field: str, code: str) -> None:
    stages = [CYCLE["stages"][0] | stage, CYCLE["stages"][1] | {"from": []}]  # type: ignore[operator]
    found = wrong(lifecycles=[CYCLE | {"stages": stages}])
    assert (f"lifecycles.0.stages.0.{field}", code) in found


def quiet(*windows: tuple[str, str, Sequence[str]]) -> list[tuple[str, str]]:
    rules = [
        NIGHT | {"id": str(number), "start": start, "end": end, "weekdays": list(days)}
        for number, (start, end, days) in enumerate(windows)
    ]
    return wrong(quiet_hours=rules)


def test_a_channel_is_open_for_at_least_a_minute_a_week() -> None:
    workdays = ("mon", "tue", "wed", "thu", "fri")
    assert quiet(("00:00", "00:00", ())) == [("quiet_hours.0.end", "never_open")]
    halves = (("08:00", "20:00", ()), ("20:00", "08:00", ()))
    assert quiet(*halves) == [("quiet_hours.1.end", "never_open")]
    assert quiet(("08:00", "20:00", ()), ("20:00", "07:59", ())) == []
    assert quiet(("00:00", "00:00", workdays), ("00:00", "23:59", ("sat", "sun"))) == []
    assert quiet(("12:00", "12:00", ("fri",)), ("12:00", "12:00", workdays)) == []


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """The full document with something else in one or two of its places."""
    document: Any = draw(st.just(FULL))
    for _ in range(draw(st.integers(1, 2))):
        document = replaced(document, draw)
    return document


def replaced(value: Any, draw: st.DrawFn) -> Any:
    if not isinstance(value, dict | list):
        return draw(json)
    inner = list(value) if isinstance(value, dict) else range(len(value))
    if not inner or draw(st.integers(0, 3)) == 0:
        return draw(json)
    place = draw(st.sampled_from(inner))
    new = dict(value) if isinstance(value, dict) else list(value)
    known = value[place]
    new[place] = replaced(known, draw)
    return new


@settings(max_examples=400)
@given(json | st.fixed_dictionaries({}, optional=dict.fromkeys(FULL, json)) | spoiled())
def test_any_json_is_either_invalid_or_may_hold(document: Any) -> None:
    try:
        check_document(document)
    except Invalid as error:
        assert error.problems
        return
    rules = compile_rules.rule_set(document, id="", number=1)
    assert all(one.says for one in said(rules))
