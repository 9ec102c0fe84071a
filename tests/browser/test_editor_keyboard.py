"""A journey drawn by keyboard alone: the mouse is never touched."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import shop
from tests.browser.canvas import Canvas, shape

pytestmark = pytest.mark.django_db(transaction=True)


class Hands:
    """Keys, and what they lead to."""

    def __init__(self, editor: Canvas) -> None:
        self.editor, self.page = editor, editor.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, what: Locator) -> None:
        """Tab as often as it takes."""
        for _ in range(80):
            if what.count() and what.evaluate("(it) => it === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {what}")

    def on(self, words: str) -> Locator:
        """The focus is on the node of these words."""
        card = self.editor.card(words)
        expect(card).to_be_focused()
        return card

    def add(self, label: str, *, port: str = "") -> None:
        """A node after the one that has the focus, by the port of these words."""
        self.press("a")
        if port:
            self.take(port)
        self.take(label)

    def take(self, label: str) -> None:
        """Type what the list is to show, and take it."""
        self.page.get_by_role("dialog").get_by_role("combobox").wait_for()
        self.page.keyboard.type(label)
        first = self.page.get_by_role("dialog").get_by_role("option").first
        expect(first).to_contain_text(label)
        self.press("Enter")

    def settings(self) -> None:
        """From the node into its settings."""
        self.press("Enter")
        expect(self.editor.field("Name")).to_be_focused()

    def write(self, label: str, value: str) -> None:
        """Type a value into a field with suggestions, and take the first that fits."""
        self.tab_to(self.editor.field(label))
        self.page.keyboard.type(value)
        expect(self.editor.suggestions.first).to_contain_text(value)
        self.press("ArrowDown", "Enter")
        expect(self.editor.field(label)).to_have_value(value)

    def back(self) -> None:
        self.press("Escape")


@pytest.fixture
def hands(graph: object, as_user: Callable[[str], Page], live_server: LiveServer) -> Hands:
    """In the editor of a journey that was begun by keyboard, too."""
    shop.build()
    page = as_user("mia")
    page.goto(f"{live_server.url}/journeys/new/")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")
    return Hands(Canvas(page, live_server.url).drawn())


def draw(hands: Hands) -> None:
    hands.tab_to(hands.editor.card("Entry"))
    hands.settings()
    hands.write("When this event comes", "Trial Started")
    hands.back()
    hands.on("When Trial Started")
    hands.press("ArrowDown")
    hands.on("Exit")
    hands.press("Delete")
    hands.on("When Trial Started")
    hands.add("Split by condition")
    hands.settings()
    hands.tab_to(hands.editor.panel.get_by_role("button", name="Condition", exact=True))
    hands.press("Enter")
    hands.write("Trait", "plan")
    hands.write("Value", "trial")
    hands.back()
    hands.on("If plan is trial")
    hands.add("Message", port="yes")
    hands.settings()
    hands.write("Template", "welcome")
    hands.back()
    hands.on("E-mail “welcome”")
    hands.add("Goal")
    hands.settings()
    hands.write("Event", "Subscription Started")
    hands.back()
    hands.on("Goal: Subscription Started")
    hands.press("ArrowUp", "ArrowUp")
    hands.on("If plan is trial")
    hands.add("Message")
    hands.settings()
    hands.write("Template", "remind")
    hands.back()
    hands.on("E-mail “remind”")
    hands.press("c")
    hands.take("Goal")
    hands.on("E-mail “remind”")


def test_a_journey_is_drawn_by_keyboard_alone(hands: Hands) -> None:
    editor, page = hands.editor, hands.page
    first = editor.document("by-hand")
    draw(hands)
    editor.problems(0)
    editor.saved()
    drawn = editor.document("by-hand")
    assert shape(drawn) == {
        ("entry", "next", "condition_split"),
        ("condition_split", "yes", "message"),
        ("condition_split", "else", "message"),
        ("message", "next", "goal"),
    }

    hands.press("ArrowUp", "ArrowUp")
    hands.on("When Trial Started")
    hands.add("Delay")
    hands.on("Wait 1 day")
    assert ("delay", "next", "condition_split") in shape(stored(editor))
    hands.press("Delete")
    hands.on("When Trial Started")
    assert shape(stored(editor)) == shape(drawn)

    hands.press("/")
    hands.take("Goal: Subscription Started")
    hands.on("Goal: Subscription Started")
    hands.press("?")
    help = page.get_by_role("dialog", name="Everything works with the keyboard")
    expect(help).to_contain_text("Delete what is selected; the gap heals")
    hands.press("Escape")
    expect(help).to_be_hidden()
    hands.on("Goal: Subscription Started")

    last = stored(editor)
    steps = through(hands, "Control+z", "Nothing to undo")
    assert stored(editor) == first
    assert through(hands, "Control+Shift+Z", "Nothing to redo") == steps
    assert stored(editor) == last


def stored(editor: Canvas) -> dict[str, object]:
    editor.saved()
    return editor.document("by-hand")


def through(hands: Hands, key: str, nothing: str) -> int:
    """Presses this until it is said that nothing is left to do; how often that was."""
    for count in range(100):
        hands.press(key)
        if hands.editor.said(nothing):
            return count
    raise AssertionError(f"{key} has no end")
