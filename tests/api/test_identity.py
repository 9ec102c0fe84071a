"""Identity rules, what they left off, and accounts in the management API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.orchestrator.route import route_all
from tests.api.conftest import Get
from tests.people.test_routing import event, group
from tests.scenario import tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def put(api: APIClient, expected: int = 200, **body: Any) -> Any:
    answer = api.put("/api/identity/", body, format="json")
    assert answer.status_code == expected, answer.content
    return answer.json()


def test_rules_are_read_changed_and_published(api: APIClient, get: Get) -> None:
    began = get("/api/identity/")
    assert began["number"] == 0
    document = began["document"]
    assert document["types"][0]["key"] == "user_id" and document["types"][0]["told_in"] == "userId"
    document["types"][1]["limit"] = 3
    made = put(api, document=document, note="Fewer", base=0)
    assert (made["number"], made["note"], made["published_by"]) == (1, "Fewer", "robot")
    assert get("/api/identity/") == made
    assert [one["number"] for one in get("/api/identity/versions/")["results"]] == [1]


def test_what_could_not_hold_is_refused_by_name(api: APIClient, get: Get) -> None:
    document = get("/api/identity/")["document"]
    document["types"][0]["limit"] = 2
    document["default_region"] = "XX"
    errors = put(api, 400, document=document, note="x")["errors"]
    assert [(e["field"], e["code"]) for e in errors] == [
        ("types.0.limit", "user_id_once"),
        ("default_region", "unknown_region"),
    ]
    assert all(e["remedy"] for e in errors)
    for document in ({}, {"types": 1}, {"types": [1]}):
        assert put(api, 400, document=document, note="x")["errors"]
    assert put(api, 400, document={})["errors"][0]["field"] == "note"
    same = put(api, 400, document=get("/api/identity/")["document"], note="x")
    assert same["errors"][0]["code"] == "nothing_to_publish"


def test_who_saw_another_version_is_told(api: APIClient, get: Get) -> None:
    document = get("/api/identity/")["document"] | {"default_region": "DE"}
    put(api, document=document, note="First", base=0)
    late = put(api, 400, document=document | {"default_region": "US"}, note="Late", base=0)
    assert (late["errors"][0]["field"], late["errors"][0]["code"]) == ("base", "moved")


def test_publishing_needs_the_right_to(reader: APIClient) -> None:
    assert reader.get("/api/identity/").status_code == 200
    assert reader.put("/api/identity/", {}, format="json").status_code == 403


def test_what_was_left_off(get: Get) -> None:
    tell(*(event(f"ann{n}", n, anonymousId="kiosk") for n in range(5)))
    route_all()
    page = get("/api/identity/left-off/", limit=3)
    assert len(page["results"]) == 3
    one = page["results"][0]
    assert (one["type"], one["value"], one["because"]) == ("anonymous_id", "kiosk", "shared")
    assert (one["person"]["label"], one["belongs_to"]["label"]) == ("ann4", "ann0")
    assert len(get(page["next"])["results"]) == 1
    assert get("/api/identity/left-off/", because="apart")["results"] == []
    assert get("/api/identity/left-off/", q="kio", type="anonymous_id")["results"]
    wrong = get("/api/identity/left-off/", 400, because="x")["errors"][0]
    assert (wrong["field"], wrong["code"]) == ("because", "unknown_value")


def test_accounts(get: Get) -> None:
    tell(
        *(group(f"u{n}", "acme", n, name="Acme", seats=n) for n in range(31)), group("u0", "b", 50)
    )
    route_all()
    assert [one["group_id"] for one in get("/api/accounts/")["results"]] == ["b", "acme"]
    (acme,) = get("/api/accounts/", q="acm")["results"]
    assert acme["traits"] == {"name": "Acme", "seats": 30}
    one = get(f"/api/accounts/{acme['id']}/")
    assert [p["label"] for p in one["people"]][:2] == ["u30", "u29"] and one["next"] == 2
    rest = get(f"/api/accounts/{acme['id']}/", page=2)
    assert [p["label"] for p in rest["people"]] == ["u0"] and rest["next"] is None
    assert get(f"/api/accounts/{acme['id']}/", 400, page="x")["errors"][0]["field"] == "page"
    get("/api/accounts/999999/", 404)
