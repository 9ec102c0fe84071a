"""Moving people through the pages: where they stand, the map, its numbers, the confirmation."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.common import clock
from apps.events.models import Event
from apps.journeys import telling
from apps.journeys.models import JourneyMove
from tests.journeys.worlds import carry_out, people_on_the_first, second
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
    assert "The move begins" in page and "Moves between versions" in page
    assert "0 of 4" in page and "waits for its turn" in page and "Go on" not in page
    assert 'hx-get="/journeys/way/moves/"' in page
    carry_out(clock.now())
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


def test_a_move_is_watched_until_everybody_is_told(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "PORTION", 3)
    monkeypatch.setattr(telling, "PORTIONS", 1)
    staff.post(MOVE, {"node:wait": "to:wait", "confirmed": "1"})
    now = clock.now()
    row = telling.claim(now=now)
    assert row is not None and telling.tell_some(move=row, now=now)
    seen = fragment(staff)
    assert "3 of 4" in seen and '<progress max="4" value="3"' in seen
    assert "hx-trigger" in seen and "Go on" not in seen and "<html" not in seen
    telling.tell_some(move=row, now=now)
    seen = fragment(staff)
    assert "hx-trigger" not in seen and "<progress" not in seen
    assert "Moves between versions" in staff.get("/journeys/way/moves/").content.decode()


def test_an_interrupted_move_can_go_on_and_one_that_is_done_can_not(staff: Client) -> None:
    staff.post(MOVE, {"node:wait": "to:wait", "confirmed": "1"})
    long_ago = clock.now() - timedelta(minutes=1)
    move = telling.claim(now=long_ago)
    assert move is not None and "Go on" in fragment(staff)
    address = f"/journeys/way/moves/{move.pk}/"
    assert "goes on where" in staff.post(address, follow=True).content.decode()
    assert "Go on" not in fragment(staff)
    carry_out(clock.now())
    assert "this move is done" in staff.post(address, follow=True).content.decode()
    assert staff.get(address).status_code == 405


def test_a_second_move_is_refused_while_people_are_told_of_the_first(staff: Client) -> None:
    chosen = {"node:wait": "to:wait", "confirmed": "1"}
    staff.post(MOVE, chosen)
    page = staff.post(MOVE, chosen, follow=True).content.decode()
    assert "Nobody was moved: people are still being told" in page
    assert JourneyMove.objects.count() == 1


def test_nobody_was_moved_yet_says_so(staff: Client) -> None:
    assert "Nobody was moved yet" in staff.get("/journeys/way/moves/").content.decode()
    assert staff.get("/journeys/none/moves/").status_code == 404


def test_who_is_inside_for_too_long_is_told_of_before_they_leave(staff: Client) -> None:
    publish("way", second() | {"longest_stay": {"days": 2}})
    chosen = {"node:wait": "to:wait", "node:more": "to:more"}
    page = staff.post(MOVE, chosen).content.decode()
    assert "0 go on in version 3, 4 leave the journey, 0 stay on version 1" in page
    assert "4 of those who leave have been inside for longer" in page and "(2 days)" in page


def fragment(staff: Client) -> str:
    asked = {"HX-Request": "true"}
    return staff.get("/journeys/way/moves/", headers=asked).content.decode()
