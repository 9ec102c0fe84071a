"""The person's page: who, with where it came from; now, with what is pending and why."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from apps.delivery.models import Delivery
from apps.explain.person.person_page import PersonPage, person_page
from apps.people.models import Merge, Suppression
from tests.explain.worlds import person, three_that_compete
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


def shown(user: str = "ann") -> PersonPage:
    page = person_page(person(user))
    assert page is not None
    return page


def test_each_trait_names_the_last_event_that_told_it() -> None:
    three_that_compete()
    tell(identify("ann", at(3), city="Berlin"), track("ann", "Page Read", at(3)))
    run_until(at(4))
    told = {one.trait.key: one.origin for one in shown().known.traits}
    assert told["city"] and told["plan"]
    assert told["city"].name == "Told who they are" and told["city"].at == at(3)
    assert told["plan"].at == at(0) and told["plan"].source == "Test"


def test_a_trait_that_a_journey_set_names_no_event() -> None:
    rule_set()
    update = node("mark", "update_trait", trait="greeted", value=True)
    publish("mark", path(node("in", "entry", event="Go"), update, node("out", "exit")))
    tell(identify("ann", at(0)), track("ann", "Go", at(1)))
    run_until(at(2))
    told = {one.trait.key: one.origin for one in shown().known.traits}
    assert told["email"] is not None
    # The very event that let in did not tell it: it merely came at that moment.
    assert told["greeted"] is None


def test_an_identifier_tells_the_event_and_the_merge_that_brought_it(browser: Client) -> None:
    tell(identify("ann", at(0)))
    run_until(at(0))
    cart = track("", "Cart Viewed", at(1)) | {"anonymousId": "a1", "userId": None}
    tell(cart, identify("ann", at(2), anonymous="a1"))
    run_until(at(4))
    known = {one.identifier.type: one for one in shown().known.identifiers}
    merge = Merge.objects.get()
    assert known["anonymous_id"].via == merge and known["user_id"].via is None
    assert known["anonymous_id"].origin and known["anonymous_id"].origin.name == "Cart Viewed"
    page = browser.get(f"/people/{person()}/").content.decode()
    assert f'href="#merge-{merge.pk}"' in page and f'id="merge-{merge.pk}"' in page


def test_an_account_tells_the_event_that_brought_somebody_in(browser: Client) -> None:
    rule_set()
    group = {"type": "group", "groupId": "acme", "traits": {"name": "Acme"}, "messageId": "g1"}
    moment = {"timestamp": at(1).isoformat(), "sentAt": at(1).isoformat()}
    tell(identify("ann", at(0)), group | moment | {"userId": "ann"})
    run_until(at(2))
    (one,) = shown().known.accounts
    assert str(one.membership.account) == "Acme" and one.origin and one.origin.at == at(1)
    page = browser.get(f"/people/{person()}/").content.decode()
    assert f'href="/people/accounts/{one.membership.account_id}/"' in page


def test_a_consent_names_its_event_and_a_suppression_its_reason(browser: Client) -> None:
    three_that_compete()
    said = {"channel": "email", "topic": "news", "status": "unsubscribed"}
    tell(track("ann", "Subscription Changed", at(2), **said))
    run_until(at(3))
    Suppression.objects.create(
        channel="email", address="ann@example.test", reason="bounced", at=at(3)
    )
    (consent,) = shown().known.consents
    assert consent.origin and consent.origin.name == "Subscription Changed"
    page = browser.get(f"/people/{person()}/").content.decode()
    assert f'href="/events/{consent.origin.event_id}/"' in page and "bounced" in page


def test_what_is_pending_says_which_gates_stop_it_and_what_falls_due(browser: Client) -> None:
    three_that_compete()
    page = shown()
    waiting = {s.enrollment.journey: s.pending for s in page.stands if s.pending}
    assert set(waiting) == {"winback", "thanks"}
    lost = waiting["winback"]
    assert lost.stops and lost.decision and lost.again_at
    assert lost.give_up_at >= lost.again_at
    assert all(stop.sentence for stop in lost.stops)
    assert [due.at for due in page.due] == sorted(due.at for due in page.due)
    text = browser.get(f"/people/{person()}/").content.decode()
    assert "What stops it" in text and "What falls due" in text


def test_a_cap_that_stops_a_message_leads_to_its_page(browser: Client) -> None:
    cap = {"id": "day", "name": "1 e-mail a day", "limit": 1, "hours": 24, "channels": ["email"]}
    rule_set(caps=[cap])
    publish("one", message_on("Go"))
    publish("two", message_on("Went"))
    tell(identify("ann", at(0)), track("ann", "Go", at(1)), track("ann", "Went", at(2)))
    run_until(at(3))
    (stand,) = shown().stands
    assert stand.pending
    (stop,) = stand.pending.stops
    assert stop.rule == "1 e-mail a day" and "1 of 1" in stop.sentence
    page = browser.get(stop.href).content.decode()
    assert "<h1>1 e-mail a day</h1>" in page


@pytest.mark.parametrize(
    ("status", "attempts", "label"),
    [
        ("pending", 0, "In the outbox"),
        ("pending", 2, "Being retried"),
        ("sending", 1, "Being sent"),
        ("in_doubt", 1, "In doubt"),
    ],
)
def test_deliveries_that_have_not_arrived_are_told(status: str, attempts: int, label: str) -> None:
    three_that_compete()
    Delivery.objects.update(status=status, attempts=attempts)
    (one,) = shown().under_way
    assert one.label == label and one.journey_name == "Onboarding" and one.sentence
    Delivery.objects.update(status="sent", sent_at=datetime.now(UTC))
    assert shown().under_way == []


def test_runs_that_are_over_are_folded_paged_and_searched(browser: Client) -> None:
    rule_set()
    publish("welcome", message_on("Signed Up"))
    publish("bye", message_on("Signed Out"))
    tell(identify("ann", at(0)))
    tell(*(track("ann", "Signed Up", at(1 + n), id=f"u{n}") for n in range(25)))
    tell(track("ann", "Signed Out", at(40)))
    run_until(at(50))
    assert "Runs that are over" in browser.get(f"/people/{person()}/").content.decode()
    address = f"/people/{person()}/runs/"
    first = browser.get(address).content.decode()
    assert first.count("strong") == 20 and "Show older" in first
    found = browser.get(address, {"q": "bye"}, headers={"HX-Request": "true"}).content.decode()
    assert found.count("strong") == 1 and "<html" not in found
    nothing = browser.get(address, {"q": "zzz"}).content.decode()
    assert "No run that is over goes through a journey of this name." in nothing


def test_the_way_back_leads_only_to_pages_of_ours(browser: Client) -> None:
    tell(identify("ann", at(0)))
    run_until(at(0))
    address = f"/people/{person()}/"
    back = browser.get(address, {"back": "/decisions/?reason=frequency_cap"}).content.decode()
    assert 'class="way-back" href="/decisions/?reason=frequency_cap"' in back
    for foreign in ("//evil.example/", "https://evil.example/", "/no/such/page/", "x"):
        assert "way-back" not in browser.get(address, {"back": foreign}).content.decode()
