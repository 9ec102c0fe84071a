"""A draft is tried on one person: the path lights up, time is stepped, each no has a reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.common import clock
from apps.delivery.models import Delivery
from apps.journeys import operations as journeys
from tests.browser.canvas import Canvas
from tests.scenario import at, identify, node, path, rule_set, run_until, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
AsUser = Callable[[str], Page]
WAY = path(
    node("in", "entry", event="Go", audience={"trait": "plan", "value": "pro"}),
    node("hello", "message", template="hello") | {"name": "Hello"},
    node("order", "wait_for_event", event="Order", at_most={"days": 5}),
    node("thanks", "message", template="hello") | {"name": "Thanks"},
)


@pytest.fixture
def editor(as_user: AsUser, live_server: LiveServer) -> Canvas:
    """A draft that asks for pro customers, and Ann, who is none."""
    rule_set(caps=[{"id": "day", "name": "One a day", "limit": 1, "hours": 24}])
    journeys.save_draft(key="way", name="Way", document=WAY, by=None, now=clock.now())
    tell(identify("ann", at(0), plan="free"))
    run_until(at(1))
    editor = Canvas(as_user("ann"), live_server.url).open("way")
    editor.page.get_by_role("tab", name="Try it").click()
    return editor


def test_the_path_lights_up_and_time_is_stepped(editor: Canvas) -> None:
    page, panel = editor.page, editor.panel
    panel.get_by_text("Traits, consents").click()
    panel.get_by_role("button", name="Add a trait").click()
    panel.get_by_label("Name of the trait").last.fill("plan")
    panel.get_by_label("Value of plan").fill("pro")
    panel.get_by_role("button", name="+ Order ends a wait").click()
    panel.get_by_role("button", name="Try it").click()
    expect(panel.get_by_text("2 messages go out.")).to_be_visible()
    expect(panel.get_by_text("“Thanks” waits: the cap “One a day” is full")).to_be_visible()
    expect(editor.card("E-mail “Thanks”")).to_contain_text("goes out")
    page.get_by_label("Step", exact=True).focus()
    page.keyboard.press("Home")
    expect(editor.card("E-mail “Hello”")).not_to_contain_text("goes out")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(editor.card("E-mail “Hello”")).to_contain_text("goes out")
    expect(editor.card("E-mail “Thanks”")).not_to_contain_text("waits:")
    expect(page.get_by_label("Step", exact=True)).to_be_focused()
    page.get_by_role("tab", name="Settings").click()
    expect(editor.card("E-mail “Hello”")).not_to_contain_text("goes out")
    assert not Delivery.objects.exists()


def test_who_would_not_enter_reads_which_question_was_answered_with_no(editor: Canvas) -> None:
    page, panel = editor.page, editor.panel
    panel.get_by_text("Real person").click()
    panel.get_by_label("Person", exact=True).fill("user_id:ann")
    page.get_by_role("option", name="ann@example.test").click()
    panel.get_by_role("button", name="Try it").click()
    said = "the audience asks “trait plan is “pro””, and plan is “free”"
    expect(panel.get_by_text(said)).to_be_visible()
    expect(editor.card("When Go")).to_contain_text("stays out: audience")
    panel.get_by_role("button", name="Let in all the same").click()
    expect(panel.get_by_text("1 message goes out.")).to_be_visible()
    # The choice outlives the page, in this tab.
    page.reload()
    page.get_by_role("tab", name="Try it").click()
    expect(panel.get_by_label("Person", exact=True)).to_have_value("ann@example.test")


def test_it_is_tried_again_after_a_change_and_says_when_it_cannot_be(editor: Canvas) -> None:
    page, panel = editor.page, editor.panel
    panel.get_by_role("button", name="Try it").click()
    expect(panel.get_by_text("This person stays out of this journey.")).to_be_visible()
    page.get_by_role("tab", name="Settings").click()
    editor.card("E-mail “Hello”").click()
    editor.panel.get_by_label("Template").fill("")
    page.get_by_role("tab", name="Try it").click()
    expect(panel.get_by_text("The draft can’t be walked yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(panel.get_by_text("This person stays out of this journey.")).to_be_visible()
