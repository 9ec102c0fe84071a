"""A draft is tried on a person: each verdict is told, and nothing of it is sent or kept."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.graph import store
from apps.journeys import operations as journeys
from apps.people.models import Profile
from tests.browser import shop
from tests.browser.canvas import Canvas
from tests.scenario import node, path

pytestmark = pytest.mark.django_db(transaction=True)


def document() -> dict[str, Any]:
    """Who pays is thanked at once, everybody else is written to after two days."""
    paying = {"trait": "plan", "op": "eq", "value": "pro"}
    drawn = path(
        node("in", "entry", event="Trial Started"),
        node("asked", "condition_split", branches=[{"port": "paying", "when": paying}]),
        node("pause", "delay", duration={"days": 2}),
        node("hello", "message", template="welcome"),
        node("out", "exit"),
    )
    drawn["nodes"].append(node("thanks", "message", template="remind"))
    drawn["edges"] += [
        {"from": "asked", "port": "paying", "to": "thanks"},
        {"from": "thanks", "port": "next", "to": "out"},
    ]
    return drawn


@pytest.fixture
def editor(graph: object, as_user: Callable[[str], Page], live_server: LiveServer) -> Canvas:
    now = shop.build()
    journeys.save_draft(key="trial", name="Trial", document=document(), by=None, now=now)
    editor = Canvas(as_user("mia"), live_server.url).open("trial")
    editor.tab("Try it").click()
    return editor


def kept() -> dict[str, int]:
    """How much there is of all that a run would leave behind."""
    [nodes] = store.read("MATCH (n) RETURN count(n) AS count")
    [ways] = store.read("MATCH ()-[r]->() RETURN count(r) AS count")
    return {
        "deliveries": Delivery.objects.count(),
        "events": Event.objects.count(),
        "profiles": Profile.objects.count(),
        "graph nodes": nodes["count"],
        "graph relationships": ways["count"],
    }


def lit(editor: Canvas) -> set[str | None]:
    """The nodes on the path, by key."""
    cards = editor.canvas.locator(".step-lit")
    return {card.get_attribute("data-card") for card in cards.all()}


def test_a_draft_is_tried_on_a_real_person_and_nothing_is_kept(editor: Canvas) -> None:
    page, before = editor.page, kept()
    editor.panel.get_by_text("Real person").click()
    editor.panel.get_by_role("combobox", name="Person").fill("ben@")
    editor.suggestions.filter(has_text="ben@example.test").click()
    editor.panel.get_by_role("button", name="Try it").click()
    steps = editor.panel.get_by_role("list", name="Steps")
    expect(steps.get_by_role("listitem").first).to_be_visible()
    expect(steps).to_contain_text("thanks")
    expect(editor.canvas.locator(".step-lit").first).to_be_visible()
    assert lit(editor) == {"in", "asked", "thanks", "out"}
    expect(editor.panel).to_contain_text("Nothing was sent, nothing was stored.")
    page.wait_for_load_state("networkidle")
    assert kept() == before


def test_time_is_stepped_through_for_somebody_made_up(editor: Canvas) -> None:
    before = kept()
    editor.panel.get_by_role("button", name="Try it").click()
    steps = editor.panel.get_by_role("list", name="Steps")
    expect(steps).to_contain_text("hello")
    assert lit(editor) == {"in", "asked", "pause", "hello", "out"}
    steps.get_by_role("button").first.focus()
    editor.page.keyboard.press("Home")
    expect(editor.canvas.locator(".step-lit")).to_have_count(0)
    while "pause" not in lit(editor):
        editor.page.keyboard.press("ArrowDown")
    expect(editor.canvas.locator(".step-current")).to_have_attribute("data-card", "pause")
    assert lit(editor) == {"in", "asked", "pause"}
    editor.page.keyboard.press("End")
    expect(editor.canvas.locator(".step-current")).to_have_attribute("data-card", "out")
    assert kept() == before


def test_a_changed_draft_is_tried_again_by_itself(editor: Canvas) -> None:
    editor.panel.get_by_role("button", name="Try it").click()
    steps = editor.panel.get_by_role("list", name="Steps")
    expect(steps).to_contain_text("2 days")
    editor.select(editor.card("Wait 2 days"))
    editor.tab("Settings").click()
    editor.field("How long: days").fill("9")
    editor.tab("Try it").click()
    expect(steps).to_contain_text("9 days")
