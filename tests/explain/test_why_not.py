"""Why somebody did not get it: each way in which that can be."""

from datetime import datetime

import pytest
from django.test import Client

from apps.explain.why_not.why_not import NoSuchJourney, WhyNot, why_not
from apps.journeys import operations as journeys
from tests.explain.worlds import DAY_CAP, onboarding, person, three_that_compete
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
LATER = at(days=30)


def ask(journey: str, node: str = "", when: datetime | None = None) -> WhyNot:
    found = why_not(person(), journey, node=node, at=when, now=LATER)
    assert found is not None
    return found


def known(*events: dict[str, object], until: datetime = LATER, **traits: str) -> None:
    tell(identify("ann", at(0), **traits), *events)
    run_until(until)


def test_the_event_never_came() -> None:
    rule_set()
    publish("welcome", message_on("Signed Up"))
    known()
    found = ask("welcome")
    assert found.code == "event_never_came"
    assert found.sentence == "ann@example.test never entered Welcome: “Signed Up” never came."


def test_the_audience_did_not_fit() -> None:
    rule_set()
    publish("onboarding", onboarding())
    known(track("ann", "Trial Started", at(1)), plan="free")
    found = ask("onboarding")
    assert found.code == "audience"
    assert "the journey asks that their plan is “pro”: it was “free”" in found.sentence
    assert found.differently == "It would have to be so that their plan is “pro”."
    assert found.unknown == ()


def test_the_properties_did_not_fit() -> None:
    rule_set()
    entry = {"event": "Order", "where": {"event": "total", "op": "gte", "value": 50}}
    publish("thanks", path(node("in", "entry", **entry), node("m", "message", template="t")))
    known(track("ann", "Order", at(1), total=20))
    found = ask("thanks")
    assert found.code == "event_properties"
    assert "the event’s total is at least 50: it was 20" in found.sentence


def test_the_journey_came_later() -> None:
    rule_set()
    known(track("ann", "Signed Up", at(-5)))
    publish("welcome", message_on("Signed Up"))
    assert ask("welcome").code == "not_published"
    assert ask("welcome", when=at(-1)).code == "not_published"


def test_inside_and_waiting() -> None:
    three_that_compete()
    found = ask("onboarding", node="Trial day 3", when=at(days=2))
    assert found.code == "delay"
    assert "they stand at “three days” and wait until Thu 5 Mar 2026, 11:00." in found.sentence


def test_lost_then_sent_after_all() -> None:
    three_that_compete()
    assert ask("winback").code == "lost_tier"
    run_until(at(2, days=2))
    found = ask("winback")
    assert found.code == "on_its_way" and "it waits to be sent" in found.sentence
    assert ask("winback", when=at(2)).code == "lost_tier"


def test_stopped_by_a_cap_and_given_up() -> None:
    three_that_compete(caps=[DAY_CAP | {"hours": 400}])
    run_until(at(2, days=2))
    found = ask("thanks")
    assert found.code == "frequency_cap"
    assert "was skipped: the cap “1 e-mail a day” is full" in found.sentence


def test_left_before_by_reaching_the_goal() -> None:
    rule_set()
    document = onboarding()
    document["nodes"] = [*document["nodes"], node("bought", "goal", event="Order")]  # type: ignore[misc]
    publish("onboarding", document)
    known(track("ann", "Trial Started", at(1)), track("ann", "Order", at(2)), plan="pro")
    found = ask("onboarding", node="Trial day 3")
    assert found.code == "goal"
    assert "reached the goal “bought” when “Order” came" in found.sentence


def test_paused_now() -> None:
    rule_set()
    publish("welcome", message_on("Signed Up"))
    journeys.set_status(key="welcome", status="paused", by=None, now=at(0))
    known(track("ann", "Signed Up", at(1)))
    assert ask("welcome").code == "journey_not_live"


def test_an_unknown_journey_or_node_is_said_to_be_unknown() -> None:
    three_that_compete()
    with pytest.raises(NoSuchJourney, match="no journey with the key “none”"):
        ask("none")
    with pytest.raises(NoSuchJourney, match="no node “none”"):
        ask("onboarding", node="none")


def test_the_page_answers(browser: Client) -> None:
    three_that_compete()
    address = f"/people/{person()}/why-not/"
    assert "Choose a journey" in browser.get(address).content.decode()
    page = browser.get(address, {"journey": "winback"}).content.decode()
    assert "“Trial day 1” of Onboarding went first" in page
    assert (
        "is no moment" in browser.get(address, {"journey": "winback", "at": "x"}).content.decode()
    )
