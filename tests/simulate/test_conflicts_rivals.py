"""Journeys that are in each other's way: found where it is so, and not where it isn't."""

from dataclasses import replace
from typing import Any

import pytest

from apps.simulate.conflicts.kinds.meeting import MOST_PAIRS
from apps.simulate.history.numbers import MessageNumbers, Pair
from tests.scenario import message_on, node, path
from tests.simulate.conflict_worlds import cap, found, history, plan, two, world


def pair(**more: Any) -> Pair:
    known: dict[str, Any] = {"one": "alpha", "two": "beta", "channel": "email", "cap": "week"}
    return Pair(**{**known, "meetings": 7, "people": 5, **more})


def test_a_pair_that_met_is_found_with_its_numbers() -> None:
    met = pair(won={"alpha": 4}, by={("frequency_cap", "week"): 4}, examples=("p1",))
    known = world(two(), rules={"caps": [cap()]}, history=history(pairs=(met,)))
    (one,) = found(known, "meeting")
    assert one.title == (
        "“Alpha” and “Beta” would have met 7 times on e-mail under “Cap week”: 5 people."
    )
    assert (one.severity, one.people, one.count, one.examples) == ("warning", 5, 7, ("p1",))
    assert "“Alpha” 4 times and “Beta” never" in one.why[1]
    assert one.remedies[0].place.rule == "week"


def test_a_pair_that_cost_nobody_anything_is_a_note() -> None:
    known = world(two(), rules={"caps": [cap()]}, history=history(pairs=(pair(),)))
    assert [one.severity for one in found(known, "meeting")] == ["note"]


def test_a_pair_that_never_met_is_not_found() -> None:
    known = world(two(), rules={"caps": [cap()]}, history=history(pairs=(pair(meetings=0),)))
    assert found(known, "meeting") == []
    assert found(replace(known, history=history()), "meeting") == []


def test_of_very_many_pairs_those_of_the_most_people_are_told() -> None:
    pairs = tuple(pair(cap=f"c{n}", people=n) for n in range(1, MOST_PAIRS + 8))
    told = found(world(two(), history=history(pairs=pairs)), "meeting")
    assert len(told) == MOST_PAIRS + 1 and told[0].people == MOST_PAIRS + 7
    assert told[-1].title == "7 more pairs of journeys, of at most 7 people each, are not listed."


def test_without_history_it_says_who_can_meet_and_that_nobody_has_counted() -> None:
    (one,) = found(world(two(), rules={"caps": [cap()]}), "meeting")
    assert one.severity == "note" and one.people is None
    assert "Nobody has counted" in one.why[1]


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"caps": [cap(channels=["sms"])]},
        {"caps": [cap(journeys=["alpha"])]},
        {
            "caps": [cap()],
            "exclusion_groups": [{"id": "g", "name": "G", "journeys": ["alpha", "beta"]}],
        },
    ],
)
def test_without_a_common_cap_or_in_one_group_nobody_can_meet(rules: dict[str, Any]) -> None:
    assert found(world(two(), rules=rules), "meeting") == []


def test_a_journey_that_never_sends_because_of_others_is_shadowed() -> None:
    numbers = MessageNumbers(
        proposed=8, people=6, stopped={("lost_priority", "arbitration"): (8, 6)}
    )
    met = pair(won={"beta": 8}, by={("lost_priority", "arbitration"): 8})
    past = history(
        messages={("alpha", "message"): numbers}, pairs=(met,), wanted={("journey", "alpha"): 7}
    )
    known = world(two(), history=past)
    (one,) = found(known, "shadowed")
    assert one.title == "“Alpha” always loses: not one of 8 messages would have left."
    assert (one.severity, one.people, one.count) == ("warning", 7, 8)
    assert one.journeys == ("alpha", "beta") and "“Beta” 8 times" in one.why[1]


@pytest.mark.parametrize(
    "numbers",
    [
        MessageNumbers(proposed=8, sent=1, stopped={("lost_tier", "arbitration"): (7, 6)}),
        MessageNumbers(proposed=4, stopped={("lost_tier", "arbitration"): (4, 4)}),
        MessageNumbers(proposed=8, stopped={("no_consent", "email"): (8, 8)}),
        MessageNumbers(proposed=8, stopped={("frequency_cap", "never"): (8, 8)}),
    ],
)
def test_one_that_sends_once_or_is_stopped_otherwise_is_not(numbers: MessageNumbers) -> None:
    rules = {"caps": [cap("never", 0, journeys=["alpha"])]}
    known = world(two(), rules=rules, history=history(messages={("alpha", "message"): numbers}))
    assert found(known, "shadowed") == []


def test_what_only_the_key_decided_is_found_with_its_numbers() -> None:
    known = world(two(), history=history(ties={("beta", "alpha"): (14, 11)}))
    (one,) = found(known, "tie")
    assert one.title == "Only its key let “Alpha” go before “Beta”: 14 times, 11 people."
    assert (one.severity, one.people, one.count) == ("warning", 11, 14)
    assert found(world(two(), history=history()), "tie") == []


def test_without_history_equals_of_one_event_are_found() -> None:
    (one,) = found(world(two()), "tie")
    assert one.people is None and "“Go” lets a person in to both" in one.why[0]


@pytest.mark.parametrize(
    "other",
    [
        message_on("Go", priority=60),
        message_on("Go", tier="news"),
        message_on("Other"),
        path(
            node("in", "entry", event="Go"),
            node("pause", "delay", duration={"hours": 1}),
            node("message", "message", template="x"),
        ),
    ],
)
def test_what_tier_priority_event_or_time_tells_apart_is_no_tie(other: dict[str, Any]) -> None:
    assert found(world({"alpha": message_on("Go"), "beta": other}), "tie") == []


def test_audiences_that_nobody_is_in_both_of_are_no_tie() -> None:
    journeys = two()
    for document, value in zip(journeys.values(), ("a", "b"), strict=True):
        document["nodes"][0]["settings"]["audience"] = plan("eq", value)
    assert found(world(journeys), "tie") == []
