"""Journeys, rules, holdouts, templates and sources in the management API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.common import clock
from apps.rules import gatekeeping
from apps.rules.gatekeeping import Finding
from apps.rules.queries import INITIAL
from tests.api.conftest import Get
from tests.journeys.worlds import carry_out, people_on_the_first, second
from tests.scenario import message_on, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

BROKEN: dict[str, Any] = {"nodes": [{"key": "in", "type": "entry", "settings": {}}], "edges": []}


def test_a_journey_is_checked_published_paused_and_resumed(get: Get, post: Get) -> None:
    made = post("/api/journeys/welcome/publish/", 201, name="Welcome", document=message_on("Go"))
    assert made["number"] == 1 and made["published_by"] == "robot"
    said = post("/api/journeys/welcome/check/", document=message_on("Go"))
    assert said["ok"] is True and said["problems"] == []
    assert post("/api/journeys/welcome/pause/")["status"] == "paused"
    assert post("/api/journeys/welcome/pause/", 400)["errors"][0]["code"] == "illegal_move"
    assert post("/api/journeys/welcome/resume/")["status"] == "live"
    post("/api/journeys/welcome/publish/", 201, document=message_on("Go", priority=70))
    (one,) = get("/api/journeys/")["results"]
    assert (one["key"], one["name"], one["version"]) == ("welcome", "Welcome", 2)
    assert [v["number"] for v in get("/api/journeys/welcome/versions/")] == [2, 1]
    assert get("/api/journeys/welcome/versions/1/")["document"]["priority"] == 50
    assert get("/api/journeys/none/", 404)["errors"][0]["code"] == "not_found"
    get("/api/journeys/welcome/versions/9/", 404)


def test_what_is_wrong_with_a_document_names_node_field_code_and_remedy(post: Get) -> None:
    said = post("/api/journeys/welcome/check/", document=BROKEN)
    assert said["ok"] is False
    assert said["problems"][0]["node"] == "in" and said["problems"][0]["field"] == "event"
    refused = post("/api/journeys/welcome/publish/", 400, document=BROKEN)
    assert refused["errors"][0]["code"] == "missing" and refused["errors"][0]["remedy"]
    assert post("/api/journeys/welcome/publish/", 400)["errors"][0]["field"] == "document"


def test_a_draft_is_saved_checked_and_published(api: APIClient, get: Get, post: Get) -> None:
    address = "/api/journeys/welcome/draft/"

    def put(expected: int = 200, **body: Any) -> Any:
        answer = api.put(address, body, format="json")
        assert answer.status_code == expected, answer.content
        return answer.json()

    get(address, 404)
    saved = put(name="Welcome", document=BROKEN)
    assert (saved["revision"], saved["base"], saved["updated_by"]) == (1, 0, "robot")
    assert saved["problems"][0]["node"] == "in"
    assert get("/api/journeys/welcome/")["status"] == "draft"
    assert get("/api/journeys/welcome/")["draft"] == 1
    assert post("/api/journeys/welcome/check/")["problems"] == saved["problems"]
    assert post("/api/journeys/welcome/publish/", 400)["errors"][0]["code"] == "missing"
    stale = put(409, document={}, revision=0)
    assert stale["errors"][0]["code"] == "stale" and "robot saved" in stale["errors"][0]["remedy"]
    assert put(document=message_on("Go"), revision=1)["name"] == "Welcome"
    assert put(400, document=[])["errors"][0]["field"] == "document"
    checked = post("/api/journeys/welcome/check/")
    assert checked["ok"] is True and checked["problems"] == []
    older = post("/api/journeys/welcome/publish/", 400, revision=1, anyway=True)
    assert older["errors"][0]["code"] == "stale"
    made = post("/api/journeys/welcome/publish/", 201, note="First", anyway=True)
    assert (made["number"], made["note"]) == (1, "First")
    get(address, 404)
    put(document={})
    assert api.delete(address).status_code == 204 and api.delete(address).status_code == 404
    assert post("/api/journeys/welcome/end/")["status"] == "ended"


def test_warnings_ask_and_errors_block(post: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Finding("warning", "It always loses", "/rules/")]
    monkeypatch.setattr(gatekeeping, "_of_journeys", [lambda key, document: found])
    address, document = "/api/journeys/welcome/publish/", message_on("Go")
    said = post("/api/journeys/welcome/check/", document=document)
    assert said["ok"] is True and said["findings"][0]["title"] == "It always loses"
    (error,) = post(address, 400, document=document)["errors"]
    assert (error["field"], error["code"]) == ("anyway", "warning")
    post(address, 201, document=document, anyway=True)
    found.append(Finding("error", "It can't run"))
    assert post("/api/journeys/welcome/check/", document=document)["ok"] is False
    (error,) = post(address, 400, document=document, anyway=True)["errors"]
    assert (error["field"], error["code"]) == ("document", "error")


def test_people_are_moved_by_a_map(get: Get, post: Get) -> None:
    people_on_the_first()
    publish("way", second())
    rows = get("/api/journeys/way/standing/")
    assert {(r["version"], r["node"], r["people"]) for r in rows} == {
        (1, "wait", 2),
        (1, "more", 2),
    }
    asked = {"from_version": 1, "to_version": 2, "nodes": {"wait": "wait", "more": ""}}
    numbers = {"moving": 2, "leaving": 2, "too_long": 0, "staying": 0, "again": 0}
    seen = post("/api/journeys/way/move/", 200, **asked, preview=True)
    assert seen == {"id": None, "state": None, "told": None, "total": None, **numbers}
    begun = post("/api/journeys/way/move/", 202, **asked)
    assert (begun["state"], begun["told"], begun["total"]) == ("waiting", 0, 4)
    assert {k: begun[k] for k in numbers} == numbers
    (kept,) = get("/api/journeys/way/moves/")
    assert (kept["id"], kept["moved_by"], kept["people"]) == (begun["id"], "robot", 0)
    refused = post("/api/journeys/way/move/", 400, **asked)
    assert refused["errors"][0]["field"] == "from_version"
    carry_out(clock.now())
    (kept,) = get("/api/journeys/way/moves/")
    assert (kept["state"], kept["people"], kept["total"]) == ("done", 4, 4)
    for wrong, field in (
        ({"nodes": {"nothing": ""}}, "nodes.nothing"),
        ({"nodes": {}}, "nodes"),
        ({"to_version": 9}, "to_version"),
        ({"to_version": 1}, "to_version"),
    ):
        refused = post("/api/journeys/way/move/", 400, **asked | wrong)
        assert refused["errors"][0]["field"] == field
    post("/api/journeys/none/move/", 404, **asked)


def test_rules_are_read_in_sentences_and_published(get: Get, post: Get) -> None:
    assert get("/api/rules/")["number"] == 0
    cap = {"id": "week", "name": "3 a week", "limit": 3, "hours": 168, "channels": ["email"]}
    made = post("/api/rules/publish/", 201, document=INITIAL | {"caps": [cap]}, note="First")
    assert made["number"] == 1
    now = get("/api/rules/")
    assert (
        now["document"]["caps"] == [cap] and "At most 3 e-mails in any 7 days." in now["sentences"]
    )
    assert get("/api/rules/versions/")[0]["note"] == "First"
    assert get("/api/rules/versions/1/")["id"] == made["id"]
    wrong = INITIAL | {"caps": [cap | {"limit": -1}]}
    assert post("/api/rules/check/", document=wrong)["problems"][0]["field"] == "caps.0.limit"
    refused = post("/api/rules/publish/", 400, document=wrong)
    assert refused["errors"][0] == {
        "field": "caps.0.limit",
        "code": "out_of_range",
        "remedy": "a whole number from 0 to 100",
        "node": "",
    }


def test_a_holdout_is_made_started_and_stopped(get: Get, post: Get) -> None:
    made = post("/api/holdouts/", 201, name="One in ten", share=0.1)
    assert made["key"] == "one-in-ten" and made["started_at"] is None
    assert "10 % of people get nothing" in made["sentence"]
    assert post("/api/holdouts/one-in-ten/start/")["started_at"]
    assert post("/api/holdouts/one-in-ten/start/", 400)["errors"][0]["code"] == "illegal_move"
    assert post("/api/holdouts/one-in-ten/stop/")["ended_at"]
    assert len(get("/api/holdouts/")["results"]) == 1
    assert post("/api/holdouts/", 400, name="x", share=2)["errors"][0]["field"] == "share"
    missing = post("/api/holdouts/", 400, name="x", share=0.2, scope="tier")
    assert missing["errors"][0]["field"] == "values"
    again = post("/api/holdouts/", 400, key="one-in-ten", name="x", share=0.2)
    assert again["errors"][0]["code"] == "not_unique"


def test_a_template_is_written_and_checked(api: APIClient, get: Get, post: Get) -> None:
    hello = {"key": "hello", "name": "Hello", "channel": "email", "subject": "Hi", "text": "Hi"}
    assert post("/api/templates/", 201, **hello)["latest"] == 1
    changed = api.patch("/api/templates/hello/", {"subject": "Hello"}, format="json")
    assert changed.json()["latest"] == 2
    assert get("/api/templates/hello/")["subject"] == "Hello"
    refused = post("/api/templates/", 400, **hello | {"key": "bad", "subject": "{{ person. }}"})
    assert refused["errors"][0]["field"] == "subject"


def test_a_source_tells_its_write_key_once(get: Get, post: Get) -> None:
    made = post("/api/sources/", 201, key="shop", name="Shop")
    assert len(made["write_key"]) > 20 and made["kind"] == "live"
    assert "write_key" not in get("/api/sources/shop/")
    assert post("/api/sources/shop/write-keys/", 201)["write_key"] != made["write_key"]
    assert post("/api/sources/", 400, key="shop", name="x")["errors"][0]["field"] == "key"


def test_who_may_only_read_changes_nothing(reader: APIClient) -> None:
    assert reader.get("/api/journeys/").status_code == 200
    for path in ("journeys/x/publish", "rules/publish", "holdouts", "templates", "sources"):
        answer = reader.post(f"/api/{path}/", {"document": {}}, format="json")
        assert answer.status_code == 403, path
        assert answer.json()["errors"][0]["code"] == "permission_denied"
