"""From events to the outbox, on the real stores."""

import pytest
from django.db.models import F

from apps.delivery.models import Delivery
from apps.graph import store
from tests.scenario import (
    Sent,
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


def test_it_sends_one_message_for_one_event() -> None:
    rule_set()
    publish("welcome", message_on("Signed Up"))
    tell(identify("ann", at(0)), track("ann", "Signed Up", at(1)))
    run_until(at(2))
    assert sent() == [Sent("ann", "welcome", "message", at(1))]


def test_it_lets_a_wait_end_at_its_moment() -> None:
    rule_set()
    publish(
        "trial",
        path(
            node("in", "entry", event="Trial Started"),
            node("hello", "message", template="t"),
            node("wait", "delay", duration={"days": 3}),
            node("still there", "message", template="t"),
        ),
    )
    tell(identify("ann", at(0)), track("ann", "Trial Started", at(1)))
    run_until(at(days=2))
    assert [s.node for s in sent()] == ["hello"]
    run_until(at(days=4))
    assert sent()[1] == Sent("ann", "trial", "still there", at(1, days=3))


def test_it_names_winner_and_losers_and_the_rule_that_decided() -> None:
    rule_set(caps=[{"id": "day", "name": "1 a day", "limit": 1, "hours": 24}])
    for key, tier, priority in (
        ("onboarding", "lifecycle", 50),
        ("winback", "marketing", 90),
        ("thanks", "marketing", 10),
    ):
        publish(key, message_on("Go", tier=tier, priority=priority))
    tell(identify("ann", at(0)), track("ann", "Go", at(1)))
    run_until(at(1, minutes=1))
    rows = store.read(
        "MATCH (d:Decision)-[c:CONSIDERED]->(n:Node) RETURN c.journey AS j, c.verdict AS v,"
        " c.reason AS r, c.lost_to AS l ORDER BY j"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("onboarding", "sent", "ok", ""),
        ("thanks", "waits", "lost_tier", "onboarding"),
        ("winback", "waits", "lost_tier", "onboarding"),
    ]
    run_until(at(2))
    assert len(sent()) == 1


def test_an_anonymous_visitor_who_becomes_known_is_one_person() -> None:
    rule_set()
    publish(
        "cart",
        path(
            node("in", "entry", event="Cart Viewed"),
            node("wait", "delay", duration={"hours": 2}),
            node("message", "message", template="t"),
        ),
    )
    tell(identify("ann", at(0)))
    run_until(at(0))
    cart = track("", "Cart Viewed", at(1)) | {"anonymousId": "a1"}
    del cart["userId"]
    tell(cart, identify("ann", at(2), anonymous="a1"))
    run_until(at(4))
    assert sent() == [Sent("ann", "cart", "message", at(3))]
    assert store.read("MATCH (a:Profile)-[:MERGED_INTO]->(b:Profile) RETURN a.uid") != []


def test_a_purchase_stops_what_is_still_on_its_way() -> None:
    rule_set()
    document = path(
        node("in", "entry", event="Cart Left"),
        node("message", "message", template="hello"),
        node("wait", "delay", duration={"days": 1}),
        node("bought", "goal", event="Order Completed"),
    )
    publish("cart", document)
    tell(identify("ann", at(0)), track("ann", "Cart Left", at(1)))
    run_until(at(1))
    Delivery.objects.update(created_at=F("decided_at"))
    tell(track("ann", "Order Completed", at(2)))
    run_until(at(2))
    assert Delivery.objects.get().status == "stopped"
