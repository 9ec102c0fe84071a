"""A node's counter says how many wait there now, and for which reason."""

import pytest
from django.test import Client

from apps.graph import queries_journeys
from apps.journeys import operations
from apps.journeys.models import JourneyVersion
from apps.journeys.templatetags.journeys import waits_now
from tests.journeys.worlds import begun, carry_out, people_on_the_first, second
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]


def waits(number: int = 1, node: str = "more") -> dict[str, int]:
    version = JourneyVersion.objects.get(journey__key="way", number=number)
    counted = queries_journeys.node_counts(str(version.pk))
    there = counted[node].waits if node in counted else {}
    assert queries_journeys.waits_at(str(version.pk), node) == there
    return there


def test_the_latest_reason_counts(graph: object) -> None:
    people_on_the_first()
    assert waits() == {"frequency_cap": 2}
    night = {"id": "night", "name": "Night", "channel": "email", "start": "00:01", "end": "00:00"}
    rule_set(quiet_hours=[night])
    run_until(at(days=4, minutes=2))
    # ann and ben were told of the cap, which is asked again when its window has passed.
    assert waits() == {"frequency_cap": 2, "quiet_hours": 2}
    run_until(at(days=7.5))
    # cid and dan had the one minute between two nights.
    assert waits() == {"quiet_hours": 2}


def test_who_was_moved_waits_on_for_the_same_reason(graph: object) -> None:
    people_on_the_first()
    publish("way", second())
    operations.move(
        key="way", from_version=1, to_version=2, nodes={"more": "more"}, by=None, now=at(days=3)
    )
    carry_out(at(days=3))
    run_until(at(days=3.5))
    assert waits(1) == {} and waits(2) == {"frequency_cap": 2}


def test_what_became_ready_in_the_arbitration_window_is_not_decided_yet(graph: object) -> None:
    rule_set(arbitration_window_minutes=30)
    publish("way", message_on("Go"))
    tell(*begun("ann", 0))
    run_until(at(minutes=5))
    assert waits(1, "message") == {"": 1}
    run_until(at(minutes=40))
    assert waits(1, "message") == {}


def test_a_merged_person_counts_once(graph: object) -> None:
    people_on_the_first()
    tell(
        identify("ann", at(days=3), anonymous="somebody"),
        track("ann", "Seen", at(days=3, minutes=1)),
        {**track("", "Seen", at(days=3, minutes=2)), "userId": None, "anonymousId": "somebody"},
    )
    run_until(at(days=3.5))
    assert waits() == {"frequency_cap": 2}


def test_the_pages_say_so(graph: object, staff: Client) -> None:
    people_on_the_first()
    page = staff.get("/journeys/way/").content.decode()
    assert "2 wait: frequency cap" in page
    node = staff.get("/journeys/way/nodes/more/").content.decode()
    assert "Wait here now, by reason" in node and node.count("Frequency cap") >= 3
    assert "by reason" not in staff.get("/journeys/way/nodes/wait/").content.decode()


def test_several_reasons_are_said_in_one_line() -> None:
    assert waits_now({"frequency_cap": 4, "": 1}) == "5 wait: frequency cap 4, not decided yet 1"
