"""A marketer's way through the pages, in a real browser."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.pages import world

__all__ = ["world"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_overview_to_the_people_at_a_node(world: datetime, console: Page) -> None:
    console.get_by_role("link", name="Day", exact=True).click()
    console.locator("main").get_by_role("link", name="Trial onboarding").click()
    node = console.get_by_role("link", name="Wait 3 days. 4 people here now.")
    expect(node).to_be_visible()
    node.click()
    expect(console.get_by_role("heading", name="Wait 3 days", level=1)).to_be_visible()
    expect(console.locator("main tbody tr")).to_have_count(4)
    expect(console.get_by_role("link", name="person0-0@example.test")).to_be_visible()


def test_a_cap_with_its_preview_becomes_a_sentence_of_the_rules(
    world: datetime, console: Page
) -> None:
    console.get_by_role("navigation", name="Main").get_by_role("link", name="Rules").click()
    console.get_by_role("link", name="Change the rules").click()
    console.get_by_role("link", name="Add a frequency cap").click()
    console.get_by_label("Name").fill("Two a day")
    console.get_by_label("At most").fill("2")
    console.get_by_label("Window").select_option("day")
    console.get_by_label("E-mail").check()
    says = "At most 2 e-mails per calendar day in the person’s time zone."
    expect(console.locator("#preview")).to_contain_text(says)
    expect(console.locator("#preview")).to_contain_text("would have stopped 0 of 4 sends")
    console.get_by_role("button", name="Save in the draft").click()
    expect(console.locator("#caps-two-a-day")).to_contain_text("added")
    console.get_by_role("link", name="Publish…").click()
    expect(console.locator("main")).to_contain_text(says)
    console.get_by_label("Note").fill("Nobody wants three")
    anyway = console.get_by_label("Publish anyway")
    if anyway.count():
        anyway.check()
    console.get_by_role("button", name="Publish").click()
    expect(console.get_by_role("status")).to_contain_text("Version 2 holds")
    expect(console.locator("#caps-two-a-day")).to_contain_text(says)


def test_the_keyboard_reaches_the_content_and_a_node(world: datetime, console: Page) -> None:
    console.keyboard.press("Tab")
    expect(console.get_by_role("link", name="Skip to the content")).to_be_focused()
    console.keyboard.press("Enter")
    expect(console.locator("#content")).to_be_focused()


def test_the_overview_looks_again_by_itself(world: datetime, console: Page) -> None:
    with console.expect_response(lambda r: "range=hour" in r.url and r.status == 200):
        console.wait_for_timeout(5200)
    expect(console.locator("#overview")).to_be_visible()
