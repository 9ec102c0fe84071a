"""Two people in one draft: each sees the other, and nothing is overwritten in silence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.journeys import operations as journeys
from tests.browser import shop
from tests.browser.canvas import Canvas
from tests.scenario import node, path

pytestmark = pytest.mark.django_db(transaction=True)


def document() -> dict[str, Any]:
    return path(
        node("in", "entry", event="Trial Started"),
        node("hello", "message", template="welcome"),
        node("pause", "delay", duration={"days": 2}),
        node("out", "exit"),
    )


@dataclass
class Two:
    mia: Canvas
    leo: Canvas

    @property
    def dialog(self) -> Locator:
        """What Leo is asked."""
        return self.leo.page.get_by_role("dialog")


@pytest.fixture
def two(graph: object, as_user: Callable[[str], Page], live_server: LiveServer) -> Two:
    """Mia and Leo have the same draft before them; then Mia names the message."""
    now: datetime = shop.build()
    journeys.save_draft(key="trial", name="Trial", document=document(), by=None, now=now)
    mia, leo = (Canvas(as_user(who), live_server.url).open("trial") for who in ("mia", "leo"))
    # As if Leo's window never got round to looking, however slow the machine is.
    leo.page.route("**/draft/?seen=*", lambda asked: asked.fulfill(status=204))
    mia.select(mia.card("E-mail"))
    mia.field("Name").fill("Mia’s words")
    mia.field("Name").press("Tab")
    mia.saved()
    return Two(mia, leo)


def rename(editor: Canvas, card: str, name: str) -> None:
    editor.select(editor.card(card))
    editor.field("Name").fill(name)
    editor.field("Name").press("Tab")


def names(editor: Canvas) -> dict[str, str]:
    return {each["key"]: each["name"] for each in editor.document("trial")["nodes"]}


def asked(two: Two) -> None:
    """Leo changes the same message, and learns who was first, and with what."""
    rename(two.leo, "E-mail", "Leo’s words")
    expect(two.dialog).to_contain_text("Mia saved this draft at")
    expect(two.dialog.get_by_role("region", name="What mia changed")).to_contain_text("Mia’s words")
    expect(two.dialog.get_by_role("region", name="What you changed")).to_contain_text("Leo’s words")
    assert names(two.mia)["hello"] == "Mia’s words"


def test_the_second_takes_what_the_first_saved(two: Two) -> None:
    asked(two)
    two.dialog.get_by_role("button", name="Take theirs").click()
    expect(two.leo.card("Mia’s words")).to_be_visible()
    two.leo.saved()
    assert names(two.leo)["hello"] == "Mia’s words"
    # Leo's own words are one step back.
    two.leo.tools.get_by_role("button", name="Undo: Take what mia saved").click()
    expect(two.leo.card("Leo’s words")).to_be_visible()
    two.leo.saved()
    assert names(two.leo)["hello"] == "Leo’s words"


def test_the_second_keeps_what_is_theirs_knowing_it(two: Two) -> None:
    asked(two)
    two.dialog.get_by_role("button", name="Keep mine").click()
    two.leo.saved()
    assert names(two.leo)["hello"] == "Leo’s words"
    # Now Mia is the second.
    rename(two.mia, "Mia’s words", "Mine again")
    expect(two.mia.page.get_by_role("dialog")).to_contain_text("Leo saved this draft at")
    assert names(two.leo)["hello"] == "Leo’s words"


def test_what_touches_different_nodes_is_taken_together(two: Two) -> None:
    rename(two.leo, "Wait 2 days", "Leo’s pause")
    expect(two.dialog).to_contain_text("in different places")
    two.dialog.get_by_role("button", name="Take both").click()
    two.leo.saved()
    assert names(two.leo) == {
        "in": "in",
        "hello": "Mia’s words",
        "pause": "Leo’s pause",
        "out": "out",
    }


def test_who_only_looks_gets_what_the_other_saved(two: Two) -> None:
    """Leo has changed nothing: there is nothing to ask."""
    two.leo.page.unroute("**/draft/?seen=*")
    expect(two.leo.card("Mia’s words")).to_be_visible(timeout=20_000)
    expect(two.dialog).to_have_count(0)
