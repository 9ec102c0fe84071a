"""Warnings of the drawing: told by the API, asked for before publishing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.journeys import queries
from tests.scenario import message_on, node, path

pytestmark = pytest.mark.django_db
CHECK = "/api/journeys/way/check/"


@pytest.fixture
def api() -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.create_superuser("robot"))
    return client


def checked(api: APIClient, document: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(CHECK, {"document": document}, format="json")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


WAITS = path(
    node("in", "entry", event="Go"),
    node("buys", "wait_for_event", event="Bought", at_most={"days": 2}),
    node("thanks", "message", template="thanks"),
)


def test_ways_that_end_nowhere_are_findings_that_ask(api: APIClient) -> None:
    told = checked(api, WAITS)
    assert told["ok"] and not told["problems"]
    assert [(one["node"], one["field"], one["code"]) for one in told["warnings"]] == [
        ("buys", "ports.timeout", "missing_port"),
        ("thanks", "edges", "dead_end"),
        ("", "nodes", "no_goal"),
    ]
    assert "“in vain” leads nowhere" in told["warnings"][0]["remedy"]
    titles = [one["title"] for one in told["findings"] if one["severity"] == "warning"]
    assert titles[-2:] == ["One way on from “buys” leads nowhere", "The path ends at “thanks”"]


def test_a_missing_goal_is_told_but_nothing_to_ask_for(api: APIClient) -> None:
    told = checked(api, message_on("Go"))
    assert [one["code"] for one in told["warnings"]] == ["no_goal"]
    assert queries.findings("way", message_on("Go")) == []


def test_publishing_asks_before_it_ends_nowhere(api: APIClient) -> None:
    publish = "/api/journeys/way/publish/"
    refused = api.post(publish, {"document": WAITS}, format="json")
    assert refused.status_code == 400
    assert {error["field"] for error in refused.json()["errors"]} == {"anyway"}


def test_a_circle_without_a_wait_is_refused_with_every_node_of_it(api: APIClient) -> None:
    round_and_round = message_on("Go")
    round_and_round["edges"][1] = {"from": "message", "to": "message"}
    told = checked(api, round_and_round)
    assert not told["ok"]
    circle = [one for one in told["problems"] if one["code"] == "cycle_without_wait"]
    assert [one["node"] for one in circle] == ["message"]
    assert "put a delay, a wait or a jump with a limit into the circle" in circle[0]["remedy"]
