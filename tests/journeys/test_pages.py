"""The list of journeys, a journey's drawing, its nodes, and its status."""

from datetime import datetime

import pytest
from django.test import Client

from apps.common import clock
from apps.journeys.models import Journey
from tests.pages import people, publish, queries_of
from tests.scenario import message_on, node, path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]


def test_an_empty_list_says_what_a_journey_is(staff: Client, graph: object) -> None:
    assert b"No journeys yet" in staff.get("/journeys/").content


def test_the_list_has_numbers_and_can_be_searched(staff: Client, world: datetime) -> None:
    page = staff.get("/journeys/").content.decode()
    assert "Trial onboarding" in page and "Win-back" in page
    found = staff.get("/journeys/?q=WIN&status=live", headers={"HX-Request": "true"})
    assert b"Win-back" in found.content and b"Trial onboarding" not in found.content
    assert b"No journey matches" in staff.get("/journeys/?status=ended").content


def test_the_drawing_says_each_node_and_counts_people(staff: Client, world: datetime) -> None:
    page = staff.get("/journeys/onboarding/").content.decode()
    assert "When Trial Started" in page and "Wait 3 days" in page
    assert "Wait 3 days. 4 people here now." in page
    again = staff.get("/journeys/onboarding/", headers={"HX-Request": "true"}).content.decode()
    assert again.lstrip().startswith('<div id="journey-drawing"')


def test_a_node_lists_who_stands_there(staff: Client, world: datetime) -> None:
    page = staff.get("/journeys/onboarding/nodes/wait/").content.decode()
    assert page.count("/people/") >= 4 and "person0-0@example.test" in page
    stopped = staff.get("/journeys/winback/nodes/message/").content.decode()
    assert "Not sent, by reason" in stopped
    assert staff.get("/journeys/onboarding/nodes/nothing/").status_code == 404


def test_versions_are_looked_at_one_by_one(staff: Client, world: datetime) -> None:
    publish("onboarding", "Trial onboarding", message_on("Trial Started"), world)

    def drawn(address: str) -> bytes:
        return staff.get(address, headers={"HX-Request": "true"}).content

    assert b"Wait 3 days" not in drawn("/journeys/onboarding/")
    assert b"Wait 3 days" in drawn("/journeys/onboarding/?version=1")
    assert staff.get("/journeys/onboarding/?version=9").status_code == 404
    assert staff.get("/journeys/onboarding/?version=x").status_code == 404


def test_pausing_asks_first_and_ending_is_for_good(staff: Client, world: datetime) -> None:
    def status() -> str:
        return Journey.objects.get(key="winback").status

    assert b"Pause" in staff.get("/journeys/winback/status/?to=paused").content
    assert status() == "live"
    staff.post("/journeys/winback/status/", {"to": "paused"})
    assert status() == "paused"
    staff.post("/journeys/winback/status/", {"to": "ended"})
    assert status() == "ended"
    response = staff.post("/journeys/winback/status/", {"to": "live"}, follow=True)
    assert status() == "ended" and "it can’t become “live”" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/journeys/", "/journeys/onboarding/", "/journeys/onboarding/nodes/wait/"]
)
def test_more_people_cost_no_more_queries(staff: Client, world: datetime, address: str) -> None:
    before = queries_of(staff, address)
    people(6, world)
    assert queries_of(staff, address) == before


def test_what_each_port_means_and_how_long_a_run_may_last_are_said(
    staff: Client, graph: object, db: None
) -> None:
    document = path(
        node("in", "entry", event="Go", again="once_per_key"),
        node("when", "delay", trait="trial_ends_at", offset={"days": -3}, time="10:00"),
        node("wait", "wait_for_event", event="Paid", at_most={"days": 1}),
        node("stage", "move_stage", lifecycle="customer", stage="paying"),
        node("again", "jump", limit=2),
        node("out", "exit"),
    )
    document["nodes"][0]["settings"]["key"] = "order_id"
    document["edges"][-1] |= {"port": "limit"}
    document["edges"] += [
        {"from": "again", "port": "again", "to": "wait"},
        {"from": "when", "port": "missed", "to": "out"},
        {"from": "wait", "port": "timeout", "to": "out"},
    ]
    publish("way", "Way", document | {"longest_stay": {"days": 30}}, clock.now())
    page = staff.get("/journeys/way/").content.decode()
    for said in (
        "Whoever is still inside after 30 days leaves.",
        "once per order id",
        "Wait until 3 days before trial ends at, 10:00",
        "no date, or over",
        "in vain",
        "Move to stage paying",
        "Go back up to 2 times",
        "often enough",
    ):
        assert said in page, said
