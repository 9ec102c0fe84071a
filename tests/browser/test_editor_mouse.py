"""A journey drawn by mouse, from a blank canvas to one that nothing is wrong with, and back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import shop
from tests.browser.canvas import Canvas, shape

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now(graph: object) -> datetime:
    return shop.build()


@pytest.fixture
def editor(now: datetime, as_user: Callable[[str], Page], live_server: LiveServer) -> Canvas:
    """A journey that somebody has just begun, by the page that asks for its name."""
    page = as_user("mia")
    page.goto(f"{live_server.url}/journeys/")
    page.get_by_role("link", name="New journey").first.click()
    page.wait_for_url("**/new/")
    page.get_by_label("Name", exact=True).fill("Trial")
    expect(page.get_by_label("Key")).to_have_value("trial")
    page.get_by_role("button", name="Open the editor").click()
    return Canvas(page, live_server.url).drawn()


def draw(editor: Canvas) -> None:
    """An entry, a split with a message at each port, and a goal that both lead to."""
    editor.select(editor.card("Entry"))
    editor.choose("When this event comes", "Trial Started")
    editor.insert("Trial Started", "Exit", "Split by condition")
    editor.panel.get_by_role("button", name="Condition", exact=True).click()
    editor.choose("Trait", "plan")
    editor.choose("Value", "trial")
    editor.insert("If plan is trial", "Exit", "Message")
    editor.choose("Template", "welcome")
    editor.select(editor.card("Exit"))
    editor.page.get_by_role("group", name="Selection").get_by_role("button", name="Delete").click()
    editor.drag_in("Message", 620, 460)
    editor.choose("Template", "remind")
    editor.drag_in("Goal", 150, 580)
    editor.choose("Event", "Subscription Started")
    editor.connect(
        editor.port(editor.card("If plan"), "none of these"), editor.card("E-mail “remind”")
    )
    for message in ("E-mail “welcome”", "E-mail “remind”"):
        editor.connect(editor.port(editor.card(message)), editor.card("Goal"))


def test_a_journey_with_a_split_is_drawn_undone_and_done_again(editor: Canvas) -> None:
    first = editor.document("trial")
    expect(editor.cards).to_have_count(2)
    expect(editor.canvas).to_contain_text("What happens after people come in?")
    editor.problems(2)
    draw(editor)
    editor.problems(0)
    editor.tab("Problems").click()
    expect(editor.panel).to_contain_text("Nothing is wrong")
    expect(editor.panel).to_contain_text("Checked just now, conflicts included.")
    editor.saved()
    last = editor.document("trial")
    assert sorted(node["type"] for node in last["nodes"]) == [
        "condition_split",
        "entry",
        "goal",
        "message",
        "message",
    ]
    assert shape(last) == {
        ("entry", "next", "condition_split"),
        ("condition_split", "yes", "message"),
        ("condition_split", "else", "message"),
        ("message", "next", "goal"),
    }
    steps = editor.undo_all()
    assert steps >= 12
    editor.saved()
    assert editor.document("trial") == first
    assert editor.redo_all() == steps
    editor.saved()
    assert editor.document("trial") == last
    editor.page.reload()
    editor.drawn()
    expect(editor.cards).to_have_count(5)
    assert editor.document("trial") == last
