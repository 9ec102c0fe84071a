"""What differs between two documents: named in words, nothing that matters left out."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine import compile
from apps.engine.problems import Invalid
from apps.journeys import checks, comparing
from apps.journeys.comparing import Change, changes
from tests.journeys.test_drafts import NEVER_RIGHT, anything
from tests.journeys.worlds import first, second
from tests.scenario import node

CONDITIONS = st.sampled_from(
    [
        {},
        {"trait": "plan", "op": "eq", "value": "trial"},
        {"trait": "plan", "op": "eq", "value": True},
        {"trait": "plan", "op": "eq", "value": 1},
        {"trait": "plan", "op": "eq", "value": "1"},
        {"all": [{"count": "Ordered", "days": 30, "op": "gte", "value": 2}]},
        {"count": "Ordered", "days": 30, "op": "gte", "value": 2},
        {"not": {"stage": "customer", "op": "eq", "value": "paying"}},
    ]
)
LENGTHS = st.sampled_from([{"days": 7}, {"weeks": 1}, {"hours": 5}, {"minutes": 90}, {"days": 1}])
SPLITS = st.sampled_from(["a", "b", "c"])
MATCHES = st.sampled_from([None, [{"property": "id", "entry": "id"}]])
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "entry": st.fixed_dictionaries(
        {"event": st.sampled_from(["Go", "Came"])},
        optional={
            "where": CONDITIONS,
            "audience": CONDITIONS,
            "again": st.sampled_from(["once", "after_leaving"]),
            "cool_down": LENGTHS,
            "key": st.just("id"),
        },
    ),
    "message": st.fixed_dictionaries(
        {"template": st.sampled_from(["one", "two"])},
        optional={
            "channel": st.sampled_from(["email", "sms"]),
            "topic": st.sampled_from(["", "offers"]),
            "tier": st.sampled_from(["", "marketing"]),
            "tags": st.sampled_from([[], ["x"], ["x", "y"], ["x, y"]]),
            "when_stopped": st.sampled_from(["wait", "skip"]),
            "at_most": LENGTHS,
        },
    ),
    "delay": st.one_of(
        st.fixed_dictionaries({"duration": LENGTHS}),
        st.fixed_dictionaries(
            {
                "until": st.sampled_from(
                    [{"time": "09:00"}, {"time": "09:00:30"}, {"time": "9:00", "weekdays": ["mon"]}]
                )
            }
        ),
        st.fixed_dictionaries(
            {"trait": st.sampled_from(["ends_at", "born_on"])},
            optional={"offset": st.sampled_from([{"days": 3}, {"days": -3}]), "duration": LENGTHS},
        ),
    ),
    "wait_for_event": st.fixed_dictionaries(
        {"event": st.just("Ordered"), "at_most": LENGTHS},
        optional={"where": CONDITIONS, "match": MATCHES},
    ),
    "condition_split": st.builds(
        lambda ports, when: {"branches": [{"port": port, "when": when} for port in ports]},
        st.lists(SPLITS, min_size=1, unique=True),
        CONDITIONS,
    ),
    "random_split": st.builds(
        lambda ports, weight: {"variants": [{"port": p, "weight": weight} for p in ports]},
        st.lists(SPLITS, min_size=1, unique=True),
        st.sampled_from([1, 2]),
    ),
    "update_trait": st.one_of(
        st.builds(lambda v: {"trait": "t", "value": v}, st.sampled_from([1, "1", True, None, ""])),
        st.builds(lambda v: {"trait": "t", "from_entry": v}, st.sampled_from(["id", "total"])),
    ),
    "goal": st.fixed_dictionaries(
        {}, optional={"event": st.just("Ordered"), "where": CONDITIONS, "match": MATCHES}
    ),
}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Small journeys of few keys, so that two of them have much in common."""
    kinds = draw(st.permutations(sorted(SETTINGS.keys() - {"entry"})))[:4]
    keys = draw(st.permutations(kinds))
    nodes: list[dict[str, Any]] = [
        {"key": key, "type": kind, "name": key, "settings": draw(SETTINGS[kind])}
        for key, kind in zip(["entry", *keys], ["entry", *kinds], strict=True)
    ]
    before = "entry"
    edges = []
    for one in nodes[1:]:
        ports = {"wait_for_event": "event", "condition_split": "else", "random_split": "a"}
        start = next(known["type"] for known in nodes if known["key"] == before)
        edges.append({"from": before, "port": ports.get(start, "next"), "to": one["key"]})
        before = one["key"] if one["type"] != "goal" else before
    document: dict[str, Any] = {"nodes": nodes, "edges": edges}
    document |= draw(st.sampled_from([{}, {"tier": "marketing"}, {"priority": 50}]))
    return document | draw(st.sampled_from([{}, {"longest_stay": {"days": 9}}]))


def compiled(document: Any) -> Any:
    try:
        return repr(compile.journey(document, key="way", name="Way", version=""))
    except Invalid:
        return None


@given(documents(), documents(), st.data())
def test_whatever_makes_two_journeys_differ_is_named(
    one: dict[str, Any], other: dict[str, Any], data: st.DataObject
) -> None:
    """Also where only one node, or one setting of it, is another."""
    mixed = copy.deepcopy(one)
    for place in range(len(mixed["nodes"])):
        if data.draw(st.integers(0, 3)) == 0 and place < len(other["nodes"]):
            mixed["nodes"][place] = other["nodes"][place]
    for before, after in ((one, other), (one, mixed)):
        found = [change for change in changes(before, after) if change.type != comparing.LAYOUT]
        if compiled(before) != compiled(after):
            assert found
        for change in found:
            assert change.kind != "changed" or not change.node or change.details


@given(st.dictionaries(st.sampled_from(["nodes", "edges", "tier", "layout"]), anything), anything)
def test_any_shape_is_compared(before: dict[str, Any], after: Any) -> None:
    changes(before, after)
    changes(after, before)
    assert changes(before, copy.deepcopy(before)) == []
    assert changes(after, copy.deepcopy(after)) == []


@given(documents())
def test_equal_documents_do_not_differ(document: dict[str, Any]) -> None:
    assert changes(document, copy.deepcopy(document)) == []


@pytest.mark.parametrize("document", NEVER_RIGHT)
def test_what_cannot_be_drawn_differs_all_the_same(document: dict[str, Any]) -> None:
    assert changes(document, {"nodes": [], "edges": ["x"]})


def test_what_is_nested_too_deeply_is_said_to_be() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    assert "too deeply" in changes({"nodes": deep}, {})[0].what


def one(change: Callable[[dict[str, Any]], None], document: Any = None) -> Change:
    before = document or first()
    after = copy.deepcopy(before)
    change(after)
    found = changes(before, after)
    assert len(found) == 1
    return found[0]


def setting(document: dict[str, Any], place: int, **values: Any) -> None:
    document["nodes"][place]["settings"] |= values


def test_a_changed_setting_says_before_and_after() -> None:
    found = one(lambda document: setting(document, 3, at_most={"weeks": 1}))
    assert found == Change(
        "changed", "more", "message", "Changed: E-mail “more”", ("at most: 9 days → 1 week",)
    )


def test_a_condition_is_said_in_words() -> None:
    when = {"trait": "plan", "op": "eq", "value": "trial"}
    found = one(lambda document: setting(document, 0, audience=when))
    assert found.details == ("audience: everybody → if plan is trial",)


def test_settings_that_mean_the_same_are_no_change() -> None:
    after = first()
    setting(after, 2, duration={"hours": 48})
    setting(after, 1, channel="email", at_most={"days": 1}, tags=[])
    assert changes(first(), after) == []


def test_nodes_and_ways_that_came_and_went() -> None:
    found = {change.node: change for change in changes(first(), second())}
    assert found["last"].what == "Added: E-mail “last”"
    assert found["more"].details == ("it now leads to “E-mail ‘last’” instead of “Exit”",)
    back = {change.node: change for change in changes(second(), first())}
    assert back["late"] == Change("removed", "late", "delay", "Removed: Wait 1 day")
    cut = one(lambda document: document["edges"].pop())
    assert cut.details == ("it leads nowhere now, it led to “Exit”",)


def test_what_is_drawn_otherwise_is_one_change() -> None:
    def move(document: dict[str, Any]) -> None:
        document["layout"] = {"positions": {"in": [0, 5], "wait": [3, 4]}, "notes": [{"id": "a"}]}

    found = one(move)
    assert found.type == comparing.LAYOUT and "nothing that a person would notice" in found.what
    noted = one(lambda document: document.update(layout={"notes": [{"id": "a", "text": "Hm"}]}))
    assert noted.what.startswith("Other notes")


def test_the_journey_itself() -> None:
    after = first() | {"tier": "lifecycle", "priority": 10, "longest_stay": {"days": 30}}
    found = changes(first(), after, names=("Way", "The way"))
    assert found[0].details == (
        "name: “Way” → “The way”",
        "tier: marketing → lifecycle",
        "priority: 50 → 10",
        "longest stay: none → 30 days",
    )
    assert not checks.problems(after, "way")


def test_branches_whose_port_is_no_text_are_compared() -> None:
    old, new = (node("s", "condition_split", branches=[{"port": p}]) for p in (None, 3))
    (change,) = comparing.changes({"nodes": [old]}, {"nodes": [new]})
    assert change.details == ("branch “3” added: everybody", "branch “None” removed: everybody")


def test_branches_are_told_apart_by_their_port() -> None:
    plan = {"trait": "plan", "op": "eq", "value": "pro"}
    split = node("split", "condition_split", branches=[{"port": "a"}, {"port": "b", "when": plan}])
    document = {"nodes": [node("in", "entry", event="Go"), split], "edges": []}

    def reorder(after: dict[str, Any]) -> None:
        setting(after, 1, branches=[{"port": "b", "when": {"not": plan}}, {"port": "a"}])

    assert one(reorder, document).details == (
        "“b”: if plan is pro → if not (plan is pro)",
        "asked in another order: a, b → b, a",
    )
