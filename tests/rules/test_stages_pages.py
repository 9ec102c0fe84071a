"""The pages of lifecycles, and the same through the management API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from apps.common import clock
from tests.pages import may_see
from tests.rules import stages_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
FRAGMENT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def page(staff: Client, graph: object) -> Callable[..., str]:
    def get(address: str, **asked: Any) -> str:
        answer = staff.get(address, **asked)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert " style=" not in text and "<script>" not in text
        return text

    return get


@pytest.fixture
def api(graph: object) -> Callable[..., Any]:
    client = APIClient()
    client.force_authenticate(may_see(User.objects.create_user("robot")))

    def get(address: str, expected: int = 200, **query: Any) -> Any:
        answer = client.get(address, query)
        assert answer.status_code == expected, answer.content
        return answer.json()

    return get


def test_the_list_shows_who_is_where_and_can_be_searched(page: Callable[..., str]) -> None:
    assert "No lifecycle yet" in page("/lifecycles/")
    stages_world.live()
    listed = page("/lifecycles/")
    assert "4 people in a stage now" in listed and "Trial, then Paying" in listed
    assert "Lifecycles</a>" in listed and "Europe/Berlin" in listed
    assert "Customer" in page("/lifecycles/?q=lapsed", **FRAGMENT)
    assert "No lifecycle matches" in page("/lifecycles/?q=xyz", **FRAGMENT)


def test_a_lifecycle_shows_the_moves_and_the_numbers(page: Callable[..., str]) -> None:
    stages_world.live()
    text = page("/lifecycles/customer/")
    assert "2 moves from Trial to Paying" in text
    assert ">3 days to 5 days<" in text and ">1 hour<" in text
    assert "33.3 %" in text
    assert 'class="edge weight-6"' in text
    fragment = page("/lifecycles/customer/?days=7", **FRAGMENT)
    assert "<h1>" not in fragment and "in the last 7 days" in fragment


def test_a_lifecycle_in_which_nobody_is_says_so(page: Callable[..., str], staff: Client) -> None:
    stages_world.publish_rules(clock.now())
    text = page("/lifecycles/customer/?days=bad")
    assert "Nobody moved in the last 30 days" in text and "nobody left" in text
    assert "Nobody is in this stage now" in page("/lifecycles/customer/people/?stage=trial")
    assert staff.get("/lifecycles/unknown/").status_code == 404
    assert staff.get("/lifecycles/customer/people/").status_code == 404
    assert staff.get("/lifecycles/customer/people/?stage=trial&which=x").status_code == 404


def test_people_are_listed_with_their_evidence(page: Callable[..., str]) -> None:
    stages_world.live()
    address = "/lifecycles/customer/people/?stage=paying&which=entered"
    text = page(address)
    assert text.count("dan@example.test") == 1 and text.count("ann@example.test") == 2
    assert "Plan is one of monthly, yearly (monthly)" in text
    assert "coming from Trial" in page(f"{address}&from=trial")
    assert "coming from no stage yet" in page(f"{address}&from=")
    found = page(f"{address}&q=ann@", **FRAGMENT)
    assert "ann@example.test" in found and "cleo@example.test" not in found
    assert "Nobody here is known by “zoe”" in page(f"{address}&q=zoe", **FRAGMENT)
    moved = page("/lifecycles/customer/people/?stage=vip")
    assert "“promote” in Praise" in moved and ">Praised</a>" in moved


def test_the_api_tells_the_same(api: Callable[..., Any]) -> None:
    stages_world.live()
    [listed] = api("/api/lifecycles/")
    assert [(s["key"], s["now"]) for s in listed["stages"]][:2] == [("trial", 1), ("paying", 2)]
    one = api("/api/lifecycles/customer/", days=30)
    trial = one["stages"][0]
    assert (trial["entered"], trial["left"], trial["done"]) == (3, 2, 1)
    assert trial["time_in_stage"]["median"] == 2 * 86400
    assert {"start": "trial", "end": "paying", "times": 2} in one["moves"]
    stays = api("/api/lifecycles/customer/people/", stage="vip")
    assert (stays["count"], stays["results"][0]["node"]) == (1, "promote")
    assert api("/api/lifecycles/customer/people/", 400)["errors"][0]["field"] == "stage"
    assert api("/api/lifecycles/unknown/", 404)["errors"]
