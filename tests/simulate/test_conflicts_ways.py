"""Ways that nobody goes: found where it is so, and not where it isn't."""

from dataclasses import replace
from typing import Any

from tests.scenario import message_on, node, path
from tests.simulate.conflict_worlds import found, history, leaving, plan, stay, world


def test_a_node_that_nothing_leads_to_is_an_error() -> None:
    document = message_on("Go")
    document["nodes"].append(node("lost", "message", template="x"))
    (one,) = found(world({"alpha": document}), "unreachable")
    assert (one.severity, one.where.node) == ("error", "lost")
    assert one.title == "Nothing leads to “lost” in “Alpha”."
    assert found(world({"alpha": message_on("Go")}), "unreachable") == []


def split(*branches: tuple[str, Any]) -> dict[str, dict[str, Any]]:
    document = path(
        node("in", "entry", event="Go"),
        node(
            "split",
            "condition_split",
            branches=[{"port": port, "when": when} for port, when in branches],
        ),
        node("other", "message", template="x"),
    )
    for port, _ in branches:
        document["nodes"].append(node(f"m-{port}", "message", template="x"))
        document["edges"].append({"from": "split", "port": port, "to": f"m-{port}"})
    return {"alpha": document}


def test_a_branch_that_an_earlier_one_says_already_is_a_warning() -> None:
    (one,) = found(world(split(("a", plan("exists")), ("b", plan("eq", "pro")))), "unreachable")
    assert (one.severity, one.about, one.where.node) == ("warning", "b", "split")
    assert "“m-b”" in one.why[1]
    both = found(world(split(("a", plan("eq", "pro")), ("b", plan("ne", "pro")))), "unreachable")
    assert [one.about for one in both] == ["else"]
    assert found(world(split(("a", plan("eq", "pro")), ("b", plan("exists")))), "unreachable") == []


def test_a_weight_of_nothing_is_a_warning() -> None:
    def chance(weight: float) -> dict[str, dict[str, Any]]:
        document = message_on("Go")
        document["nodes"] += [
            node(
                "chance",
                "random_split",
                variants=[{"port": "a", "weight": 1}, {"port": "b", "weight": weight}],
            ),
            node("after", "exit"),
        ]
        document["edges"][-1]["to"] = "chance"
        document["edges"] += [
            {"from": "chance", "port": "a", "to": "out"},
            {"from": "chance", "port": "b", "to": "after"},
        ]
        return {"alpha": document}

    (one,) = found(world(chance(0)), "unreachable")
    assert one.about == "b" and "weight is 0" in one.why[0]
    assert found(world(chance(0.5)), "unreachable") == []


def test_an_entry_that_nobody_can_pass_is_an_error() -> None:
    document = message_on("Go")
    document["nodes"][0]["settings"]["audience"] = {"all": [plan("eq", "a"), plan("eq", "b")]}
    (one,) = found(world({"alpha": document}), "unreachable")
    assert one.severity == "error" and one.title == "Nobody can enter “Alpha”."


def test_an_entry_event_that_never_came_is_a_note_where_events_came() -> None:
    known = world({"alpha": message_on("Go")})
    assert [one.severity for one in found(replace(known, events={"Other": 1}), "unreachable")] == [
        "note"
    ]
    for events in (None, {}, {"Go": 3}):
        assert found(replace(known, events=events), "unreachable") == []


def test_a_delay_that_ends_after_the_journey_is_an_error() -> None:
    pause = node("pause", "delay", duration={"days": 10})
    known = world(stay(7, pause), history=history(arrived={("alpha", "pause"): 31}))
    (one,) = found(known, "outlives")
    assert (one.severity, one.where.node, one.people) == ("error", "pause", 31)
    assert one.title == (
        "The wait “pause” of “Alpha” will outlive the journey: "
        "10 days against 1 week that are left."
    )
    assert "“late” can never be sent" in one.why[1]
    # At the same moment the end of the stay comes first.
    assert found(world(stay(10, pause)), "outlives")[0].severity == "error"
    assert found(world(stay(11, pause)), "outlives") == []


def test_a_wait_that_an_event_may_shorten_is_a_warning() -> None:
    wait = node("wait", "wait_for_event", event="Paid", at_most={"days": 10})
    (one,) = found(world(stay(7, wait)), "outlives")
    assert one.severity == "warning" and "may outlive" in one.title
    assert found(world(stay(12, wait)), "outlives") == []


def test_a_journey_without_a_longest_stay_has_none() -> None:
    document = stay(7, node("pause", "delay", duration={"days": 100}))["alpha"]
    del document["longest_stay"]
    assert found(world({"alpha": document}), "outlives") == []


def test_an_exit_that_asks_for_what_cant_be_is_an_error() -> None:
    where = {"all": [plan("eq", "a"), plan("eq", "b")]}
    (one,) = found(world(leaving(event="Paid", where=where)), "dead_exit")
    assert (one.severity, one.title) == ("error", "The goal “stop” of “Alpha” can’t fire.")
    assert "“plan is a” and “plan is b” can’t be so at once." in one.why[0]
    assert found(world(leaving(event="Paid", where=plan("eq", "a"))), "dead_exit") == []


def test_a_stage_that_there_is_none_of_is_an_error() -> None:
    where = {"stage": "customer", "op": "eq", "value": "paying"}
    assert found(world(leaving(where=where)), "dead_exit")[0].severity == "error"
    (moved,) = found(world(leaving(event="Stage Entered")), "dead_exit")
    assert "no lifecycle" in moved.why[0]


def test_an_event_that_never_came_is_a_warning_where_others_came() -> None:
    known = world(leaving(event="Paid"), history=history(entered={"alpha": (9, 8)}))
    (one,) = found(replace(known, events={"Go": 9}), "dead_exit")
    assert (one.severity, one.people) == ("warning", 8)
    for events in (None, {}, {"Paid": 1}):
        assert found(replace(known, events=events), "dead_exit") == []


def test_a_property_that_never_came_with_the_entry_is_a_warning() -> None:
    match = [{"property": "order", "entry": "order_id"}]
    known = world(leaving(event="Paid", match=match), events={"Go": 9, "Paid": 3})
    lacking = {"Go": frozenset({"other"}), "Paid": frozenset({"order"})}
    (one,) = found(replace(known, properties=lacking), "dead_exit")
    assert one.severity == "warning" and "“order_id” of “Go”" in one.why[0]
    having = lacking | {"Go": frozenset({"order_id"})}
    assert found(replace(known, properties=having), "dead_exit") == []
