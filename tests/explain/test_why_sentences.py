"""The one sentence, for each way in which a message comes about, in worlds that really run."""

from collections.abc import Callable
from datetime import datetime

import pytest

from apps.delivery.drain import drain
from apps.delivery.models import Delivery, Template
from apps.engine.reasons import Code
from apps.experiments import operations as experiments
from apps.explain.why import why
from apps.graph import store
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    tell,
    track,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

TRIAL = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {"key": "trial", "name": "Trial", "when": {"trait": "plan", "op": "eq", "value": "trial"}},
        {"key": "paying", "name": "Paying", "when": {"trait": "plan", "op": "eq", "value": "pro"}},
    ],
}


def template() -> None:
    Template.objects.create(key="hello", name="Hello", channel="email", subject="Hi", text="Hi")


def why_of_the_message(when: datetime | None = None) -> str:
    """The sentence of the only message, sent at this moment if one is given."""
    if when:
        drain("email", lambda: when)
    found = why.of_message(Delivery.objects.get().pk)
    assert found is not None
    return found.sentence


def latest() -> why.Explanation:
    rows = store.read("MATCH (d:Decision) RETURN d.uid AS uid ORDER BY d.at DESC LIMIT 1")
    found = why.of_decision(rows[0]["uid"])
    assert found is not None
    return found


def test_a_trial_whose_starter_invited_nobody() -> None:
    template()
    rule_set()
    document = path(
        node("in", "entry", event="Trial Started"),
        node("invites?", "wait_for_event", event="Colleague Invited", at_most={"days": 3}),
        node("Trial day 3", "message", template="hello"),
        node("out", "exit"),
    )
    document["edges"][1]["port"] = "timeout"
    publish("onboarding", document)
    tell(identify("ann", at(0)), track("ann", "Trial Started", at(1)))
    run_until(at(1, days=3))
    assert why_of_the_message(at(1, days=3)) == (
        "ann@example.test got “Trial day 3” of Onboarding by e-mail on Thu 5 Mar 2026, 10:00 (UTC)"
        " because they started a trial on Mon 2 Mar and they had not invited a colleague within"
        " 3 days."
    )


def test_what_comes_after_the_message_is_no_reason_for_it() -> None:
    template()
    rule_set()
    publish(
        "welcome",
        path(
            node("in", "entry", event="Signed Up"),
            node("Hello", "message", template="hello"),
            node("a day", "delay", duration={"days": 1}),
            node("out", "exit"),
        ),
    )
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)))
    run_until(at(days=3))
    assert why_of_the_message(at(days=3)) == (
        "ann@example.test got “Hello” of Welcome by e-mail on Mon 2 Mar 2026, 10:00 (UTC)"
        " because they signed up at 10:00."
    )


def test_a_transactional_message() -> None:
    template()
    rule_set()
    publish("order", message_on("Order Completed", tier="transactional"))
    tell(identify("ann", at(0)), track("ann", "Order Completed", at(1)))
    run_until(at(1))
    assert "because they completed an order at 10:00." in why_of_the_message(at(1))


def test_a_stage_that_was_entered() -> None:
    template()
    rule_set(lifecycles=[TRIAL])
    publish("welcome", message_on("Stage Entered"))
    tell(identify("ann", at(1), plan="trial"))
    run_until(at(1))
    assert "because they entered the stage “Trial” of Customer at 10:00." in (
        why_of_the_message(at(1))
    )


def test_a_condition_on_the_way_is_told_with_what_was_there() -> None:
    template()
    rule_set()
    count = {"count": "Feature Used", "days": 2, "op": "gte", "value": 2}
    document = path(
        node("in", "entry", event="Trial Started"),
        node("used?", "condition_split", branches=[{"port": "yes", "when": count}]),
        node("First steps", "message", template="hello"),
        node("out", "exit"),
    )
    publish("onboarding", document)
    tell(identify("ann", at(0)), track("ann", "Feature Used", at(0.5)))
    tell(track("ann", "Trial Started", at(1)))
    run_until(at(1))
    assert "they started a trial at 10:00 and they used a feature once in the 2 days before." in (
        why_of_the_message(at(1))
    )


@pytest.mark.parametrize(
    ("status", "reason", "begins", "ends"),
    [
        ("failed", "gave_up", "was to get", "The delivery failed: the provider did not take it"),
        ("in_doubt", "no_answer", "may have got", "Whether it left nobody can tell"),
        ("stopped", "unsubscribed", "was to get", "they had unsubscribed in the meantime."),
        ("sent", "", "got", "at 10:00."),
        ("pending", "", "is about to get", "It waits to be sent."),
    ],
)
def test_what_became_of_the_delivery(status: str, reason: str, begins: str, ends: str) -> None:
    template()
    rule_set()
    publish("welcome", message_on("Signed Up"))
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)))
    run_until(at(1))
    Delivery.objects.update(status=status, reason=reason)
    said = why_of_the_message()
    assert said.startswith(f"ann@example.test {begins} “message” of Welcome by e-mail")
    assert ends in said


def test_two_that_were_joined() -> None:
    template()
    rule_set()
    publish("welcome", message_on("Signed Up", at_most={"days": 3}))
    anonymous = {**track("", "Signed Up", at(1)), "anonymousId": "a1"}
    del anonymous["userId"]
    tell(identify("ann", at(0)), anonymous)
    run_until(at(1))
    tell(identify("ann", at(2), anonymous="a1"))
    run_until(at(2))
    found = latest()
    assert found.trigger.kind in ("merge", "event")
    assert "because they signed up at 10:00" in found.sentence
    (joined,) = found.identity.joined
    assert "anonymous_id:a1" in joined.brought
    assert {(one.type, one.how) for one in found.identity.carried} >= {("anonymous_id", "known")}


def test_one_that_is_held_out() -> None:
    rule_set()
    made = experiments.create(
        name="Half", share=0.99, scope="everything", values=[], by=None, now=at(0), salt="s"
    )
    experiments.start(key=made.key, now=at(0))
    publish("welcome", message_on("Signed Up"))
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)))
    run_until(at(1))
    found = latest()
    assert found.candidates[0].considered.reason.code == Code.HELD_OUT
    assert found.sentence == (
        "ann@example.test got nothing on Mon 2 Mar 2026, 10:00 (UTC): “message” of Welcome was due"
        " because they signed up at 10:00, but they are in the holdout “Half” (99 % of people),"
        " which keeps such messages from them."
    )


def test_one_that_had_to_wait_says_for_what() -> None:
    template()
    quiet = {"id": "night", "name": "Nights", "channel": "email", "start": "09:00", "end": "12:00"}
    rule_set(quiet_hours=[quiet])
    publish("welcome", message_on("Signed Up", at_most={"days": 3}))
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)))
    run_until(at(4))
    assert why_of_the_message(at(4)).endswith(
        "It had been ready since Mon 2 Mar 2026, 10:00 and had to wait because of the quiet hours"
        " “Nights”."
    )


def test_a_mere_number_is_told_as_a_person(two: Callable[[], None]) -> None:
    two()
    assert latest().sentence.startswith("Person 1078 got nothing")


@pytest.fixture
def two() -> Callable[[], None]:
    def build() -> None:
        rule_set()
        publish("welcome", message_on("Signed Up"))
        tell(track("1078", "Signed Up", at(1)))
        run_until(at(1))

    return build
