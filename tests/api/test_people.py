"""People, decisions and messages in the management API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.delivery.models import Delivery
from tests.api.conftest import Get
from tests.explain.worlds import person, three_that_compete
from tests.scenario import at, run_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_it_asks_for_a_token() -> None:
    answer = APIClient().get("/api/people/")
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == "not_authenticated"


def test_a_person_is_found_by_identifier(get: Get) -> None:
    three_that_compete()
    found = get("/api/people/", identifier="user_id:ann")
    (one,) = found["results"]
    assert one["label"] == "ann@example.test" and found["next"] is None
    assert {"type": "user_id", "value": "ann"} in one["identifiers"]
    assert get("/api/people/", identifier="user_id:bob")["results"] == []
    assert len(get("/api/people/")["results"]) == 1
    assert get("/api/people/", 400, identifier="ann")["errors"][0]["field"] == "identifier"


def test_a_person_has_traits_and_stands_somewhere(get: Get) -> None:
    three_that_compete()
    one = get(f"/api/people/{person()}/")
    assert {t["key"]: t["value"] for t in one["traits"]}["plan"] == "pro"
    assert one["zone"] == "Europe/Berlin"
    assert {j["journey"] for j in one["journeys"]} == {"onboarding", "winback", "thanks"}
    nobody = get("/api/people/00000000-0000-0000-0000-000000000000/", 404)
    assert nobody["errors"][0]["code"] == "not_found"


def test_the_timeline_goes_on_to_its_end(get: Get) -> None:
    three_that_compete()
    run_until(at(days=5))
    page = get(f"/api/people/{person()}/timeline/", limit=3)
    seen = page["results"]
    while page["next"]:
        page = get(page["next"])
        seen += page["results"]
    assert len({(one["kind"], one["id"]) for one in seen}) == len(seen) > 8
    only = get(f"/api/people/{person()}/timeline/", kind="decision")
    assert {one["kind"] for one in only["results"]} == {"decision"}
    wrong = get(f"/api/people/{person()}/timeline/", 400, kind="x")
    assert wrong["errors"][0]["code"] == "unknown_value"


def test_a_decision_tells_everything_and_replays(get: Get, post: Get) -> None:
    three_that_compete()
    (made,) = get(f"/api/people/{person()}/decisions/")["results"]
    one = get(f"/api/decisions/{made['id']}/")
    assert [c["verdict"] for c in one["candidates"]] == ["sent", "waits", "waits"]
    assert [c["reason"] for c in one["candidates"]] == ["ok", "lost_tier", "lost_tier"]
    assert [g["gate"] for g in one["candidates"][0]["gates"]][-2:] == ["arbitration", "holdout"]
    assert one["trigger"]["kind"] == "event" and one["trigger"]["payload"]["event"]
    assert one["rule_set"]["number"] == 1
    replayed = post(f"/api/decisions/{made['id']}/replay/")
    assert replayed["same"] and replayed["new_hash"] == one["hash"] == made["hash"]


def test_a_message_says_why(get: Get) -> None:
    three_that_compete()
    message = Delivery.objects.get()
    assert get(f"/api/messages/{message.pk}/why/")["id"] == str(message.decision_id)
    get("/api/messages/00000000-0000-0000-0000-000000000000/why/", 404)


def test_messages_are_listed_by_what_became_of_them(get: Get) -> None:
    three_that_compete()
    run_until(at(days=5))
    sent = get("/api/messages/", status="pending", journey="onboarding")
    assert {one["journey"] for one in sent["results"]} == {"onboarding"}
    assert all(one["decision"] and one["decided_at"] for one in sent["results"])
    since = at(0).isoformat()
    waits = get("/api/messages/", status="waits", since=since)["results"]
    assert {one["reason"] for one in waits} <= {"lost_tier", "lost_priority", "frequency_cap"}
    first = get("/api/messages/", status="waits", since=since, limit=1)
    rest = get(first["next"])
    ids = [one["id"] for one in first["results"] + rest["results"]]
    assert len(waits) == 2 and ids == [one["id"] for one in waits] and rest["next"] is None
    assert get("/api/messages/", 400, status="x")["errors"][0]["field"] == "status"
    assert get("/api/messages/", 400, since="x")["errors"][0]["field"] == "since"


def test_deliveries_are_paged_by_cursor(get: Get) -> None:
    three_that_compete()
    run_until(at(days=5))
    page = get("/api/messages/", limit=1)
    seen = [page["results"][0]["id"]]
    while page["next"]:
        page = get(page["next"])
        seen += [one["id"] for one in page["results"]]
    assert len(seen) == len(set(seen)) == Delivery.objects.count()


def test_why_not_answers(get: Get) -> None:
    three_that_compete()
    found: dict[str, Any] = get(f"/api/people/{person()}/why-not/", journey="winback")
    assert found["code"] == "lost_tier" and found["answers"][0]["decision"]
    assert "went first" in found["sentence"]
    never = get(f"/api/people/{person()}/why-not/", journey="winback", at=at(0.5).isoformat())
    assert never["code"] == "event_never_came"
    for query in ({}, {"journey": "none"}, {"journey": "winback", "at": "x"}):
        assert get(f"/api/people/{person()}/why-not/", 400, **query)["errors"]
