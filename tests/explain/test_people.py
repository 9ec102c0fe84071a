"""Finding people, a person's page, and the timeline."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.explain.timeline import cursor, timeline
from apps.explain.timeline.cursor import FIRST
from apps.explain.timeline.timeline import Entry
from apps.explain.who import who
from apps.people import queries as people
from apps.people.models import Profile
from tests.explain.worlds import one_journey, person, three_that_compete
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def everything(size: int, **filters: Any) -> list[Entry]:
    someone = who(person())
    assert someone is not None
    found, before = [], FIRST
    while True:
        page = timeline.page(someone, before=before, size=size, **filters)
        found += page.entries
        if page.next is None:
            return found
        before = cursor.read(str(page.next))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann", ["ann@example.test"]),
        ("ANN@EXAMPLE", ["ann@example.test"]),
        ("user_id:ann", ["ann@example.test"]),
        ("email:Ann@example.test", ["ann@example.test"]),
        ("a1", ["ann@example.test"]),
        ("a", ["andy@example.test", "ann@example.test"]),
        ("%", []),
        ("user_id:an", []),
        ("nobody", []),
    ],
)
def test_it_finds_people(text: str, found: list[str]) -> None:
    tell(identify("ann", at(0), anonymous="a1"), identify("andy", at(0)), identify("bob", at(0)))
    run_until(at(0))
    assert sorted(one.label for one in people.search(text)) == found


def test_the_search_shows_the_newest_people_and_an_empty_installation(browser: Client) -> None:
    assert "Nobody yet" in browser.get("/people/").content.decode()
    tell(*(identify(f"u{n}", at(n)) for n in range(32)))
    run_until(at(99))
    first = browser.get("/people/").content.decode()
    assert "u31@example.test" in first and "u1@example.test" not in first
    assert "u1@example.test" in browser.get("/people/?page=2").content.decode()
    fragment = browser.get("/people/?q=u7", headers={"HX-Request": "true"}).content.decode()
    assert "u7@example.test" in fragment and "<html" not in fragment


def test_a_merged_profile_leads_to_its_survivor(browser: Client) -> None:
    tell(identify("ann", at(0)))
    run_until(at(0))
    cart = track("", "Cart Viewed", at(1)) | {"anonymousId": "a1"}
    del cart["userId"]
    tell(cart, identify("ann", at(2), anonymous="a1"))
    run_until(at(4))
    absorbed = Profile.objects.get(merged_into__isnull=False)
    answer = browser.get(f"/people/{absorbed.pk}/")
    assert answer.status_code == 302 and answer["Location"] == f"/people/{person()}/"
    page = browser.get(answer["Location"]).content.decode()
    assert "Joined with another profile" in page and "Cart Viewed" in page


def test_the_page_says_who_and_where_somebody_stands(browser: Client) -> None:
    three_that_compete()
    tell(
        identify("ann", at(1, minutes=2), timezone="Mars/Base"),
        track("ann", "Subscription Changed", at(1, minutes=3), channel="sms", status="subscribed"),
    )
    run_until(at(2))
    page = browser.get(f"/people/{person()}/").content.decode()
    assert "Unknown time zone &#x27;Mars/Base&#x27;" in page
    assert "Waits until Thu 5 Mar 2026, 10:00." in page
    assert "“message” wants to go out but waits: “Trial day 1” of Onboarding went first" in page
    assert "Subscribed" in page and "Decided: 1 of 3 candidates sent" in page


def test_paging_skips_and_repeats_nothing() -> None:
    three_that_compete()
    tell(*(track("ann", "Page Read", at(3), id=f"same{n}") for n in range(9)))
    tell(*(track("ann", "Page Read", at(4 + n), id=f"read{n}") for n in range(9)))
    run_until(at(days=5))
    whole = [(entry.kind, entry.id) for entry in everything(1000)]
    assert len(whole) == len(set(whole)) > 30
    for size in (1, 4, 7):
        assert [(entry.kind, entry.id) for entry in everything(size)] == whole
    moments = [entry.at for entry in everything(1000)]
    assert moments == sorted(moments, reverse=True)


def test_the_timeline_filters_by_kind_text_and_day(browser: Client) -> None:
    three_that_compete()
    run_until(at(days=5))
    assert {entry.kind for entry in everything(50, kinds=["decision"])} == {"decision"}
    assert [e.source.name for e in everything(50, kinds=["event"], text="trial")] == [
        "Trial Started"
    ]
    address = f"/people/{person()}/timeline/"
    first_day = browser.get(address, {"until": "2026-03-02"}).content.decode()
    assert "Thu 5 Mar" not in first_day and "Mon 2 Mar" in first_day
    assert "Nothing in this timeline" in browser.get(address, {"q": "nothing"}).content.decode()


def test_a_page_costs_the_same_number_of_queries_whoever_it_is(browser: Client) -> None:
    one_journey()
    tell(identify("ann", at(0)), identify("bob", at(0)), track("bob", "Signed Up", at(1)))
    tell(*(track("ann", "Page Read", at(2 + n / 10), id=f"r{n}") for n in range(300)))
    tell(track("ann", "Signed Up", at(40)))
    run_until(at(50))

    def queries(user: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(f"/people/{person(user)}/").status_code == 200
        return len(seen)

    queries("bob")
    assert queries("ann") == queries("bob")


@pytest.mark.parametrize("text", ["", "x", "1.2", "1.99.", "9" * 40, "1767..", "-1.0.a", "1.6.x"])
def test_any_cursor_is_readable(text: str, browser: Client) -> None:
    tell(identify("ann", at(0)))
    run_until(at(0))
    assert browser.get(f"/people/{person()}/timeline/", {"cursor": text}).status_code == 200
