"""Versions: listed, compared with each other and the draft, restored as a draft."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.journeys import authoring, operations
from apps.journeys.models import JourneyDraft, JourneyVersion
from apps.journeys.refusals import Stale
from tests.journeys.worlds import first, second
from tests.scenario import at, publish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.graph,
    pytest.mark.usefixtures("graph"),
]


def save(document: Any, **more: Any) -> JourneyDraft:
    given = {"key": "way", "name": "Way", "by": None, "now": at()} | more
    return operations.save_draft(document=document, **given)


@pytest.fixture
def two() -> None:
    publish("way", first())
    publish("way", second())


def test_they_are_listed_searched_and_lead_on(staff: Client, two: None) -> None:
    operations.publish(
        key="way",
        name="Way",
        document=first(),
        by=User.objects.create_user("carla"),
        now=at(),
        note="Shorter again",
    )
    page = staff.get("/journeys/way/versions/").content.decode()
    assert "Version 3" in page and "before=2&amp;after=3" in page and "with the draft" not in page
    found = {
        word: staff.get("/journeys/way/versions/", {"q": word}).content.decode()
        for word in ("version 2", "shorter", "carla", "nothing")
    }
    assert "Version 2" in found["version 2"] and "Version 1<" not in found["version 2"]
    assert "Version 3" in found["shorter"] and "Version 3" in found["carla"]
    assert "No version matches" in found["nothing"]
    fragment = staff.get("/journeys/way/versions/", headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    save(first(), key="bare")
    assert "Nothing is published yet" in staff.get("/journeys/bare/versions/").content.decode()


def test_two_are_compared_in_words_and_side_by_side(staff: Client, two: None) -> None:
    page = staff.get("/journeys/way/compare/").content.decode()
    assert "Version 1 → Version 2" in page and page.count('class="journey"') == 2
    assert "E-mail “last”" in page and page.count("is-added") == 2 and "is-changed" in page
    assert ">added</text>" in page
    save(first(), name="Way")
    back = staff.get("/journeys/way/compare/?before=2&after=draft").content.decode()
    assert page.count("is-added") == back.count("is-removed")
    assert (
        "Nothing differs"
        in staff.get("/journeys/way/compare/?before=1&after=draft").content.decode()
    )
    for wrong in ("before=9", "before=x", "after=99999999999999", "before=²"):
        assert staff.get(f"/journeys/way/compare/?{wrong}").status_code == 404
    save({}, key="bare")
    assert staff.get("/journeys/bare/compare/").status_code == 200


def test_the_api_tells_what_differs(staff: Client, two: None) -> None:
    def changes(status: int = 200, **sides: Any) -> Any:
        body = {"before": {"version": 1}, "after": {"version": 2}} | sides
        answer = staff.post("/api/journeys/way/compare/", body, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json().get("changes")

    assert {change["kind"] for change in changes()} == {"added", "changed"}
    assert changes(after={"document": first()}) == []
    named = changes(
        before={"document": first(), "name": "A"}, after={"document": first(), "name": "B"}
    )
    assert named[0]["details"] == ["name: “A” → “B”"] and named[0]["node"] == ""
    changes(404, after={"draft": True})
    changes(404, before={"version": 3})
    changes(400, before={})
    changes(400, before={"version": 1, "draft": True})
    odds: list[Any] = [None, 3, [], {"nodes": "x"}]
    for odd in odds:
        assert changes(before={"document": odd})
    save(first())
    assert changes(after={"draft": True}) == []
    elsewhere = staff.post(
        "/api/journeys/not-there-yet/compare/",
        {"before": {"document": first()}, "after": {"document": second()}},
        content_type="application/json",
    )
    assert elsewhere.status_code == 200


def test_restoring_asks_says_what_is_lost_and_is_refused_to_who_saw_another_draft(
    staff: Client, two: None
) -> None:
    address = "/journeys/way/versions/1/restore/"
    assert "A draft is opened" in staff.get(address).content.decode()
    save(second() | {"priority": 9})
    asked = staff.get(address).content.decode()
    assert "this of it is lost" in asked and "priority: 50 → 9" in asked
    late = staff.post(address, {"revision": "0"})
    assert late.status_code == 409 and "saved the draft" in late.content.decode()
    staff.post(address, {"revision": "1"})
    draft = JourneyDraft.objects.get()
    assert (draft.document, draft.base, draft.revision) == (first(), 2, 2)
    assert JourneyVersion.objects.count() == 2


def test_restoring_through_the_api(staff: Client, two: None) -> None:
    address = "/api/journeys/way/versions/1/restore/"
    made = staff.post(address, {}, content_type="application/json").json()
    assert (made["document"], made["revision"]) == (first(), 1)
    late = staff.post(address, {"revision": 0}, content_type="application/json")
    assert late.status_code == 409 and late.json()["draft"]["revision"] == 1
    version = JourneyVersion.objects.get(number=2)
    with pytest.raises(Stale):
        authoring.restore_version(version=version, by=None, now=at(), revision=7)
    assert staff.post("/api/journeys/way/versions/9/restore/").status_code == 404
