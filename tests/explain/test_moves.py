"""Stages and moved runs on a person's page, in the timeline and in the API."""

from datetime import UTC

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.explain.timeline import timeline, timeline_words
from apps.explain.timeline.cursor import FIRST
from apps.explain.timeline.timeline_words import Told
from apps.explain.who import who
from apps.graph import queries_moves, store
from tests.explain.worlds import person
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
CUSTOMER = {
    "key": "customer",
    "name": "Customer",
    "stages": [
        {
            "key": "trial",
            "name": "On trial",
            "when": {"count": "Trial Started", "op": "gte", "value": 1},
            "done": {"count": "Project Created", "op": "gte", "value": 1},
        },
        {"key": "paying", "name": "Paying", "when": {"trait": "plan", "value": "pro"}},
    ],
}


def customer() -> None:
    """Ann starts a trial, does what it is for, and pays."""
    rule_set(lifecycles=[CUSTOMER])
    publish("welcome", message_on("Trial Started"))
    tell(
        identify("ann", at(0)),
        track("ann", "Trial Started", at(1)),
        track("ann", "Project Created", at(2)),
        identify("ann", at(30), plan="pro"),
    )
    run_until(at(40))


def told(*kinds: str, size: int = 30) -> list[Told]:
    someone = who(person())
    assert someone is not None
    found: list[Told] = []
    before = FIRST
    while True:
        page = timeline.page(someone, kinds=kinds, before=before, size=size)
        found += timeline_words.told(page.entries, someone.label, None)[0]
        if page.next is None:
            return found
        before = page.next


def test_the_timeline_tells_stages_with_what_brought_them() -> None:
    customer()
    titles = [(one.at, one.title) for one in told("stage")]
    assert titles == [
        (at(30), "Entered the stage “Paying” of Customer"),
        (at(2), "Done with the stage “On trial” of Customer"),
        (at(1), "Entered the stage “On trial” of Customer"),
    ]
    paying, _, trial = told("stage")
    assert "before: “On trial”" in paying.detail and "plan is “pro”" in paying.detail
    assert "“Trial Started” made its condition hold" in trial.detail


def test_paging_neither_skips_nor_repeats_what_came_at_one_moment() -> None:
    customer()
    whole = [(one.kind, one.id) for one in told()]
    assert len(set(whole)) == len(whole)
    assert [(one.kind, one.id) for one in told(size=1)] == whole


def test_the_page_and_the_api_show_the_current_stage(browser: Client) -> None:
    customer()
    page = browser.get(f"/people/{person()}/").content.decode()
    assert "Customer" in page and "Paying" in page
    api = APIClient()
    api.force_authenticate(User.objects.get(username="mia"))
    [stage] = api.get(f"/api/people/{person()}/").json()["stages"]
    assert (stage["lifecycle"], stage["stage"], stage["name"]) == ("customer", "paying", "Paying")
    assert stage["done_at"] is None


def test_a_run_that_went_over_to_another_version_is_told() -> None:
    rule_set()
    first = publish("welcome", message_on("Trial Started", at_most={"days": 9}))
    tell(identify("ann", at(0)), track("ann", "Trial Started", at(1)))
    run_until(at(2))
    second = publish("welcome", message_on("Trial Started", template="other"))
    store.transact(
        lambda: store.run(_MOVE, at=at(3).timestamp(), before=str(first.id), version=str(second.id))
    )
    [one] = told("moved")
    assert one.title == "Went over to version 2 of Welcome"
    assert one.detail == "From version 1, to “message”."
    assert one.at.astimezone(UTC) == at(3)


def test_a_merge_does_not_tell_a_stage_twice() -> None:
    rule_set(lifecycles=[CUSTOMER])
    tell(
        identify("ann", at(0)),
        {**track("ann", "Trial Started", at(1)), "userId": None, "anonymousId": "a1"},
        identify("ann", at(2), anonymous="a1"),
    )
    run_until(at(3))
    assert [one.title for one in told("stage")] == ["Entered the stage “On trial” of Customer"]
    [stage] = queries_moves.current_stages(str(person()))
    assert stage.stage == "trial"


_MOVE = """
MATCH (e:Enrollment) MATCH (v:JourneyVersion {uid: $version})
CREATE (e)-[:MOVED {at: $at, before: $before, version: $version, node: $version + '/message'}]->(v)
"""
