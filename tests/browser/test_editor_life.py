"""From a draft to people on it: published, walked, explained, changed, compared, taken along."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from segment.analytics.client import Client

from apps.events import credentials
from apps.events import operations as events
from apps.journeys import operations as journeys
from apps.journeys.models import JourneyVersion
from tests.browser import shop
from tests.browser.canvas import Canvas
from tests.scenario import node, path

pytestmark = pytest.mark.django_db(transaction=True)

# The live numbers are asked for again by themselves; this is a little longer, in milliseconds.
REFRESHED = 20_000


def document(*, days: int = 2) -> dict[str, Any]:
    drawn = path(
        node("in", "entry", event="Trial Started", again="after_leaving"),
        node("hello", "message", template="welcome"),
        node("pause", "delay", duration={"days": days}),
        node("won", "goal", event="Subscription Started"),
    )
    places = {each["key"]: [0, 160 * row] for row, each in enumerate(drawn["nodes"])}
    return drawn | {"layout": {"positions": places}}


@pytest.fixture
def segment(graph: object, live_server: LiveServer) -> Client:
    """Segment's own Python client, with a write key of this shop's."""
    now = shop.build()
    journeys.save_draft(key="trial", name="Trial", document=document(), by=None, now=now)
    credentials.forget()
    _, key = events.create_source(key="web", name="Web", kind="live", now=now)
    return Client(key, host=live_server.url)


@pytest.fixture
def editor(segment: Client, as_user: Callable[[str], Page], live_server: LiveServer) -> Canvas:
    return Canvas(as_user("mia"), live_server.url)


def publish(editor: Canvas, note: str) -> None:
    """From the editor's button to the version that holds."""
    page = editor.page
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("Note").fill(note)
    anyway = page.get_by_label("Publish anyway")
    if anyway.count():
        anyway.check()
    page.get_by_role("button", name=re.compile("^Publish version")).click()
    expect(page.get_by_role("status").first).to_contain_text("ersion")


def comes(segment: Client, user: str) -> None:
    """Somebody starts a trial: told by Segment's client, then worked through."""
    segment.identify(user, {"email": f"{user}@example.test", "plan": "trial"})
    segment.track(user, "Trial Started", {"source": "ad"})
    segment.flush()
    shop.flow()


def test_people_are_seen_walking_and_each_message_is_explained(
    editor: Canvas, segment: Client
) -> None:
    page = editor.page
    editor.open("trial")
    publish(editor, "The first")
    editor.open("trial", "versions/1/")
    expect(editor.panel).to_contain_text("Trial Started")
    comes(segment, "dora")
    pause, hello = editor.card("Wait 2 days"), editor.card("E-mail")
    # Nobody reloads the page.
    badge = pause.get_by_role("link", name="1 person here now")
    expect(badge).to_be_visible(timeout=REFRESHED)
    expect(hello).to_contain_text("1 sent")
    comes(segment, "emil")
    expect(pause.get_by_role("link", name="2 people here now")).to_be_visible(timeout=REFRESHED)
    expect(hello).to_contain_text("2 sent")
    hello.get_by_role("link", name="2 sent").click()
    page.get_by_role("link", name="dora@example.test").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("dora")
    page.locator(".life").get_by_role("link", name="Why this message").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why")
    expect(page.locator(".answer")).to_contain_text("dora@example.test got “hello” of Trial")


def test_a_second_version_is_told_apart_from_the_first(editor: Canvas) -> None:
    page = editor.page
    editor.open("trial")
    publish(editor, "The first")
    editor.open("trial")
    editor.select(editor.card("Wait 2 days"))
    editor.field("How long: days").fill("5")
    editor.saved()
    publish(editor, "People asked for more time")
    page.goto(f"{editor.server}/journeys/trial/compare/?before=1&after=2")
    expect(page.locator(".lead")).to_contain_text("1 changed")
    words = page.get_by_role("region", name="In words")
    expect(words).to_contain_text("2 days")
    expect(words).to_contain_text("5 days")
    editor.open("trial", "versions/1/")
    page.get_by_role("tab", name="Versions").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Restore as draft…").click()
    page.get_by_role("button", name="Restore", exact=True).click()
    editor.drawn()
    expect(editor.card("Wait 2 days")).to_be_visible()
    assert editor.document("trial") == JourneyVersion.objects.get(number=1).document


def test_what_was_exported_is_the_same_journey_elsewhere(editor: Canvas, tmp_path: Path) -> None:
    page = editor.page
    editor.open("trial")
    page.get_by_role("button", name="More").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Export").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.goto(f"{editor.server}/journeys/new/")
    page.get_by_label("Name", exact=True).fill("Trial again")
    page.get_by_role("radio", name=re.compile("^Import a file")).check()
    with page.expect_file_chooser() as chooser:
        page.get_by_label("File", exact=True).last.click()
    chooser.value.set_files(file)
    page.get_by_role("button", name="Open the editor").click()
    editor.drawn()
    expect(editor.cards).to_have_count(4)
    assert editor.document("trial-again") == editor.document("trial") == document()
