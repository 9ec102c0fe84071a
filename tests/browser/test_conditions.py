"""Conditions as they are written by hand: in the inspector, and in the form of a stage."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.common import clock
from apps.journeys import operations
from apps.journeys.models import Journey
from tests.browser import shop
from tests.browser.canvas import Canvas

pytestmark = pytest.mark.django_db(transaction=True)

NEVER: dict[str, Any] = {"any": []}
ODD = {
    "all": [
        {"trait": "plan", "op": "in", "value": ["pro", "trial"], "comment": "asked for in spring"},
        {"not": {"any": [{"stage": "customer", "op": "gt", "value": "a"}, NEVER]}},
        {"entry": "total", "op": "eq", "value_from": {"trait": "limit"}},
        {"not": {"not": {"count": "Order Completed", "op": "lte", "value": 3}}},
        {},
    ]
}
EVERY_TYPE: list[tuple[str, str, dict[str, Any]]] = [
    ("in", "entry", {"event": "Order Completed", "where": ODD, "unknown": [1, {"deep": None}]}),
    ("wait", "wait_for_event", {"event": "A", "at_most": {"days": 2, "hours": 12}, "match": []}),
    ("split", "condition_split", {"branches": [{"port": "a", "when": ODD, "more": 1}]}),
    ("luck", "random_split", {"variants": [{"port": "x", "weight": 0.5, "more": 1}]}),
    ("mail", "message", {"template": "welcome", "at_most": None, "tags": ["a"]}),
    (
        "till",
        "delay",
        {"until": {"time": "09:00:30", "weekdays": ["sun"]}, "duration": {"days": 1}},
    ),
    ("date", "delay", {"trait": "ends", "offset": {"days": -1, "hours": 2}, "time": "T0900"}),
    ("set", "update_trait", {"trait": "plan", "value": {"nested": [1]}}),
    ("move", "move_stage", {"lifecycle": "gone", "stage": "gone"}),
    ("back", "jump", {"limit": 3}),
    ("goal", "goal", {"where": NEVER, "window": {"weeks": 2}}),
    ("out", "exit", {"event": "Left", "where": ODD}),
]


def begin(key: str, nodes: list[tuple[str, str, dict[str, Any]]]) -> dict[str, Any]:
    """A draft of these nodes, side by side without ways; the answer is its document."""
    Journey.objects.create(key=key, name=key.title(), created_at=clock.now())
    document = {
        "nodes": [{"key": k, "type": t, "name": f"The {k}", "settings": s} for k, t, s in nodes],
        "edges": [],
        "layout": {"positions": {k: [0, 120 * at] for at, (k, _, _) in enumerate(nodes)}},
    }
    operations.save_draft(key=key, name=key, document=document, by=None, now=clock.now())
    return document


@pytest.fixture
def page(graph: object, as_user: Callable[[str], Page]) -> Page:
    cache.clear()
    shop.build()
    return as_user("mia")


def test_looking_at_every_form_changes_nothing(page: Page, live_server: LiveServer) -> None:
    document = begin("every", EVERY_TYPE)
    editor = Canvas(page, live_server.url).open("every")
    editor.tools.get_by_role("button", name="See all of it").click()
    for key, _, _ in EVERY_TYPE:
        editor.select(page.locator(f"[data-card={key}]"))
        expect(editor.field("Name")).to_have_value(f"The {key}")
    expect(editor.tools.get_by_role("button", name="Nothing to undo")).to_be_visible()
    assert editor.document("every") == document


def test_a_condition_is_written_by_keyboard_over_what_was_seen(
    page: Page, live_server: LiveServer
) -> None:
    begin("paid", [("in", "entry", {"event": "Order Completed"})])
    editor = Canvas(page, live_server.url).open("paid")
    editor.select(editor.card("When Order Completed"))
    person = editor.panel.get_by_role("group", name="The person must be so").first
    person.get_by_role("button", name="Condition", exact=True).focus()
    keys = page.keyboard
    keys.press("Enter")
    expect(person.get_by_label("Trait")).to_be_focused()
    keys.type("pl")
    expect(editor.suggestions).to_have_count(1)
    for key in ("ArrowDown", "Enter", "Tab", "Tab", "ArrowDown"):
        keys.press(key)
    expect(editor.suggestions).to_have_count(3)
    keys.press("Escape")
    keys.type("pro")
    keys.press("Escape")
    expect(person).to_contain_text("Only if plan is pro")
    expect(person).to_contain_text("1 of 3 people matches now.")
    keys.press("Tab")
    person.get_by_role("button", name="Group", exact=True).press("Enter")
    expect(person.get_by_label("Trait").nth(1)).to_be_focused()
    keys.type("first_name")
    person.get_by_label("How it is compared").nth(1).select_option("is known")
    expect(person).to_contain_text("plan is pro and first name is known")
    editor.saved()
    [entry] = editor.document("paid")["nodes"]
    assert entry["settings"]["audience"] == {
        "all": [
            {"trait": "plan", "op": "eq", "value": "pro"},
            {"trait": "first_name", "op": "exists"},
        ]
    }


def test_what_is_missing_is_said_at_the_question_and_a_problem_leads_there(
    page: Page, live_server: LiveServer
) -> None:
    half = {"all": [{"trait": "plan", "op": "exists"}, {"trait": "age", "op": "gt"}]}
    begin("half", [("in", "entry", {"event": "Order Completed", "audience": half})])
    editor = Canvas(page, live_server.url).open("half")
    editor.tab("Problems").click()
    row = editor.panel.get_by_role("listitem").filter(has_text="needs a value to compare with")
    row.get_by_role("button").first.click()
    value = editor.panel.get_by_label("Value", exact=True)
    expect(value).to_be_focused()
    expect(value).to_have_attribute("aria-invalid", "true")
    value.fill("30")
    expect(value).not_to_have_attribute("aria-invalid", "true")


def test_a_way_that_is_renamed_stays_drawn(page: Page, live_server: LiveServer) -> None:
    nodes = [
        ("in", "entry", {"event": "Order Completed"}),
        ("split", "condition_split", {"branches": [{"port": "a"}, {"port": "b"}]}),
        ("out", "exit", {}),
    ]
    document = begin("ways", nodes)  # type: ignore[arg-type]
    document["edges"] = [{"from": "split", "port": "a", "to": "out"}]
    now = clock.now()
    operations.save_draft(key="ways", name="ways", document=document, by=None, now=now)
    editor = Canvas(page, live_server.url).open("ways")
    editor.select(page.locator("[data-card=split]"))
    name = editor.panel.get_by_label("Name of the way").first
    name.fill("b")
    expect(editor.panel.get_by_text("Another way has this name.")).to_be_visible()
    name.fill("b 2")
    name.press("Enter")
    editor.saved()
    assert editor.document("ways")["edges"] == [{"from": "split", "port": "b 2", "to": "out"}]


def test_the_form_of_a_stage_has_the_same_builder_and_its_preview_follows(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/rules/lifecycles/new/")
    page.get_by_label("Name of the lifecycle").fill("Customer")
    page.get_by_label("Name of the stage").fill("Paying")
    text = page.locator("[data-condition-field]").first
    expect(text).to_be_hidden()
    gets_in = page.get_by_role("group", name="A person gets in when").first
    gets_in.get_by_role("button", name="Condition", exact=True).click()
    page.keyboard.type("plan")
    page.get_by_label("Value", exact=True).fill("pro")
    expect(page.locator("#preview")).to_contain_text("A person enters Paying")
    expect(page.locator("#preview")).to_contain_text("when plan is pro")
    expect(page.get_by_text("1 of 3 people matches now.")).to_be_visible()
    assert json.loads(text.input_value()) == {"trait": "plan", "op": "eq", "value": "pro"}
    page.get_by_role("button", name="Edit as text").first.click()
    expect(text).to_be_visible()
    text.fill('{"trait": "plan", "op": "exists"}')
    page.get_by_role("button", name="Edit in the builder").click()
    expect(page.get_by_label("How it is compared")).to_have_value("exists")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("is in the draft")).to_be_visible()
