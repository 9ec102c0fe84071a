"""Why an entry event let somebody in to nothing: each reason, told of a past moment."""

from datetime import datetime
from typing import Any

import pytest

from apps.explain.why_not.why_not import WhyNot, why_not
from tests.explain.worlds import person
from tests.scenario import at, identify, node, path, publish, rule_set, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
LATER = at(days=30)


def ask(journey: str, when: datetime | None = None) -> WhyNot:
    found = why_not(person(), journey, at=when, now=LATER)
    assert found is not None
    return found


def known(*events: dict[str, Any]) -> None:
    tell(identify("ann", at(0)), *events)
    run_until(LATER)


def journey(event: str, *, days: int = 0, **entry: Any) -> dict[str, Any]:
    nodes = [node("in", "entry") | {"settings": {"event": event} | entry}]
    if days:
        nodes.append(node("stay", "delay", duration={"days": days}))
    return path(*nodes, node("hello", "message", template="t"), node("out", "exit"))


def test_it_lets_people_in_once() -> None:
    rule_set()
    publish("welcome", journey("Order"))
    known(track("ann", "Order", at(1)), track("ann", "Order", at(50)))
    found = ask("welcome")
    assert found.code == "entered_before"
    assert "Since then, “Order” came on" in found.sentence
    assert "it lets people in once" in found.sentence
    assert ask("welcome", at(20)).code == "on_its_way"


def test_it_is_cooling_down() -> None:
    rule_set()
    publish("welcome", journey("Order", again="after_leaving", cool_down={"days": 7}))
    known(track("ann", "Order", at(1)), track("ann", "Order", at(50)))
    found = ask("welcome")
    assert found.code == "cooling_down"
    assert "lets nobody in again before Mon 9 Mar 2026, 10:00" in found.sentence


def test_an_event_without_the_key() -> None:
    rule_set()
    publish("orders", journey("Order", again="once_per_key", key="order_id"))
    known(track("ann", "Order", at(1), total=3))
    found = ask("orders")
    assert found.code == "no_key"
    assert "runs once for each “order_id”, and the event has none" in found.sentence


def test_the_key_had_its_run() -> None:
    rule_set()
    publish("orders", journey("Order", again="once_per_key", key="order_id"))
    known(track("ann", "Order", at(1), order_id="A"), track("ann", "Order", at(9), order_id="A"))
    found = ask("orders")
    assert found.code == "key_seen" and "and “A” had its run before" in found.sentence


def test_an_exclusion_group_keeps_them_out() -> None:
    group = {"id": "one", "name": "One at a time", "journeys": ["first", "second"]}
    rule_set(exclusion_groups=[group])
    publish("first", journey("Trial", days=5))
    publish("second", journey("Order"))
    known(track("ann", "Trial", at(1)), track("ann", "Order", at(5)))
    found = ask("second")
    assert found.code == "excluded"
    assert "they are in “First” since Mon 2 Mar 2026, 10:00" in found.sentence
    assert "“One at a time” lets people be in one of its journeys only" in found.sentence
    assert "by the rules that hold now" in " ".join(found.unknown)


def test_of_somebody_inside_a_further_event_is_not_told() -> None:
    rule_set()
    publish("welcome", journey("Order", days=60, again="after_leaving"))
    known(track("ann", "Order", at(1)), track("ann", "Order", at(50)))
    found = ask("welcome")
    assert found.code == "delay" and "Since then" not in found.sentence


def test_a_stage_that_was_entered_is_the_event_that_lets_in() -> None:
    trial = {"key": "trial", "when": {"count": "Trial", "op": "gte", "value": 1}}
    rule_set(lifecycles=[{"key": "customer", "name": "Customer", "stages": [trial]}])
    where = {"event": "stage", "value": "paying"}
    publish("paid", journey("Stage Entered", where=where))
    publish("other", journey("Never"))
    known(track("ann", "Trial", at(1)))
    found = ask("paid")
    assert found.code == "event_properties"
    assert "the event’s stage is “paying”: it was “trial”" in found.sentence
    assert ask("other").code == "event_never_came"
