"""From a draft to people on its version, in a real browser, with nothing in its console."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.common import clock
from apps.journeys import telling
from apps.journeys.forms import as_text
from tests.journeys.worlds import people_on_the_first, second

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_is_mended_published_and_people_are_moved_to_it(
    graph: object, console: Page, live_server: LiveServer
) -> None:
    people_on_the_first()
    console.goto(f"{live_server.url}/journeys/")
    console.get_by_role("link", name="Way", exact=True).click()
    expect(console.get_by_text("2 wait: frequency cap").first).to_be_visible()
    console.get_by_role("link", name="New draft").click()
    console.get_by_role("button", name="More", exact=True).click()
    console.get_by_role("menuitem", name="Edit as text").click()
    document = second()
    document["nodes"][4]["settings"]["template"] = ""
    console.get_by_label("Document (JSON)").fill(as_text(document))
    console.get_by_role("button", name="Open a draft").click()
    expect(console.get_by_role("heading", name="1 problem to mend")).to_be_visible()
    console.locator("#problems").locator("..").locator("..").get_by_role("link").click()
    expect(console.locator("a.node:target")).to_have_attribute("aria-label", "last. 1 problem.")
    console.get_by_label("Document (JSON)").fill(as_text(second()))
    console.get_by_role("button", name="Save the draft").click()
    expect(console.get_by_role("heading", name="Nothing is wrong with it")).to_be_visible()
    console.get_by_role("link", name="Publish…").click()
    console.get_by_label("Note").fill("A last word")
    if console.get_by_label("Publish anyway").count():
        console.get_by_label("Publish anyway").check()
    console.get_by_role("button", name="Publish").click()
    console.get_by_role("link", name="Move…").click()
    console.get_by_label("Wait 2 days (wait)").select_option("leave")
    console.get_by_role("button", name="Continue").click()
    expect(console.get_by_text("2 go on in version 2, 2 leave the journey")).to_be_visible()
    console.get_by_role("button", name="Move them").click()
    moves = console.locator("#moves-list")
    expect(moves.get_by_text("0 of 4 waits for its turn")).to_be_visible()
    row = telling.claim(now=clock.now())
    assert row is not None
    expect(moves.get_by_text("waits for its turn")).to_have_count(0)
    expect(moves.get_by_role("progressbar")).to_be_visible()
    telling.tell_some(move=row, now=clock.now())
    # The page finds out by itself, and asks no more.
    expect(moves.get_by_role("progressbar")).to_have_count(0)
    expect(moves).not_to_have_attribute("hx-trigger", "every 1s")
    assert console.evaluate("document.documentElement.scrollWidth <= innerWidth")
