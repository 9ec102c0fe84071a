"""What the editor is like: it fits, it can be reached, it has names, and its small helps work."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.journeys import operations as journeys
from tests.browser import shop
from tests.browser.canvas import Canvas, middle, shape
from tests.scenario import node, path

pytestmark = pytest.mark.django_db(transaction=True)

OPERABLE = (
    "button, a[href], input:not([type=hidden]), select, textarea, summary,"
    " [role=button], [role=tab], [tabindex='0']"
)
# Names of what can be operated, as a screen reader would say them; "" where it would say nothing.
NAMES = """(all) => all.filter((it) => it.checkVisibility({ visibilityProperty: true }))
    .map((it) => {
        const by = (it.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
        const said = [
            ...by.map((id) => document.getElementById(id)?.textContent ?? ""),
            it.getAttribute("aria-label") ?? "",
            ...[...(it.labels ?? [])].map((label) => label.textContent),
            it.matches("input, select, textarea") ? "" : it.textContent,
            it.getAttribute("title") ?? "",
        ];
        return [it.outerHTML.slice(0, 160), said.map((one) => one.trim()).find(Boolean) ?? ""];
    })"""
# Whether what has the focus now is new; a frame later, since the canvas hands it on to a card.
REACHED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const it = document.activeElement;
    window.reached ??= new Set();
    const fresh = it !== document.body && !reached.has(it);
    reached.add(it);
    done(fresh);
})))"""
# A group of radio buttons is one stop of Tab; the canvas itself hands the focus on.
MISSED = """(all) => all.filter((it) => it.checkVisibility({ visibilityProperty: true })
    && !it.disabled && it.tabIndex >= 0 && !reached.has(it) && !it.matches(".canvas")
    && !(it.type === "radio" && [...reached].some((one) => one.name === it.name)))
    .map((it) => it.outerHTML.slice(0, 160))"""


def document() -> dict[str, Any]:
    split = node(
        "asked",
        "condition_split",
        branches=[{"port": "yes", "when": {"trait": "plan", "op": "eq", "value": "trial"}}],
    )
    drawn = path(
        node("in", "entry", event="Trial Started"),
        split,
        node("hello", "message", template="welcome"),
        node("pause", "delay", duration={"days": 2}),
        node("out", "exit"),
    )
    drawn["edges"].append({"from": "asked", "port": "yes", "to": "pause"})
    return drawn


@pytest.fixture
def now(graph: object) -> datetime:
    return shop.build()


@pytest.fixture
def editor(now: datetime, as_user: Callable[[str], Page], live_server: LiveServer) -> Canvas:
    journeys.save_draft(key="trial", name="Trial", document=document(), by=None, now=now)
    return Canvas(as_user("mia"), live_server.url).open("trial")


def unnamed(page: Page) -> list[Any]:
    return [found for found in page.locator(OPERABLE).evaluate_all(NAMES) if not found[1]]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_it_fits_and_everything_in_every_panel_has_a_name(editor: Canvas) -> None:
    assert fits(editor.page) and unnamed(editor.page) == []
    for words in ("Trial Started", "If plan", "E-mail", "Wait 2 days", "Exit"):
        editor.select(editor.card(words))
        assert unnamed(editor.page) == [], words
        assert fits(editor.page)
    for tab in ("Problems", "Try it", "Versions"):
        editor.tab(tab).click()
        expect(editor.tab(tab)).to_have_attribute("aria-selected", "true")
        assert unnamed(editor.page) == [], tab
        assert fits(editor.page)
    for button in ("Search for a node", "All keys"):
        editor.tools.get_by_role("button", name=button).click()
        assert unnamed(editor.page) == [], button
        editor.page.keyboard.press("Escape")


@pytest.mark.parametrize("words", ["Trial Started", "If plan", "E-mail"])
def test_tab_reaches_every_control(editor: Canvas, words: str) -> None:
    page = editor.page
    editor.select(editor.card(words))
    page.get_by_role("link", name="Skip to the content").focus()
    while page.evaluate(REACHED):
        page.keyboard.press("Tab")
    assert page.locator(OPERABLE).evaluate_all(MISSED) == []


def test_nodes_are_copied_into_another_journey(
    editor: Canvas, now: datetime, live_server: LiveServer
) -> None:
    other = path(node("in", "entry", event="Order Completed"), node("out", "exit"))
    journeys.save_draft(key="other", name="Other", document=other, by=None, now=now)
    page = editor.page
    editor.select(editor.card("If plan"))
    editor.card("E-mail").locator(".step-words").click(modifiers=["Control"])
    page.keyboard.press("Control+c")
    editor.open("other")
    page.mouse.move(*middle(editor.canvas))
    page.keyboard.press("Control+v")
    expect(editor.cards).to_have_count(4)
    editor.saved()
    assert ("condition_split", "else", "message") in shape(editor.document("other"))
    page.keyboard.press("Control+z")
    expect(editor.cards).to_have_count(2)


def test_a_note_is_written_coloured_and_kept(editor: Canvas) -> None:
    editor.drag_in("Note", 560, 120)
    text = editor.page.get_by_role("textbox", name="Text of the note")
    expect(text).to_be_focused()
    editor.page.keyboard.type("Ask Mia about the wait")
    editor.page.keyboard.press("Escape")
    note = editor.notes.filter(has_text="Ask Mia")
    note.get_by_role("button", name="mint").click()
    editor.saved()
    [kept] = editor.document("trial")["layout"]["notes"]
    assert (kept["text"], kept["color"]) == ("Ask Mia about the wait", "mint")
    editor.page.reload()
    expect(editor.drawn().notes).to_contain_text("Ask Mia about the wait")


def test_tidy_puts_the_nodes_in_order_and_can_be_undone(editor: Canvas) -> None:
    def places() -> list[tuple[float, float]]:
        return [middle(card) for card in editor.cards.all()]

    editor.drag(middle(editor.card("Wait 2 days").locator(".step-words")), (300, 140))
    editor.saved()
    dragged = editor.document("trial")["layout"]["positions"]
    editor.tools.get_by_role("button", name="Tidy the layout").click()
    expect(editor.canvas.get_by_role("status")).to_have_text("Tidied the layout")
    editor.saved()
    tidied = editor.document("trial")["layout"]["positions"]
    assert tidied != dragged
    order = [tidied[key][1] for key in ("in", "asked", "hello", "pause", "out")]
    assert order == sorted(order)
    editor.tools.get_by_role("button", name="Undo: Tidy the layout").click()
    editor.saved()
    assert editor.document("trial")["layout"]["positions"] == dragged


def test_a_node_is_found_by_its_words(editor: Canvas) -> None:
    editor.tools.get_by_role("button", name="Search for a node").click()
    editor.page.keyboard.type("welc")
    editor.page.get_by_role("dialog").get_by_role("option").filter(has_text="welcome").click()
    expect(editor.card("E-mail “welcome”")).to_be_focused()
    expect(editor.field("Template")).to_have_value("welcome")


def test_a_template_is_found_by_its_name(editor: Canvas) -> None:
    editor.select(editor.card("E-mail"))
    editor.choose("Template", "Still there")
    expect(editor.field("Template")).to_have_value("remind")
    expect(editor.card("E-mail “remind”")).to_be_visible()


def test_a_node_goes_by_a_click_and_the_gap_heals(editor: Canvas) -> None:
    editor.select(editor.card("E-mail"))
    editor.panel.get_by_role("button", name="Delete").click()
    expect(editor.cards).to_have_count(4)
    editor.saved()
    assert ("condition_split", "else", "delay") in shape(editor.document("trial"))


def test_discarding_a_draft_asks_first(editor: Canvas) -> None:
    page = editor.page
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Discard draft…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("[Dd]iscard"))
    assert editor.document("trial")["nodes"]
