"""A marketer writes a cap, and sees it stop the next message, in a real browser."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.common import clock
from apps.events import operations as events
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from tests.pages import publish
from tests.scenario import identify, message_on, rule_set, source, track

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offers(graph: object) -> datetime:
    """Somebody who was sent an offer two hours ago; the answer is now."""
    now = clock.now().replace(microsecond=0)
    rule_set(timezone="Europe/Berlin")
    publish("offers", "Offers", message_on("Offer Made", template="offer"), now)
    then = now - timedelta(hours=2)
    happened(identify("ann", then), track("ann", "Offer Made", then, id="first"))
    return now


def happened(*told: dict[str, Any]) -> None:
    """What was told takes its way through all stages, until now."""
    events.append(source=source(), events=list(told), now=clock.now())
    route_all()
    advance.drain_all(clock.now())


def test_a_cap_that_was_just_published_stops_the_next_message_and_says_so(
    offers: datetime, console: Page
) -> None:
    console.get_by_role("navigation", name="Main").get_by_role("link", name="Rules").click()
    console.get_by_role("link", name="Change the rules").click()
    console.get_by_role("link", name="Add a frequency cap").click()
    console.get_by_label("Name").fill("One offer a week")
    console.get_by_label("At most").fill("1")
    preview = console.locator("#preview")
    expect(preview).to_contain_text("At most 1 message in any 7 days.")
    expect(preview).to_contain_text("would have stopped 0 of 1 send")
    console.get_by_role("button", name="Save in the draft").click()
    console.get_by_role("link", name="Publish…").click()
    console.get_by_label("Note").fill("One is enough")
    if console.get_by_label("Publish anyway").count():
        console.get_by_label("Publish anyway").check()
    console.get_by_role("button", name="Publish").click()
    expect(console.get_by_role("status")).to_contain_text("Version 2 holds")

    happened(track("ann", "Offer Made", clock.now(), id="second"))
    console.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    console.get_by_role("link", name="ann@example.test").click()
    expect(console.locator("main")).to_contain_text("One offer a week")
    expect(console.locator("main")).to_contain_text("1 of 1")
