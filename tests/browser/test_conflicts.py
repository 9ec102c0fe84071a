"""Conflicts before launch, in a real browser: asked for, watched, narrowed down, mended."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from apps.common import clock
from apps.journeys import operations as journeys
from apps.simulate.analysing import run_next
from tests.scenario import message_on
from tests.simulate.test_conflicts_pages import shop

__all__ = ["shop"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_marketer_asks_for_an_analysis_and_mends_what_it_found(
    shop: datetime, console: Page
) -> None:
    console.get_by_role("link", name="Conflicts", exact=True).click()
    expect(console.get_by_role("heading", name="Nothing has been analysed yet")).to_be_visible()
    console.locator("main").get_by_role("button", name="Analyse now").click()
    expect(console.get_by_text("An analysis waits for its turn")).to_be_visible()
    while run_next():
        pass
    # The page looks every second, and loads again when it is over.
    expect(console.get_by_text("“Weak” always loses")).to_be_visible()
    console.get_by_label("Search").fill("nick")
    expect(console.get_by_text("“Weak” always loses")).to_be_hidden()
    console.get_by_label("Search").fill("")
    console.get_by_label("Kind").select_option("Journeys that meet")
    finding = console.get_by_role("listitem").filter(has_text="would have met 6 times")
    finding.get_by_label("What would mend it").click()
    finding.get_by_role("link", name="Give the cap more room").click()
    expect(console.get_by_label("Name", exact=True)).to_have_value("One a week")


def test_what_changed_since_stands_above_the_findings(shop: datetime, console: Page) -> None:
    console.goto(f"{console.url.rstrip('/')}/conflicts/")
    console.locator("main").get_by_role("button", name="Analyse now").click()
    while run_next():
        pass
    expect(console.get_by_text("“Weak” always loses")).to_be_visible()
    journeys.save_draft(
        key="weak", name="Weak", document=message_on("Go"), by=None, now=clock.now()
    )
    console.reload()
    expect(console.get_by_text("the draft of “Weak” changed")).to_be_visible()
