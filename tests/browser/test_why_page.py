"""Why a message was sent, in a real browser: fold by keyboard, share, run again, print."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.delivery.models import Delivery
from apps.rules import operations as rules
from tests.browser import explained

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture
def message() -> Delivery:
    return explained.build()


@pytest.fixture
def page(message: Delivery, as_user: Callable[[str], Page], live_server: LiveServer) -> Page:
    """The page of the message, as somebody sees it who is logged in."""
    opened = as_user("mia")
    opened.goto(f"{live_server.url}/messages/{message.pk}/why/")
    return opened


def test_evidence_folds_and_unfolds_by_keyboard(page: Page) -> None:
    identity = page.locator("#identity")
    assert identity.get_attribute("open") is None
    expect(page.locator("#trigger")).to_have_attribute("open", "")
    page.locator("#identity > summary").focus()
    page.keyboard.press("Enter")
    expect(identity).to_have_attribute("open", "")
    expect(identity).to_contain_text("This person, known by it since")
    page.keyboard.press("Space")
    expect(identity).not_to_have_attribute("open", "")
    button = page.get_by_role("button", name="Unfold all")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".why > .fold:not([open])")).to_have_count(0)
    page.get_by_role("button", name="Fold all").click()
    expect(page.locator(".why > .fold[open]")).to_have_count(0)


def test_the_way_is_lit_in_the_drawing_and_leads_to_its_nodes(page: Page) -> None:
    drawing = page.locator("svg.lit")
    expect(drawing.locator("a.node.message .what")).to_have_text("E-mail “day-3”")
    expect(drawing.locator("a.node.on")).to_have_count(5)
    expect(drawing.locator("a.node.dim .what")).to_have_text("Goal: Subscription Started")
    expect(drawing.locator("path.edge.on")).to_have_count(4)
    drawing.locator("a.node.message").click()
    expect(page).to_have_url(re.compile(r"/journeys/trial-onboarding/nodes/Trial%20day%203/"))


def test_the_address_is_copied_and_opens_for_anybody_with_a_login(
    page: Page, message: Delivery, live_server: LiveServer
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server.url}/messages/{message.pk}/why/"
    User.objects.filter(username="mia").update(is_staff=False)
    page.goto(copied)
    expect(page.get_by_role("heading", level=1)).to_have_text("Why “Trial day 3”?")


def test_it_runs_again_as_it_was_and_as_it_would_be_today(page: Page) -> None:
    page.get_by_role("button", name="Run this decision again").click()
    hashes = page.locator("#replay dd")
    expect(page.locator("#replay")).to_contain_text("Same inputs, same decision")
    assert hashes.nth(0).inner_text() == hashes.nth(1).inner_text()
    cap = {"id": "none", "name": "No e-mail at all", "limit": 0, "hours": 24}
    document = {**explained.RULES, "caps": [cap]}
    rules.publish(document=document, note="", by=None, now=explained.moment())
    page.get_by_role("button", name="With today’s rules").click()
    expect(page.locator("#replay")).to_contain_text("Today it would come out otherwise")
    row = page.get_by_role("row", name="“Trial day 3” of Trial onboarding differs")
    expect(row).to_contain_text("Sent")
    expect(row).to_contain_text("No e-mail at all")


def test_the_print_view_has_everything_and_no_navigation(
    page: Page, message: Delivery, live_server: LiveServer
) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.get_by_role("button", name="Run this decision again")).to_be_hidden()
    page.emulate_media(media="screen")
    page.add_init_script(
        "window.print = () => document.documentElement.setAttribute('data-printed', '')"
    )
    page.get_by_role("link", name="Print").click()
    expect(page.locator("html[data-printed]")).to_be_attached()
    assert page.url.endswith("?print=1")
    expect(page.locator(".why details:not([open])")).to_have_count(0)
    expect(page.locator(".side")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#identity table")).to_be_visible()
    expect(page.locator("#versions table")).to_be_visible()
    expect(page.locator(".why")).to_contain_text("create a project and invite your team")


def test_the_json_is_read_with_the_login_of_the_browser(page: Page, message: Delivery) -> None:
    address = page.get_by_role("link", name="JSON").get_attribute("href")
    answer = page.request.get(f"{page.url.split('/messages')[0]}{address}")
    told = answer.json()
    assert told["id"] == str(message.decision_id)
    assert told["sentence"] == page.locator(".answer .sentence").inner_text()


def test_the_pages_of_the_persons_decisions_follow_each_other(page: Page) -> None:
    page.get_by_role("link", name="Decision before").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was decided")
    page.get_by_role("link", name="Decision after").click()
    expect(page.locator(".answer")).to_contain_text("“Trial day 3” of Trial onboarding")


def test_a_click_on_no_element_and_an_address_of_no_part_are_nothing(page: Page) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    # As when the second half of a double click belongs to the page that has just opened.
    page.evaluate("document.dispatchEvent(new MouseEvent('click', { bubbles: true }))")
    page.evaluate("location.hash = 'nowhere'")
    page.evaluate("location.hash = ''")
    page.locator("[data-unfold]").click()
    expect(page.locator(".why > .fold:not([open])")).to_have_count(0)
    assert wrong == []
