"""The overview and the list of decisions."""

from datetime import datetime

import pytest
from django.test import Client

from tests.pages import people, queries_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]


def test_it_tells_a_newcomer_what_to_do_first(staff: Client, graph: object) -> None:
    page = staff.get("/").content.decode()
    assert "Nothing has come in yet" in page and "/sources/new/" in page and "curl " in page


def test_it_counts_what_happened_and_links_to_the_reasons(staff: Client, world: datetime) -> None:
    page = staff.get("/?range=day").content.decode()
    assert "Trial onboarding" in page and "Win-back" in page
    assert "/decisions/?reason=" in page
    assert "Europe/Berlin" in page
    assert "/who-not/" in page


def test_htmx_gets_the_numbers_alone(staff: Client, world: datetime) -> None:
    fragment = staff.get("/?range=day", headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="overview"') and "<html" not in fragment


def test_a_range_that_is_none_is_the_hour(staff: Client, graph: object) -> None:
    assert "Events per minute" in staff.get("/?range=nonsense").content.decode()


def test_decisions_are_filtered_by_verdict_and_lead_to_person_and_reason(
    staff: Client, world: datetime
) -> None:
    page = staff.get("/decisions/?verdict=sent&since=day").content.decode()
    assert page.count("badge-sent") == 4
    assert "/people/" in page and "person0-0@example.test" in page
    nothing = staff.get("/decisions/?reason=suppressed&since=day").content.decode()
    assert "Nothing matches" in nothing


def test_a_page_that_is_not_there_is_the_last_one(staff: Client, world: datetime) -> None:
    assert staff.get("/decisions/?since=all&page=999").status_code == 200


@pytest.mark.parametrize("address", ["/?range=day", "/decisions/?since=all", "/events/"])
def test_more_people_cost_no_more_queries(staff: Client, world: datetime, address: str) -> None:
    before = queries_of(staff, address)
    people(6, world)
    assert queries_of(staff, address) == before
