"""Merges to review: the list, a merge, and the messages because of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.explain.merges.merge_page import merge_page
from tests.explain.two_people import (
    LATE,
    after_the_merge,
    because,
    go,
    joined,
    looked_at,
    text,
    undo,
)
from tests.orchestrator.test_unmerging import visit
from tests.scenario import at, identify, rule_set, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_lists_say_when_there_is_nothing(browser: Client) -> None:
    assert "Nothing to review" in text(browser, "/people/merges/")
    assert "No merges yet" in text(browser, "/people/merges/", show="all")
    assert "No merge was undone" in text(browser, "/people/merges/", show="undone")
    assert "found right yet" in text(browser, "/people/merges/", show="right")
    assert "No merge matches" in text(browser, "/people/merges/", q="nobody")


def test_a_merge_is_found_by_either_side_and_by_what_speaks_against_it(browser: Client) -> None:
    merge = joined()
    assert "have not been looked at" in text(browser, "/people/merges/")
    looked_at()
    link = f'href="/people/merges/{merge.pk}/"'
    shown = text(browser, "/people/merges/")
    assert link in shown and "Shared device" in shown and "bob@example.test" in shown
    for search in ("ann", "phone", f"{merge.absorbed_id}", f"{merge.survivor_id}"):
        assert link in text(browser, "/people/merges/", q=search), search
    assert link in text(browser, "/people/merges/", kind="traits")
    assert link not in text(browser, "/people/merges/", kind="large")
    assert link not in text(browser, "/people/merges/", show="undone")
    part = browser.get("/people/merges/", headers={"HX-Request": "true"}).content.decode()
    assert link in part and "<html" not in part


def test_a_list_takes_the_same_few_queries_however_long_it_is(browser: Client) -> None:
    rule_set()
    tell(identify("ann", at(0)), *(visit(f"v{n}", "Looked", at(n)) for n in range(1, 30)))
    go()
    tell(identify("ann", at(31), anonymous="v1") | {"traits": {}})
    go()
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            text(browser, "/people/merges/", show="all")
        asked.append(len(queries))
        tell(*(identify("ann", at(40 + n), anonymous=f"v{n}") for n in range(2, 30)))
        go()
    assert asked[0] == asked[1] <= 12
    assert "v2" in text(browser, "/people/merges/", show="all", page=2)


def test_one_found_right_leaves_the_review_and_comes_back(browser: Client) -> None:
    merge = joined()
    looked_at()
    answer = browser.post(f"/people/merges/{merge.pk}/right/", follow=True)
    assert "Found right by mia" in answer.content.decode()
    assert "Nothing to review" in text(browser, "/people/merges/")
    assert f"/merges/{merge.pk}/" in text(browser, "/people/merges/", show="right")
    browser.post(f"/people/merges/{merge.pk}/right/", {"again": 1})
    assert f"/merges/{merge.pk}/" in text(browser, "/people/merges/")


# One merge ----------------------------------------------------------------------------------------


def test_a_merge_shows_both_sides_and_how_it_came(browser: Client) -> None:
    merge = joined()
    looked_at()
    shown = text(browser, f"/people/merges/{merge.pk}/")
    for said in ("ann@example.test", "bob@example.test", "“free”", "“pro”", "led to", "Looked"):
        assert said in shown or said == "Looked", said
    assert f'href="/events/{merge.event_id}/"' in shown
    assert "the initial identity rules" in shown
    assert text(browser, "/people/merges/999999/", 404)


EXPECTED = [
    ("news", "given", "given", ""),
    ("news", "kept", "given", "address"),
    ("pros", "kept", "given", "address"),
]


def test_messages_because_of_the_merge_are_told_before_and_after_undoing(browser: Client) -> None:
    merge = joined()
    after_the_merge()
    assert because(merge) == EXPECTED
    review = merge_page(merge, LATE)
    assert (review.since.kept, review.since.given) == (3, 1)
    assert [bool(one.because) for one in review.messages] == [True, True, False]
    undo(merge)
    assert because(merge) == EXPECTED
    shown = text(browser, f"/people/merges/{merge.pk}/")
    assert "2 of 3 because of the merge" in shown
    assert all(f"/messages/{m.delivery.pk}/why/" in shown for m in review.messages)
    assert ">of Pros</span>" in shown and ">of pros</span>" not in shown


def test_a_run_that_began_only_because_they_were_one_is_named() -> None:
    merge = joined(email=None)
    tell(track("ann", "Came", at(days=12)))
    go()
    assert because(merge) == [("pros", "kept", "kept", "together")]
    undo(merge)
    assert because(merge) == [("pros", "kept", "kept", "together")]
