"""Journeys, rules, holdouts, templates and sources in the management API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.rules.queries import INITIAL
from tests.api.conftest import Get
from tests.scenario import message_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

BROKEN: dict[str, Any] = {"nodes": [{"key": "in", "type": "entry", "settings": {}}], "edges": []}


def test_a_journey_is_checked_published_paused_and_resumed(get: Get, post: Get) -> None:
    made = post("/api/journeys/welcome/publish/", 201, name="Welcome", document=message_on("Go"))
    assert made["number"] == 1 and made["published_by"] == "robot"
    assert post("/api/journeys/welcome/check/", document=message_on("Go")) == {
        "ok": True,
        "problems": [],
    }
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
