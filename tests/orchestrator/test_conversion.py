"""Conversion that goes on being counted after a run has ended, in the stores."""

import pytest
from django.test import Client

from apps.graph import queries_journeys, queries_list, store
from tests.pages import publish
from tests.scenario import START, at, identify, node, path, run_until, tell, track

pytestmark = pytest.mark.django_db(transaction=True)

RUNS = """
MATCH (e:Enrollment)
RETURN e.left_because AS because, e.converted_at AS at, e.converted_node AS goal
"""


@pytest.fixture
def orders(graph: object) -> None:
    document = path(
        node("in", "entry", event="Cart Filled", again="after_leaving"),
        node("wait", "delay", duration={"days": 1}),
        node("gone", "exit", event="Cart Emptied"),
        node("bought", "goal", event="Order Completed", window={"days": 7}),
    )
    ways = [way for way in document["edges"] if way["from"] != "gone"]
    publish("cart", "Cart", {**document, "edges": ways}, START)
    tell(identify("ann", at(hours=1)), track("ann", "Cart Filled", at(hours=2)))


def test_it_counts_a_goal_that_is_reached_after_leaving(orders: None) -> None:
    tell(track("ann", "Cart Emptied", at(hours=3)))
    run_until(at(hours=4))
    assert store.read(RUNS) == [{"because": "exit", "at": None, "goal": None}]
    tell(track("ann", "Order Completed", at(days=3)), track("ann", "Order Completed", at(days=4)))
    run_until(at(days=5))
    assert store.read(RUNS) == [{"because": "exit", "at": at(days=3).timestamp(), "goal": "bought"}]
    # The journey's page and the list of journeys say the same.
    assert queries_journeys.runs_since(START)["cart"] == queries_journeys.Runs(1, 1)
    assert queries_list.rates(START)["cart"] == queries_list.Rate(1, 1)


def test_the_timeline_tells_of_it(orders: None, admin_client: Client) -> None:
    tell(track("ann", "Cart Emptied", at(hours=3)), track("ann", "Order Completed", at(days=3)))
    run_until(at(days=5))
    [profile] = [row["id"] for row in store.read("MATCH (p:Profile) RETURN p.uid AS id")]
    page = admin_client.get(f"/people/{profile}/").content.decode()
    assert "Reached the goal of Cart" in page
    assert "“bought”, after leaving and within the goal’s window: the run counts" in page
    api = admin_client.get(f"/api/people/{profile}/timeline/?kind=converted").json()
    assert [entry["kind"] for entry in api["results"]] == ["converted"]


def test_it_counts_a_goal_that_ends_the_run(orders: None) -> None:
    tell(track("ann", "Order Completed", at(hours=3)))
    run_until(at(hours=4))
    assert store.read(RUNS) == [
        {"because": "goal", "at": at(hours=3).timestamp(), "goal": "bought"}
    ]
