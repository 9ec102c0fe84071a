"""A person's sessions in the management API."""

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import Get
from tests.explain.worlds import person
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_sessions_are_listed_to_their_end(get: Get) -> None:
    told = [track("ann", "Looked", at(hour, minutes=m)) for hour in range(7) for m in (0, 12)]
    tell(identify("ann", at(0)), *told)
    run_until(at(days=1))
    page = get(f"/api/people/{person()}/sessions/", limit=3)
    assert page["results"][0] == {
        "id": page["results"][0]["id"],
        "source": "test",
        "source_name": "Test",
        "key": "",
        "started_at": "2026-03-02T15:00:00Z",
        "last_at": "2026-03-02T15:12:00Z",
        "events": 2,
        "first": False,
    }
    seen = page["results"]
    while page["next"]:
        page = get(page["next"])
        seen += page["results"]
    assert len({one["id"] for one in seen}) == len(seen) == 7
    assert [one["first"] for one in seen] == [False] * 6 + [True]
    assert seen == sorted(seen, key=lambda one: one["started_at"], reverse=True)


def test_nobody_has_no_sessions(get: Get) -> None:
    get("/api/people/00000000-0000-0000-0000-000000000000/sessions/", 404)
    tell(identify("ann", at(0)))
    run_until(at(1))
    assert get(f"/api/people/{person()}/sessions/") == {"next": None, "results": []}
    wrong = get(f"/api/people/{person()}/sessions/", 400, limit="x")
    assert wrong["errors"][0]["field"] == "limit"


def test_they_are_in_the_timeline_too(get: Get) -> None:
    tell(track("ann", "Looked", at(0)), track("ann", "Looked", at(minutes=22, seconds=12)))
    run_until(at(1))
    (one,) = get(f"/api/people/{person()}/timeline/", kind="session")["results"]
    assert one["title"] == "Session on “Test”: 2 events in 22 minutes"
    assert one["detail"] == "the first one that is known"
    found = get(f"/api/people/{person()}/timeline/", search="TES")["results"]
    assert [entry["kind"] for entry in found] == ["session"]


def test_they_ask_for_a_token() -> None:
    path = "/api/people/00000000-0000-0000-0000-000000000000/sessions/"
    assert APIClient().get(path).status_code == 401
