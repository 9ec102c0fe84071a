"""Pausing, ending, archiving and owning journeys in the management API; moves with publishing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.common import clock
from apps.journeys.models import Journey, JourneyMove, JourneyVersion
from tests.api.conftest import Get
from tests.journeys.worlds import carry_out, people_on_the_first, second, stands
from tests.scenario import message_on, publish, run_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
WAY = "/api/journeys/way/"


def test_a_pause_says_what_becomes_of_people(get: Get, post: Get) -> None:
    people_on_the_first()
    assert post(f"{WAY}pause/")["status"] == "paused"
    assert not JourneyMove.objects.exists()
    post(f"{WAY}resume/")
    assert post(f"{WAY}pause/", people="leave")["status"] == "paused"
    (move,) = get(f"{WAY}moves/")
    assert (move["let_go"], move["from_version"], move["total"]) == ("paused", None, 4)
    carry_out(clock.now())
    run_until(clock.now())
    assert stands() == {} and get(f"{WAY}moves/")[0]["state"] == "done"
    refused = post(f"{WAY}pause/", 400, people="vanish")
    assert refused["errors"][0]["field"] == "people"


def test_an_end_drains_or_lets_people_go(get: Get, post: Get) -> None:
    publish("way", message_on("Go"))
    assert post(f"{WAY}end/", people="go_on")["status"] == "draining"
    refused = post(f"{WAY}resume/", 400)
    assert refused["errors"][0]["code"] == "illegal_move"
    assert post(f"{WAY}end/")["status"] == "ended"
    assert post(f"{WAY}end/", 400)["errors"][0]["field"] == "status"


def test_what_is_archived_is_left_out_of_the_list(get: Get, post: Get) -> None:
    publish("way", message_on("Go"))
    refused = post(f"{WAY}archive/", 400)
    assert "end it first" in refused["errors"][0]["remedy"]
    post(f"{WAY}end/")
    assert post(f"{WAY}archive/")["archived_at"]
    assert get("/api/journeys/")["results"] == []
    (one,) = get("/api/journeys/", archived="true")["results"]
    assert one["key"] == "way" and get(WAY)["status"] == "ended"
    assert post(f"{WAY}restore/")["archived_at"] is None
    assert len(get("/api/journeys/")["results"]) == 1


def test_the_owner_is_who_made_it_until_somebody_else_is(api: APIClient, get: Get) -> None:
    User.objects.create_user("ann")
    api.put(f"{WAY}draft/", {"document": {}}, format="json")
    assert get(WAY)["owner"] == "robot"

    def give(owner: Any, expected: int = 200) -> Any:
        answer = api.patch(WAY, {"owner": owner}, format="json")
        assert answer.status_code == expected, answer.content
        return answer.json()

    assert give("ann")["owner"] == "ann"
    assert give(None)["owner"] is None
    assert give("nobody", 400)["errors"][0]["field"] == "owner"
    assert Journey.objects.get().changed_by is not None


def test_what_no_store_can_keep_is_refused(api: APIClient) -> None:
    publish("way", message_on("Go"))
    for call, address, body in (
        (api.patch, WAY, {"owner": "\0"}),
        (api.patch, WAY, {"owner": ["ann"]}),
        (api.post, f"{WAY}publish/", {"moves": {"9" * 5000: {"in": ""}}}),
        (api.post, f"{WAY}publish/", {"moves": {"1": {"in": ""}, "01": {"in": "x"}}}),
        (api.post, "/api/journeys/import/", {"nodes": []} | {"edges": 3}),
    ):
        answer = call(address, body, format="json")
        assert answer.status_code == 400 and answer.json()["errors"][0]["remedy"]


def test_a_half_of_a_character_is_named_in_an_answer_that_is_json(api: APIClient) -> None:
    publish("way", message_on("Go"))
    body = '{"people": "\\ud800"}'
    answer = api.post(f"{WAY}pause/", body, content_type="application/json")
    assert answer.status_code == 400 and "\ud800" in answer.json()["errors"][0]["remedy"]


def test_who_may_only_read_changes_no_status(reader: APIClient) -> None:
    publish("way", message_on("Go"))
    for act in ("pause", "end", "archive", "restore"):
        assert reader.post(f"{WAY}{act}/", {}, format="json").status_code == 403
    assert reader.patch(WAY, {"owner": None}, format="json").status_code == 403


def test_people_are_moved_together_with_publishing(get: Get, post: Get) -> None:
    people_on_the_first()
    for moves, field in (
        ({"1": {"wait": "nowhere"}}, "moves.1.nodes.wait"),
        ({"7": {"wait": ""}}, "moves.7.from_version"),
        ({"one": {"wait": ""}}, "moves"),
    ):
        refused = post(f"{WAY}publish/", 400, document=second(), moves=moves, anyway=True)
        assert refused["errors"][0]["field"] == field, refused
    assert JourneyVersion.objects.count() == 1
    moves = {"1": {"wait": "wait", "more": ""}}
    made = post(f"{WAY}publish/", 201, document=second(), moves=moves, anyway=True)
    assert made["number"] == 2
    (move,) = get(f"{WAY}moves/")
    assert (move["from_version"], move["to_version"], move["nodes"]) == (1, 2, moves["1"])


def test_the_schema_says_what_moves_are(get: Get) -> None:
    schema = get("/api/schema/", format="json")
    moves = schema["components"]["schemas"]["PublishJourney"]["properties"]["moves"]
    assert "for leaving" in moves["description"]
