"""The evidence of a decision: identity, way, conditions, versions, message, what followed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.common import clock
from apps.delivery.drain import drain
from apps.delivery.models import Delivery, RenderedMessage, SandboxMessage, Template
from apps.explain.why import why
from apps.graph import store
from apps.journeys import operations as journeys
from tests.explain.worlds import person, three_that_compete
from tests.pages import queries_of
from tests.scenario import START, at, identify, message_on, rule_set, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

HTML = (
    "<p>Hi <b>{{ person.plan }}</b></p><img src='https://pixel.example/x.gif'><script>x()</script>"
)


def build() -> Delivery:
    Template.objects.create(
        key="hello", name="Hello", channel="email", subject="Hi", text="Hi you", html=HTML
    )
    three_that_compete()
    drain("email", lambda: at(1, minutes=2))
    return Delivery.objects.get()


def explained(message: Delivery) -> why.Explanation:
    found = why.of_message(message.pk)
    assert found is not None
    return found


def page(browser: Client, message: Delivery, query: str = "") -> str:
    answer = browser.get(f"/messages/{message.pk}/why/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_identifiers_of_the_event_and_where_they_led(browser: Client) -> None:
    message = build()
    (carried,) = explained(message).identity.carried
    assert (carried.type, carried.value, carried.how) == ("user_id", "ann", "known")
    assert carried.profile == person()
    text = page(browser, message)
    assert "This person, known by it since" in text
    assert "No other profile had been joined to it by then." in text


def test_the_way_is_lit_and_the_rest_is_dim(browser: Client) -> None:
    message = build()
    lit = explained(message).lit
    assert lit is not None and lit.message == "Trial day 1"
    assert [(line.start, line.end) for line in lit.lines] == [("in", "Trial day 1")]
    assert {node.key for node in lit.picture.nodes} - set(lit.steps) == {
        "three days",
        "Trial day 3",
        "out",
    }
    text = page(browser, message)
    assert 'class="node type-message on message"' in text
    assert text.count('class="node type-message dim"') == 1


def test_conditions_are_told_leaf_by_leaf(browser: Client) -> None:
    text = page(browser, build())
    assert "trait plan is “pro”: it was “pro”" in text and "✓" in text


def test_every_gate_is_shown_with_its_numbers_and_the_rule_that_said_no(browser: Client) -> None:
    rule_set(caps=[{"id": "week", "name": "1 a week", "limit": 1, "hours": 168}])
    journeys.publish(key="welcome", name="Welcome", document=message_on("Go"), by=None, now=START)
    tell(identify("ann", at(0)), track("ann", "Go", at(1)), track("ann", "Go", at(2)))
    run_until(at(3))
    rows = store.read("MATCH (d:Decision) RETURN d.uid AS u ORDER BY d.at DESC LIMIT 1")
    text = browser.get(f"/decisions/{rows[0]['u']}/").content.decode()
    assert "1 of 1 message in the last 7 days (2 Mar 10:00)" in text
    assert "frequency_cap%3Aweek" in text and "This decided it." in text
    for gate in ("Not suppressed", "Has an address", "Consent", "Quiet hours", "Holdout"):
        assert gate in text


def test_versions_tell_who_published_them_when_and_with_which_note(browser: Client) -> None:
    someone = User.objects.create_user("paula")
    rule_set()
    journeys.publish(
        key="welcome",
        name="Welcome",
        document=message_on("Go"),
        by=someone,
        now=START,
        note="A first try",
    )
    tell(identify("ann", at(0)), track("ann", "Go", at(1)))
    run_until(at(1))
    text = page(browser, Delivery.objects.get())
    assert "paula" in text and "A first try" in text
    assert 'href="/journeys/welcome/versions/1/"' in text and 'href="/rules/versions/1/"' in text


def test_the_message_is_shown_as_it_was_sent_without_scripts_or_pictures(browser: Client) -> None:
    message = build()
    SandboxMessage.objects.all()._raw_delete("default")
    assert "What it said was not kept" in page(browser, message)
    RenderedMessage.objects.create(
        delivery=message, to="ann@example.test", subject="Hi", text="T", html=HTML, at=at(1)
    )
    text = page(browser, message)
    assert f'src="/messages/{message.pk}/html/"' in text and 'sandbox=""' in text
    frame = browser.get(f"/messages/{message.pk}/html/")
    policy = frame.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;") and "default-src 'none'" in policy
    assert "img-src data:" in policy and "https:" not in policy
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert Client().get(f"/messages/{message.pk}/html/").status_code == 302
    assert browser.get("/messages/00000000-0000-0000-0000-000000000000/html/").status_code == 404


def test_attempts_are_told_with_the_answer_of_the_provider(browser: Client) -> None:
    message = build()
    message.tries.create(number=2, at=at(2), outcome="retry", response="451 later", duration_ms=12)
    text = page(browser, message)
    assert "451 later" in text and "12 ms" in text


def test_what_followed_is_told_in_its_order(browser: Client) -> None:
    message = build()
    tell(
        track("ann", "Message Opened", at(2), message_id=str(message.pk)),
        track("ann", "Subscription Changed", at(3), channel="email", status="unsubscribed"),
    )
    run_until(at(days=4))
    found = explained(message)
    said = [one.sentence for one in found.after.happened]
    assert "They unsubscribed from e-mail." in said
    assert any("got nothing" in one for one in said)
    assert [one.at for one in found.after.happened] == sorted(o.at for o in found.after.happened)
    assert found.after.verdict and found.after.next and not found.after.before
    text = page(browser, message)
    assert f'href="/decisions/{found.after.next}/"' in text
    neighbour = why.of_decision(found.after.next)
    assert neighbour is not None and neighbour.after.before == str(message.decision_id)


def test_the_first_parts_are_open_and_the_print_view_opens_all(browser: Client) -> None:
    message = build()
    text = page(browser, message)
    assert 'id="trigger" open' in text and 'id="identity">' in text
    printed = page(browser, message, "?print=1")
    assert "data-print" in printed and 'id="identity" open' in printed
    assert printed.count("<details") - 1 == printed.count(" open>")


def test_anybody_with_a_login_may_follow_the_link() -> None:
    message = build()
    client = Client()
    address = f"/messages/{message.pk}/why/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("reader"))
    answer = client.get(address)
    assert answer.status_code == 200 and f"http://testserver{address}" in answer.content.decode()
    told = client.get(f"/api{address}").json()
    assert told["sentence"] in answer.content.decode().replace("&#x27;", "'")


def test_the_number_of_queries_does_not_grow_with_history(browser: Client) -> None:
    message = build()
    address = f"/messages/{message.pk}/why/"
    page(browser, message)
    few, asked = queries_of(browser, address), reads(browser, address)
    tell(*(track("ann", "Trial Started", at(5 + n), source="x") for n in range(30)))
    tell(*(track("ann", "Read", at(5 + n / 10)) for n in range(200)))
    run_until(at(days=20))
    assert queries_of(browser, address) <= few
    assert reads(browser, address) <= asked


def reads(browser: Client, address: str) -> int:
    """How many queries the page asks the graph."""
    count = 0
    real = store.read

    def counting(query: str, **parameters: Any) -> list[dict[str, Any]]:
        nonlocal count
        count += 1
        return real(query, **parameters)

    store.read = counting
    try:
        with CaptureQueriesContext(connection):
            assert browser.get(address).status_code == 200
    finally:
        store.read = real
    return count


def test_a_moment_is_told_in_the_zone_that_is_named(browser: Client) -> None:
    assert "Times in Europe/Berlin" in page(browser, build())
    assert clock.now().tzinfo is not None
