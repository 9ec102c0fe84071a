"""From a number on the overview to the rule behind it, and back, by mouse and by keyboard."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.common import clock
from apps.events import operations as events
from apps.journeys import operations as journeys
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from apps.rules import operations as rules
from tests import scenario
from tests.scenario import identify, message_on, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
CAP = {"id": "day", "name": "1 e-mail a day", "limit": 1, "hours": 24, "channels": ["email"]}
Go = Callable[[Page, Locator], None]


@pytest.fixture
def stopped(graph: object) -> datetime:
    """Three people got one message today, and the cap holds back the other one of each."""
    now = clock.now().replace(microsecond=0)
    since = now - timedelta(hours=3)
    document = scenario.rule_set(caps=[CAP]).document
    rules.publish(document=document, note="One a day", by=None, now=now - timedelta(days=1))
    for key, name, event in (("hello", "Hello", "Signed Up"), ("tips", "Tips", "Looked Around")):
        told = {"key": key, "name": name, "document": message_on(event), "by": None}
        journeys.publish(now=now - timedelta(days=1), **told)  # type: ignore[arg-type]
    told_of = [
        one
        for user in ("ann", "bob", "cem")
        for one in (
            identify(user, since),
            track(user, "Signed Up", since + timedelta(minutes=1)),
            track(user, "Looked Around", since + timedelta(minutes=2)),
        )
    ]
    events.append(source=scenario.source(), events=told_of, now=now)
    route_all()
    advance.drain_all(clock.now(), limit=500)
    return now


def by_mouse(page: Page, link: Locator) -> None:
    link.click()


def by_keyboard(page: Page, link: Locator) -> None:
    """Tab until the link has the focus, as somebody without a mouse does."""
    expect(link).to_be_visible()
    for _ in range(200):
        if link.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach this link")


@pytest.mark.parametrize("go", [by_mouse, by_keyboard])
def test_a_number_leads_to_people_decision_and_rule_and_back(
    stopped: datetime, console: Page, go: Go
) -> None:
    page, heading = console, console.get_by_role("heading", level=1)
    main = page.locator("main")
    go(page, page.locator("#ranges").get_by_role("link", name="Day", exact=True))
    number = page.locator("#why-frequency_cap")
    expect(number).to_contain_text("3")
    go(page, number)

    expect(heading).to_have_text("Decisions")
    expect(page.locator("#found")).to_have_text("3 matches.")
    expect(main.get_by_role("row")).to_have_count(4)
    page.get_by_label("Person").fill("bob")
    page.get_by_label("Person").press("Enter")
    expect(page.locator("#found")).to_have_text("1 match.")
    go(page, main.get_by_role("link", name="bob@example.test"))

    expect(heading).to_have_text("bob@example.test")
    expect(main).to_contain_text("wants to go out but waits")
    go(page, main.get_by_role("link", name="The decision, with every gate"))

    expect(heading).to_have_text("What was decided")
    go(page, main.locator(".gates .no").get_by_role("link").first)

    expect(heading).to_have_text("1 e-mail a day")
    expect(main.locator(".sentence")).to_contain_text("1")
    expect(page.locator("#cost-people")).to_contain_text("3")

    for expected in ("What was decided", "bob@example.test", "Decisions"):
        go(page, page.locator(".page-over .way-back"))
        expect(heading).to_have_text(expected)
    expect(page.locator("#found")).to_have_text("1 match.")
    go(page, page.locator(".page-over").get_by_role("link", name="Overview"))
    expect(heading).to_have_text("Overview")
    expect(page).to_have_url(re.compile(r"range=day"))


def test_the_rule_leads_to_what_it_cost_and_to_its_place_among_the_rules(
    stopped: datetime, console: Page
) -> None:
    page, heading = console, console.get_by_role("heading", level=1)
    page.goto(f"{console.url.split('?')[0]}decisions/?reason=frequency_cap&since=day")
    page.get_by_role("link", name="1 e-mail a day").first.click()
    expect(heading).to_have_text("1 e-mail a day")
    page.locator("#cost-people").click()
    expect(heading).to_have_text("Frequency cap: 1 e-mail a day")
    expect(page.locator("main").get_by_role("row")).to_have_count(4)
    page.go_back()
    page.get_by_role("link", name="Among all rules").click()
    expect(page).to_have_url(re.compile(r"/rules/#caps-day$"))


def test_the_timeline_is_walked_with_the_keyboard_and_runs_unfold(
    stopped: datetime, console: Page
) -> None:
    page = console
    page.goto(f"{console.url.split('?')[0]}people/?q=ann")
    page.get_by_role("link", name="ann@example.test").click()
    entries = page.locator(".life > li:not(.more):not(.day):not(.newer)")
    expect(entries.first).to_be_visible()
    by_keyboard(page, page.get_by_role("link", name="Earliest"))
    expect(page.get_by_text("Told who they are").last).to_be_visible()
    page.get_by_text("Runs that are over").first.click()
    expect(page.locator(".runs .stands > li")).to_have_count(1)
    page.get_by_label("Journey whose messages did not come").select_option("tips")
    page.get_by_role("button", name="Why not?").click()
    expect(page).to_have_url(re.compile(r"why-not/\?journey=tips"))
