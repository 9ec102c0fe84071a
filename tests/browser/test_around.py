"""The picture around a person, walked in a real browser: with the mouse, and with the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import explained
from tests.scenario import at, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

# Where a card of the picture is, once it has come to rest, and what it says.
CARD = """([kind, text]) => {
    const cy = document.querySelector("#around-canvas")._cyreg.cy;
    const found = cy.nodes().filter((node) => node.id().startsWith(kind + ":")
        && node.data("text").includes(text));
    if (found.empty() || cy.animated() || found[0].animated()) return null;
    const { x, y } = found[0].renderedPosition();
    return x > 0 && y > 0 && x < cy.width() && y < cy.height() ? { x, y } : null;
}"""


@pytest.fixture
def picture(as_user: Callable[[str], Page], live_server: LiveServer) -> Page:
    """The picture around Ann, about whom three journeys competed."""
    message, page = explained.build(), as_user("mia")
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/people/{message.profile_id}/")
    page.goto(f"{page.url}around/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Around ann@example.test")
    return page


def click_card(page: Page, kind: str, text: str, times: int = 1) -> None:
    spot = page.wait_for_function(CARD, arg=[kind, text]).json_value()
    canvas = page.locator("#around-canvas").bounding_box()
    assert canvas is not None
    page.mouse.click(canvas["x"] + spot["x"], canvas["y"] + spot["y"], click_count=times)


def focus(page: Page) -> Locator:
    return page.locator("#around-focus")


def way(page: Page) -> Locator:
    return page.get_by_role("navigation", name="The way so far").get_by_role("listitem")


def test_by_mouse_from_the_person_to_the_journey_that_lost_and_back(picture: Page) -> None:
    click_card(picture, "decision", "Decision of 6 Mar")
    expect(focus(picture)).to_contain_text("Decision of")
    expect(picture.locator("#around-panel")).to_contain_text("lost to Trial onboarding")
    click_card(picture, "journey", "Win-back")
    expect(focus(picture)).to_have_text("Win-back")
    expect(way(picture)).to_have_count(3)
    expect(way(picture).first).to_have_text("ann@example.test")
    expect(way(picture).last).to_have_text("Win-back lost to Trial onboarding")
    assert "focus=journey%3Awin-back" in picture.url
    picture.go_back()
    expect(focus(picture)).to_contain_text("Decision of")
    picture.go_forward()
    expect(focus(picture)).to_have_text("Win-back")
    picture.reload()
    expect(way(picture)).to_have_count(3)
    way(picture).first.get_by_role("link").click()
    expect(focus(picture)).to_have_text("ann@example.test")
    expect(way(picture)).to_have_count(1)


def test_by_keyboard_the_same_way(picture: Page) -> None:
    keys = picture.keyboard
    focus(picture).focus()

    def walk_to(text: str) -> None:
        near = picture.locator("a.around-near")
        keys.press("Home")
        for _ in range(near.count()):
            if text in picture.evaluate("document.activeElement.textContent"):
                return keys.press("Enter")
            keys.press("ArrowDown")
        raise AssertionError(f"no neighbour says “{text}”")

    walk_to("Decision of 6 Mar")
    expect(focus(picture)).to_contain_text("Decision of")
    expect(focus(picture)).to_be_focused()
    walk_to("lost to Trial onboarding")
    expect(way(picture)).to_have_count(3)
    assert "focus=journey" in picture.url
    keys.press("Backspace")
    expect(focus(picture)).to_contain_text("Decision of")
    keys.press("Backspace")
    expect(focus(picture)).to_have_text("ann@example.test")
    expect(way(picture)).to_have_count(1)
    keys.press("Backspace")
    expect(focus(picture)).to_have_text("ann@example.test")


def test_a_double_click_opens_the_page(picture: Page) -> None:
    click_card(picture, "decision", "Decision of 6 Mar", times=2)
    picture.wait_for_url(re.compile("/decisions/"))
    expect(picture.get_by_role("heading", level=1)).to_have_text("What was decided")


def test_kinds_are_chosen_and_further_neighbours_come_on_demand(picture: Page) -> None:
    tell(*(track("ann", f"Read {n}", at(days=10, hours=n), id=f"r{n}") for n in range(7)))
    run_until(at(days=11))
    picture.reload()
    panel = picture.locator("#around-panel")
    expect(panel.get_by_role("heading", name="Identifiers")).to_be_visible()
    picture.get_by_text("Kinds shown", exact=True).click()
    picture.get_by_role("checkbox", name="Messages").check()
    expect(panel.get_by_role("heading", name="Identifiers")).to_have_count(0)
    expect(panel.get_by_role("heading", name="Messages")).to_be_visible()
    assert "kinds=message" in picture.url
    picture.get_by_role("checkbox", name="Messages").uncheck()
    picture.get_by_role("checkbox", name="Sessions").check()
    near = panel.locator("a.around-near")
    expect(near).to_have_count(4)
    click_card(picture, "more", "5 more sessions")
    expect(near).to_have_count(9)
    expect(near.nth(4)).to_be_focused()
    expect(panel.get_by_role("link", name="more sessions")).to_have_count(0)


def test_it_moves_gently_and_looks_the_same_in_the_dark(picture: Page) -> None:
    picture.emulate_media(reduced_motion="no-preference", color_scheme="dark")
    click_card(picture, "decision", "Decision of 6 Mar")
    click_card(picture, "journey", "Win-back")
    expect(focus(picture)).to_have_text("Win-back")
    picture.get_by_role("button", name="Zoom in").click()
    picture.get_by_role("button", name="Fit").click()
    click_card(picture, "person", "ann@")
    expect(way(picture)).to_have_count(1)
