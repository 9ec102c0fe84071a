"""Lifecycles through the stores: one current stage, with its history and evidence in the graph."""

from typing import Any

import pytest

from apps.graph import store
from apps.orchestrator import reviews
from apps.orchestrator.models import WakeUp
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    sent,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

CUSTOMER = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {"key": "trial", "when": {"trait": "plan", "op": "eq", "value": "trial"}},
        {
            "key": "paying",
            "from": ["", "trial", "lapsed"],
            "when": {"count": "Order Completed", "days": 60, "op": "gte", "value": 1},
            "done": {"count": "Order Completed", "days": 60, "op": "gte", "value": 2},
        },
        {
            "key": "lapsed",
            "from": ["paying"],
            "when": {"count": "Order Completed", "days": 60, "op": "eq", "value": 0},
        },
    ],
}
HISTORY = """
MATCH (p:Profile)-[r:IN_STAGE]->(s:Stage)
RETURN s.key AS stage, r.since AS since, r.until AS until, r.because AS because,
       r.previous AS previous, r.event AS event, r.done_at AS done_at
ORDER BY r.since, s.key
"""


def history() -> list[dict[str, Any]]:
    return store.read(HISTORY)


def stages() -> list[tuple[str, bool]]:
    """The stages there were, each with whether it is the current one."""
    return [(row["stage"], row["until"] is None) for row in history()]


def test_events_and_time_move_a_person_through_the_stages() -> None:
    rule_set(lifecycles=[CUSTOMER])
    tell(identify("u", at(0), plan="trial"), track("u", "Order Completed", at(days=2)))
    run_until(at(days=3))
    assert stages() == [("trial", False), ("paying", True)]
    run_until(at(days=61))
    assert stages()[-1] == ("paying", True)
    run_until(at(days=63))
    assert stages() == [("trial", False), ("paying", False), ("lapsed", True)]
    trial, paying, lapsed = history()
    assert trial["until"] == paying["since"] == at(days=2).timestamp()
    assert lapsed["since"] == at(days=62).timestamp()
    assert (paying["event"] > 0, lapsed["event"]) == (True, 0)
    assert lapsed["previous"] == "paying"


def test_what_a_stage_is_for_is_noted_once_it_is_done() -> None:
    rule_set(lifecycles=[CUSTOMER])
    tell(*(track("u", "Order Completed", at(days=day)) for day in (1, 5, 9)))
    run_until(at(days=10))
    [paying] = history()
    assert paying["done_at"] == at(days=5).timestamp()


def test_a_stage_that_time_brings_lets_into_a_journey() -> None:
    rule_set(lifecycles=[CUSTOMER])
    lapsed = {"event": "stage", "op": "eq", "value": "lapsed"}
    win_back = path(
        node("in", "entry", event="Stage Entered", where=lapsed, again="after_leaving"),
        node("message", "message", template="hello"),
        node("out", "exit"),
    )
    publish("win-back", win_back)
    tell(identify("u", at(0)), track("u", "Order Completed", at(days=1)))
    run_until(at(days=70))
    assert [(s.journey, s.at) for s in sent()] == [("win-back", at(days=61))]


def test_a_journey_ends_at_once_when_the_person_enters_another_stage() -> None:
    rule_set(lifecycles=[CUSTOMER])
    paying = {"event": "stage", "op": "eq", "value": "paying"}
    document = path(
        node("in", "entry", event="Trial Started"),
        node("wait", "delay", duration={"days": 5}),
        node("message", "message", template="hello"),
        node("out", "exit", event="Stage Entered", where=paying),
    )
    publish("trial", document)
    tell(
        identify("u", at(0), plan="trial"),
        track("u", "Trial Started", at(1)),
        track("u", "Order Completed", at(days=2)),
    )
    run_until(at(days=9))
    assert sent() == []


def test_outsiders_can_not_say_that_a_stage_was_entered() -> None:
    rule_set(lifecycles=[CUSTOMER])
    publish("any", message_on("Stage Entered"))
    tell(identify("u", at(0)), track("u", "Stage Entered", at(1), stage="paying"))
    run_until(at(days=1))
    assert sent() == []


def test_everybody_is_looked_at_when_lifecycles_are_published() -> None:
    rule_set()
    tell(identify("u", at(0), plan="trial"), identify("v", at(0), plan="free"))
    run_until(at(1))
    assert stages() == []
    rule_set(lifecycles=[CUSTOMER])
    assert [reviews.wake_everybody(at(2), portion=1) for _ in range(4)] == [1, 1, 0, 0]
    run_until(at(2))
    assert stages() == [("trial", True)]
    assert not WakeUp.objects.exists()


def test_two_who_become_one_are_in_one_stage() -> None:
    rule_set(lifecycles=[CUSTOMER])
    anonymous = {
        "type": "track",
        "anonymousId": "a",
        "event": "Order Completed",
        "timestamp": at(1).isoformat(),
        "sentAt": at(1).isoformat(),
        "messageId": "bought",
        "properties": {},
    }
    tell(identify("u", at(0), plan="trial"), anonymous, identify("u", at(2), anonymous="a"))
    run_until(at(3))
    assert [stage for stage, current in stages() if current] == ["paying"]
