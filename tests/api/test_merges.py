"""Merges in the management API."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from rest_framework.test import APIClient

from apps.orchestrator import unmerging
from apps.people.models import Merge
from tests.api.conftest import Get, client_of
from tests.explain.two_people import after_the_merge, go, joined, looked_at, woken

__all__ = ["woken"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture
def merge() -> Merge:
    joined()
    return looked_at()


def test_the_list_has_what_speaks_against_each(get: Get, merge: Merge) -> None:
    answer = get("/api/merges/")
    assert (answer["count"], answer["next"]) == (1, None)
    (one,) = answer["results"]
    assert one["id"] == merge.pk and one["standing"] == "open" and one["looked_at"]
    assert (one["kept_name"], one["given_name"]) == ("ann@example.test", "bob@example.test")
    assert [s["kind"] for s in one["suspicions"]] == ["devices", "traits"]
    assert all(s["reason"] and s["matters"] for s in one["suspicions"])
    assert get("/api/merges/", show="undone")["count"] == 0
    assert get("/api/merges/", kind="traits", search="user_id:ann")["count"] == 1
    assert get("/api/merges/", kind="large")["results"] == []
    assert get("/api/merges/", show="all", search="nobody")["count"] == 0
    assert get("/api/merges/", page=9)["results"] == []
    assert get("/api/merges/", 400, show="some")["errors"][0]["field"] == "show"
    assert get("/api/merges/", 400, kind="some")["errors"][0]["field"] == "kind"


def test_one_merge_has_both_sides_and_its_messages(get: Get, merge: Merge) -> None:
    after_the_merge()
    one = get(f"/api/merges/{merge.pk}/")
    traits = next(section for section in one["sides"] if section["title"] == "Traits")
    plan = next(line for line in traits["lines"] if line["name"] == "plan")
    assert plan == {
        "name": "plan", "kept": "“free”", "given": "“pro”", "now": "“pro”", "differs": True,
    }  # fmt: skip
    assert {"kind": "User id", "value": "ann", "to": "kept"} in one["led"]
    assert one["messages"] == {"all": 3, "because": 2, "address": 2, "together": 0}
    assert one["since"]["given"] == 1 and one["why_not"] == "" and one["outcome"] is None
    listed = get(f"/api/merges/{merge.pk}/messages/")
    assert (listed["known"], listed["count"], listed["because"]) == (True, 3, 2)
    assert [m["because"] for m in listed["results"]] == ["address", "address", ""]
    get("/api/merges/99999/", 404)
    get("/api/merges/99999/messages/", 404)


def test_undoing_takes_a_reason_and_says_what_it_did(get: Get, post: Get, merge: Merge) -> None:
    path = f"/api/merges/{merge.pk}/"
    assert post(f"{path}undo/", 400)["errors"][0]["field"] == "because"
    begun = post(f"{path}undo/", 202, because="A shared phone")
    assert begun["standing"] == "undoing" and begun["kept_apart"]
    go()
    done = get(path)
    assert done["standing"] == "undone" and done["undone_because"] == "A shared phone"
    assert done["outcome"]["runs"] == [] and "anonymous_id:phone" in done["given_back"]
    again = post(f"{path}undo/", 409, because="once more")["errors"][0]
    assert again["code"] == "cant_undo" and "undone already" in again["remedy"]
    assert post(f"{path}right/", 409)["errors"][0]["code"] == "undone"
    post("/api/merges/99999/undo/", 404, because="x")


def test_one_that_is_right_is_not_to_be_reviewed_any_more(
    get: Get, post: Get, merge: Merge
) -> None:
    assert post(f"/api/merges/{merge.pk}/right/")["standing"] == "right"
    assert get("/api/merges/")["count"] == 0
    assert get("/api/merges/", show="right")["count"] == 1


def test_who_may_only_look_may_not_undo(reader: APIClient, merge: Merge) -> None:
    path = f"/api/merges/{merge.pk}/"
    assert reader.get(path).status_code == 200
    for act in ("undo/", "right/"):
        assert reader.post(path + act, {"because": "x"}, format="json").status_code == 403
    allowed = User.objects.create_user("keeper")
    allowed.user_permissions.add(Permission.objects.get(codename="change_merge"))
    assert client_of(allowed).post(f"{path}right/").status_code == 200
    assert APIClient().get(path).status_code == 401


def test_what_cant_be_undone_says_why(get: Get, post: Get, merge: Merge) -> None:
    def refuse(**_: Any) -> Merge:
        raise unmerging.CantUndo("Undo the other one first.")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(unmerging, "undo", refuse)
        answer = post(f"/api/merges/{merge.pk}/undo/", 409, because="x")
    assert answer["errors"][0]["remedy"] == "Undo the other one first."
