"""Moving people through the pages: where they stand, the map, its numbers, the confirmation."""

import pytest
from django.test import Client

from apps.events.models import Event
from apps.journeys.models import JourneyMove
from tests.journeys.worlds import people_on_the_first, second
from tests.scenario import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
MOVE = "/journeys/way/versions/1/move/"


@pytest.fixture(autouse=True)
def on_two_versions(graph: object) -> None:
    people_on_the_first()
    publish("way", second())


def test_the_journey_says_who_is_on_older_versions(staff: Client) -> None:
    page = staff.get("/journeys/way/").content.decode()
    assert "People on older versions" in page and MOVE in page
    assert "moves" not in staff.get("/journeys/way/draft/").content.decode()


def test_the_map_begins_with_what_is_the_same(staff: Client) -> None:
    page = staff.get(MOVE).content.decode()
    assert page.count("<select") == 2 and "2 people here now" in page
    assert (
        '<option value="to:wait" selected>' in page and '<option value="to:more" selected>' in page
    )
    assert "stay" in page and "Leave the journey" in page


def test_numbers_come_before_anybody_is_moved(staff: Client) -> None:
    answer = staff.post(MOVE, {"node:wait": "to:hello", "node:more": "leave"})
    page = answer.content.decode()
    assert "2 go on in version 2, 2 leave the journey, 0 stay on version 1" in page
    # cid and dan got the hello already.
    assert "2 of them have passed the message they would come to" in page
    assert not JourneyMove.objects.exists()
    back = staff.post(MOVE, {"node:wait": "to:hello", "node:more": "leave", "edit": "1"})
    assert '<option value="to:hello" selected>' in back.content.decode()


def test_confirmed_they_are_moved(staff: Client) -> None:
    answer = staff.post(
        MOVE, {"node:wait": "to:wait", "node:more": "stay", "confirmed": "1"}, follow=True
    )
    page = answer.content.decode()
    assert "4 people are told of the move" in page and "Moves between versions" in page
    move = JourneyMove.objects.get()
    assert move.nodes == {"wait": "wait"} and move.moved_by is not None
    told = Event.objects.filter(name="Enrollments Moved")
    assert told.count() == 4 and told[0].payload["properties"]["nodes"] == {"wait": "wait"}


def test_a_map_of_nothing_moves_nobody(staff: Client) -> None:
    chosen = {"node:wait": "stay", "node:more": "stay"}
    assert "Nobody would be moved" in staff.post(MOVE, chosen).content.decode()
    answer = staff.post(MOVE, chosen | {"confirmed": "1"}, follow=True)
    assert "Nobody was moved" in answer.content.decode() and not JourneyMove.objects.exists()
    assert staff.post(MOVE, {"node:wait": "to:nowhere"}).status_code == 200


def test_there_is_nowhere_to_move_to_from_the_latest(staff: Client) -> None:
    answer = staff.get("/journeys/way/versions/2/move/", follow=True)
    assert "there is nowhere to move to" in answer.content.decode()
    assert staff.get("/journeys/way/versions/9/move/").status_code == 404


def test_an_interrupted_move_can_go_on(staff: Client) -> None:
    staff.post(MOVE, {"node:wait": "to:wait", "confirmed": "1"})
    move = JourneyMove.objects.get()
    JourneyMove.objects.update(finished_at=None, people=1)
    assert "Interrupted: go on" in staff.get("/journeys/way/").content.decode()
    staff.post(f"/journeys/way/moves/{move.pk}/")
    move.refresh_from_db()
    assert move.people == 4 and move.finished_at
