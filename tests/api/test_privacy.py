"""Exports, erasures and retention in the management API."""

import json

import pytest
from rest_framework.test import APIClient

from apps.privacy import tasks
from apps.privacy.models import Erasure
from tests.api.conftest import Get
from tests.privacy import worlds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


def test_a_person_is_exported_and_then_erased(api: APIClient, get: Get, post: Get) -> None:
    who = worlds.lived()
    made = post(f"/api/people/{who}/export/", 202)
    assert made["state"] == "waiting" and made["download"] is None
    tasks.work()
    (ready,) = get(f"/api/people/{who}/export/")
    assert ready["state"] == "done" and ready["requested_by"] == "robot"
    answer = api.post(ready["download"])
    assert json.loads(b"".join(answer.streaming_content))["profile"] == str(who)
    wrong = post(f"/api/people/{who}/erase/", 400, confirm="please")
    assert (wrong["errors"][0]["field"], wrong["errors"][0]["code"]) == ("confirm", "not_confirmed")
    asked = post(f"/api/people/{who}/erase/", 202, confirm="erase", refuse=True)
    assert asked["refuse"] and asked["step"] == 0
    again = post(f"/api/people/{who}/erase/", 202, confirm="erase")
    assert again["id"] == asked["id"]
    tasks.work()
    (done,) = get(f"/api/people/{who}/erase/")
    assert (done["state"], done["says"]) == ("done", "Done")
    gone = get(f"/api/people/{who}/", 410)
    assert gone["errors"][0]["code"] == "deleted"
    refused = post(f"/api/people/{who}/erase/", 400, confirm="erase")
    assert "was erased" in refused["errors"][0]["remedy"]
    assert get("/api/privacy/erasures/")["count"] == 1
    assert get("/api/privacy/exports/")["count"] == 0
    assert [one["what"] for one in get("/api/privacy/audit/")["results"]][-1] == "export"


def test_it_takes_the_permission(reader: APIClient) -> None:
    for path in ("privacy/erasures/", "privacy/exports/", "privacy/audit/", "privacy/retention/"):
        answer = reader.get(f"/api/{path}")
        assert answer.status_code == 403
        assert "permission" in answer.json()["errors"][0]["remedy"]
    nobody = "00000000-0000-0000-0000-000000000000"
    assert reader.post(f"/api/people/{nobody}/erase/", {"confirm": "erase"}).status_code == 403
    assert not Erasure.objects.exists()


def test_nobody_of_this_id(post: Get) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    assert post(f"/api/people/{nobody}/export/", 404)["errors"][0]["code"] == "not_found"


def test_retention_is_looked_at_set_and_run(api: APIClient, get: Get, post: Get) -> None:
    worlds.lived()
    assert {one["what"]: one["enabled"] for one in get("/api/privacy/retention/")} == {
        "events": False,
        "evidence": False,
        "messages": False,
        "rejected": False,
        "people": False,
    }
    preview = get("/api/privacy/retention/messages/preview/", keep_days=7)
    assert preview["count"] > 0
    path = "/api/privacy/retention/messages/"
    low = api.put(path, {"keep_days": 1}, format="json")
    assert low.status_code == 400 and low.json()["errors"][0]["field"] == "keep_days"
    assert post(f"{path}now/", 400)["errors"][0]["code"] == "no_rule"
    put = api.put(path, {"keep_days": 7, "enabled": True}, format="json")
    assert put.json()["keep_days"] == 7
    post(f"{path}now/", 202)
    tasks.work()
    (run,) = get("/api/privacy/retention/runs/")["results"]
    assert run["state"] == "done" and run["done"] == preview["count"]
    assert get(path)["since"] is not None
