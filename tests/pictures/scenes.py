"""What is in each picture: a page of the demonstration, brought to the moment that is shown."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.pictures.installation import Running

Scene = Callable[[Page, Running], None]

WIDTH, HEIGHT = 1280, 800
# Pages that are read downwards.
TALLER = {"journey": 1180}

JOURNEY = "trial-onboarding"
# The demonstration's draft with a node that leads nowhere and ways that nobody has drawn.
UNFINISHED = "anniversary"


def overview(page: Page, running: Running) -> None:
    page.goto(running.address)
    page.get_by_role("link", name="30 days", exact=True).click()
    expect(page.locator("main")).to_contain_text("in the last 30 days")


def journey(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/journeys/{JOURNEY}/")


def editor_empty(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/journeys/new/")
    page.get_by_label("Name", exact=True).fill("Spring campaign")
    page.get_by_role("button", name="Open the editor").click()
    _drawn(page)


def editor_full(page: Page, running: Running) -> None:
    _open(page, running, f"{JOURNEY}/draft/")
    _card(page, "If 2 or more").click()
    expect(_panel(page)).to_contain_text("people")
    expect(_panel(page)).not_to_contain_text("Counting…")


def editor_problems(page: Page, running: Running) -> None:
    _open(page, running, f"{UNFINISHED}/draft/")
    _tab(page, "Problems").click()
    expect(_panel(page)).to_contain_text("Checked just now")


def editor_try(page: Page, running: Running) -> None:
    _open(page, running, f"{JOURNEY}/draft/")
    _tab(page, "Try it").click()
    _panel(page).get_by_role("button", name="Try it", exact=True).click()
    expect(page.locator(".step-lit").first).to_be_visible()


def editor_live(page: Page, running: Running) -> None:
    _open(page, running, f"{JOURNEY}/versions/1/")
    expect(page.locator(".step-badge").first).to_be_visible()


SCENES: dict[str, Scene] = {
    "overview": overview,
    "journey": journey,
    "editor-empty": editor_empty,
    "editor-full": editor_full,
    "editor-problems": editor_problems,
    "editor-try": editor_try,
    "editor-live": editor_live,
}


def log_in(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/login/")
    page.get_by_label("Username").fill(running.username)
    page.get_by_label("Password").fill(running.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def _open(page: Page, running: Running, address: str) -> None:
    page.goto(f"{running.address}/journeys/{address}")
    _drawn(page)


def _drawn(page: Page) -> None:
    expect(page.locator(".canvas:not(.canvas-waiting) [data-card]").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def _panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Panel")


def _tab(page: Page, name: str) -> Locator:
    return _panel(page).get_by_role("tab", name=re.compile(f"^{name}"))


def _card(page: Page, words: str) -> Locator:
    return page.locator("[data-card] .step-words").filter(has_text=words)
