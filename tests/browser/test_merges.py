"""A merge that was wrong: from the person to it, undone, and the two people again, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.config.celery import app
from tests.explain.two_people import after_the_merge, go, joined, looked_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_it_is_undone_from_the_persons_page(
    as_user: Callable[[str], Page], live_server: LiveServer
) -> None:
    assert app.conf.broker_url
    joined()
    after_the_merge()
    merge, page = looked_at(), as_user("mia")
    page.goto(f"{live_server.url}/people/{merge.survivor_id}/")
    page.locator(f"a[href='/people/merges/{merge.pk}/']").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("bob@example.test was joined")
    expect(page.get_by_text("2 of 3 because of the merge")).to_be_visible()
    rows = page.locator("tr.because")
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="These are two people: undo").press("Enter")
    expect(page.get_by_role("heading", name="bob@example.test")).to_be_visible()
    expect(page.get_by_text("anonymous id phone")).to_be_visible()
    page.get_by_label("Why are these two people?").focus()
    page.keyboard.type("A phone that two of them use")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Being taken apart")).to_be_visible()
    go()
    expect(page.get_by_text("are two people again")).to_be_visible()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("The other’s address")
    page.get_by_role("region", name="Standing").or_(page.locator("#standing")).get_by_role(
        "link", name="bob@example.test"
    ).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("bob@example.test")
    expect(page.get_by_text("Taken apart from ann@example.test")).to_be_visible()


def test_the_list_filters_as_one_types(
    as_user: Callable[[str], Page], live_server: LiveServer
) -> None:
    joined()
    looked_at()
    page = as_user("mia")
    page.goto(f"{live_server.url}/people/merges/")
    expect(page.get_by_role("link", name="bob@example.test")).to_be_visible()
    page.get_by_label("User id, e-mail address").fill("nobody")
    expect(page.get_by_text("No merge matches")).to_be_visible()
    page.get_by_label("User id, e-mail address").fill("ann")
    expect(page.get_by_role("link", name="bob@example.test")).to_be_visible()
    page.get_by_label("What speaks against it").select_option("large")
    expect(page.get_by_text("No merge matches")).to_be_visible()
    nav = page.get_by_role("navigation", name="Main").locator("[aria-current=page]")
    expect(nav).to_have_text("Merges")
