"""One person in the management API: where what is known came from, what is pending, both ways."""

from typing import Any

import pytest

from tests.api.conftest import Get
from tests.explain.worlds import person, three_that_compete
from tests.scenario import at, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_it_says_which_event_told_what(get: Get) -> None:
    three_that_compete()
    one = get(f"/api/people/{person()}/")
    (user,) = [i for i in one["identifiers"] if i["type"] == "user_id"]
    assert user["origin"]["name"] == "Told who they are" and user["origin"]["source"] == "Test"
    assert user["origin"]["event_id"] == user["event_id"] and user["merge"] is None
    plan = next(t for t in one["traits"] if t["key"] == "plan")
    assert plan["origin"]["event_id"] == user["event_id"]


def test_it_says_what_is_pending_and_why(get: Get) -> None:
    three_that_compete()
    one = get(f"/api/people/{person()}/")
    waiting = {j["journey"]: j["pending"] for j in one["journeys"] if j["pending"]}
    assert set(waiting) == {"winback", "thanks"}
    assert waiting["winback"]["decision"] and waiting["winback"]["give_up_at"]
    assert [stop["gate"] for stop in waiting["winback"]["stops"]]
    assert [row["journey"] for row in one["under_way"]] == ["onboarding"]
    assert one["due"] == sorted(one["due"], key=lambda due: due["at"]) != []


def test_the_timeline_is_read_in_both_directions(get: Get) -> None:
    three_that_compete()
    tell(*(track("ann", f"Read {n}", at(2 + n), id=f"r{n}") for n in range(20)))
    run_until(at(days=5))
    address = f"/api/people/{person()}/timeline/"
    whole = get(address, limit=100)["results"]
    forth = _all(get, get(address, limit=4, after="earliest"), "newer")
    assert forth == [_key(one) for one in whole]
    jumped = get(address, limit=4, until=at(10).isoformat())
    assert jumped["results"][0]["at"][:19] <= at(10).isoformat()[:19]
    newer = get(jumped["newer"])["results"]
    keys = [_key(one) for one in whole]
    place = keys.index(_key(jumped["results"][0]))
    assert [_key(one) for one in newer] == keys[place - 4 : place]
    assert get(address, 400, after="nonsense")["errors"][0]["field"] == "after"
    assert get(address, 400, until="never")["errors"][0]["field"] == "until"


def _all(get: Get, page: dict[str, Any], direction: str) -> list[tuple[str, str]]:
    """Everything from this page on, newest first."""
    seen = [_key(one) for one in page["results"]]
    while page[direction]:
        page = get(page[direction])
        seen = [_key(one) for one in page["results"]] + seen
    return seen


def _key(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["kind"], entry["id"]


def test_runs_that_are_over_are_paged_and_searched(get: Get) -> None:
    three_that_compete()
    run_until(at(days=9))
    address = f"/api/people/{person()}/runs/"
    page = get(address, limit=2)
    assert len(page["results"]) == 2 and page["next"]
    assert len(get(page["next"])["results"]) == 1
    (one,) = get(address, search="winb")["results"]
    assert one["journey"] == "winback" and one["sentence"]
