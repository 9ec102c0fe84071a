"""The pages that explain, in a real browser: under the strict content policy, with htmx at work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.graph import store
from tests.browser import explained
from tests.scenario import at, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture
def logged_in(as_user: Callable[[str], Page]) -> Page:
    return as_user("mia")


def test_it_says_why_and_runs_the_decision_again(logged_in: Page, live_server: LiveServer) -> None:
    message, page = explained.build(), logged_in
    page.goto(f"{live_server.url}/messages/{message.pk}/why/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why “Trial day 3”?")
    expect(page.locator(".answer")).to_contain_text("“Come back” of Win-back")
    page.get_by_role("button", name="Run this decision again").click()
    expect(page.locator("#replay")).to_contain_text("Same inputs, same decision")
    change = "MATCH (d:Decision {uid: $u}) SET d.hash = 'other'"
    store.transact(lambda: store.run(change, u=str(message.decision_id)))
    page.get_by_role("button", name="Run this decision again").click()
    expect(page.locator("#replay")).to_contain_text("It came out otherwise")


def test_the_timeline_goes_on_as_one_scrolls(logged_in: Page, live_server: LiveServer) -> None:
    message, page = explained.build(), logged_in
    tell(*(track("ann", f"Read {n:03}", at(30 + n / 10), id=f"r{n}") for n in range(80)))
    run_until(at(days=12))
    page.goto(f"{live_server.url}/people/{message.profile_id}/")
    entries = page.locator(".life > li:not(.more):not(.day)")
    expect(entries).to_have_count(30)
    while page.locator(".life > .more").count():
        page.mouse.wheel(0, 2000)
        page.wait_for_timeout(50)
    titles = entries.locator(".what").all_inner_texts()
    assert len([title for title in titles if title.startswith("Read")]) == 80
    page.get_by_label("Decisions").check()
    expect(entries.first).to_contain_text("Decided")
    expect(page.get_by_text("Read 001")).to_have_count(0)
