"""A version with its live numbers: they move by themselves, and each leads to its people."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.watch import Watch
from tests.journeys.worlds import begun, people_on_the_first
from tests.scenario import at, run_until, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
AsUser = Callable[[str], Page]
NUMBERS = re.compile(r"/live/\?")
CHANGES = """() => {
  window.changed = new Set();
  new MutationObserver((seen) => seen.forEach(({target}) => {
    const element = target.nodeType === 1 ? target : target.parentElement;
    const card = element && element.closest("[data-card]");
    if (card) window.changed.add(card.dataset.card);
  })).observe(document.querySelector(".react-flow"),
    {subtree: true, childList: true, characterData: true});
}"""


@pytest.fixture
def live(as_user: AsUser, live_server: LiveServer) -> Page:
    """Version 1 with ann and ben at a message that waits, cid and dan in a delay."""
    people_on_the_first()
    page = as_user("ann")
    page.goto(f"{live_server.url}/journeys/way/versions/1/")
    page.get_by_role("button", name="All", exact=True).click()
    expect(tile(page, "entered")).to_contain_text("4")
    return page


def tile(page: Page, label: str) -> Locator:
    return page.locator(".live-tile", has_text=label)


def card(page: Page, key: str) -> Locator:
    return page.locator(f'[data-card="{key}"]')


def look_again(page: Page) -> None:
    """Wait until the page has asked again by itself."""
    with page.expect_response(NUMBERS):
        pass


def test_the_numbers_move_without_a_reload_and_the_rest_stays(live: Page) -> None:
    expect(card(live, "more").locator(".step-badge")).to_have_text("2")
    expect(card(live, "hello")).to_contain_text("4 sent")
    live.evaluate(CHANGES)
    tell(*begun("eve", 3.1))
    run_until(at(days=3.2))
    look_again(live)
    expect(tile(live, "entered")).to_contain_text("5")
    expect(card(live, "hello")).to_contain_text("5 sent")
    expect(card(live, "wait").locator(".step-badge")).to_have_text("3")
    assert set(live.evaluate("[...window.changed]")) == {"in", "hello", "wait"}


def test_a_number_leads_to_as_many_people(live: Page) -> None:
    card(live, "more").locator(".step-badge").click()
    expect(live.get_by_role("heading", name="2 people")).to_be_visible()
    expect(live.get_by_role("link", name="ann@example.test")).to_be_visible()
    expect(live.get_by_text("Frequency cap").first).to_be_visible()


def test_a_selected_node_has_its_numbers_in_the_panel(live: Page) -> None:
    card(live, "more").locator(".step-words").click()
    panel = live.get_by_role("complementary", name="Panel")
    expect(panel.locator(".live-selected")).to_contain_text("Stopped, by reason")
    panel.locator(".live-selected").get_by_role("link", name="Frequency cap waited").click()
    expect(
        live.get_by_role("heading", name=re.compile("2 messages.*frequency cap"))
    ).to_be_visible()


def test_what_fails_keeps_the_last_numbers_and_says_so(live: Page, watch: Watch) -> None:
    watch.allow("ERR_FAILED")

    def fail(route: Route) -> None:
        route.abort()

    live.route(NUMBERS, fail)
    live.get_by_role("button", name="30 days").click()
    expect(live.locator(".live .note")).to_contain_text("The server can’t be reached.")
    expect(tile(live, "entered")).to_contain_text("4")
    live.unroute(NUMBERS, fail)
    look_again(live)
    expect(live.locator(".live .note")).to_have_count(0)


def test_a_pause_asks_no_more(live: Page) -> None:
    live.get_by_role("button", name="Pause").click()
    expect(live.locator(".live-as-of")).to_contain_text("paused")
    asked: list[str] = []
    live.on("request", lambda request: asked.append(request.url))
    live.wait_for_timeout(10_500)
    assert not [url for url in asked if NUMBERS.search(url)]
    with live.expect_response(NUMBERS):
        live.get_by_role("button", name="Go on").click()
