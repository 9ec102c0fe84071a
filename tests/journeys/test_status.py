"""Pausing, draining and ending a journey: who may enter, what is sent, and who leaves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from apps.common import clock
from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.explain.why_not.why_not import why_not
from apps.graph import loads, queries_standing, store
from apps.journeys import operations
from apps.journeys.models import Journey, JourneyMove
from apps.orchestrator import advance, books, drains, tasks
from apps.orchestrator.route import route_all
from tests.explain.worlds import person
from tests.journeys.worlds import begun, carry_out, people_on_the_first, second, stands
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, sent, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
NOW = at(days=3, minutes=5)
Status = Journey.Status


def become(status: str, people: str = "wait", now: datetime = NOW, key: str = "way") -> Journey:
    return operations.set_status(key=key, status=status, people=people, by=None, now=now)


def status(key: str = "way") -> str:
    return Journey.objects.get(key=key).status


def left() -> list[dict[str, Any]]:
    return store.read(
        "MATCH (e:Enrollment) WHERE e.active = false "
        "RETURN e.left_because AS why, count(e) AS n ORDER BY why"
    )


@pytest.fixture
def inside(graph: object) -> None:
    people_on_the_first()


def test_a_pause_lets_people_wait(inside: None) -> None:
    before = stands()
    become("paused")
    carry_out(NOW)
    run_until(at(days=4))
    assert stands().keys() == before.keys() and not JourneyMove.objects.exists()
    assert not [one for one in sent() if one.at > NOW]
    become("live", now=at(days=4))
    run_until(at(days=15))
    assert {one.user for one in sent() if one.at > NOW} == {"ann", "ben", "cid", "dan"}


def test_a_pause_can_let_people_leave_on_every_version(inside: None) -> None:
    publish("way", second())
    tell(*begun("eve", 3))
    run_until(at(days=3, minutes=4))
    become("paused", "leave")
    move = JourneyMove.objects.get()
    assert (move.let_go, move.total, move.before) == ("paused", 5, None)
    carry_out(NOW)
    run_until(at(days=4))
    assert stands() == {} and left() == [{"why": "let_go", "n": 5}]
    assert Event.objects.filter(name="Enrollments Moved").count() == 5


def test_who_enters_after_a_resume_is_not_let_go_by_the_pause_before(inside: None) -> None:
    become("paused", "leave")
    become("live", now=at(days=3, minutes=6))
    tell(*begun("eve", 4))
    run_until(at(days=4, minutes=5))
    carry_out(at(days=4, minutes=6))
    run_until(at(days=4, minutes=7))
    assert stands().keys() == {"eve"}


def test_why_somebody_was_let_go_is_said(inside: None) -> None:
    become("paused", "leave")
    carry_out(NOW)
    run_until(at(days=4))
    [row] = store.read(
        "MATCH (e:Enrollment) WHERE e.left_because = 'let_go' "
        "RETURN DISTINCT e.left_reason AS reason LIMIT 5"
    )
    assert '"status":"paused"' in row["reason"] and '"rule":"way"' in row["reason"]


def test_at_an_end_everybody_leaves_and_nothing_more_is_sent(inside: None) -> None:
    before = sent()
    become("ended")
    carry_out(NOW)
    run_until(at(days=20))
    assert stands() == {} and sent() == before and status() == "ended"
    assert JourneyMove.objects.get().let_go == "ended"
    with pytest.raises(ValueError, match="a journey that is ended can't become live"):
        become("live")


def test_what_is_still_on_its_way_is_stopped_for_who_is_let_go(graph: object) -> None:
    now = clock.now()
    rule_set()
    publish("way", second())
    told = [
        identify("ann", now - timedelta(minutes=2)),
        track("ann", "Go", now - timedelta(minutes=1)),
    ]
    tell(*told)
    run_until(now)
    assert [one.status for one in Delivery.objects.all()] == ["pending"]
    become("ended", now=now)
    carry_out(now)
    run_until(clock.now())
    assert [one.status for one in Delivery.objects.all()] == ["stopped"]


@pytest.mark.parametrize("became", ["ended", "paused"])
def test_the_last_message_of_a_run_that_is_over_is_stopped_too(graph: object, became: str) -> None:
    now = clock.now()
    rule_set()
    publish("way", message_on("Go"))
    publish("other", message_on("Else"))
    minute = timedelta(minutes=1)
    tell(identify("ann", now - 3 * minute), track("ann", "Else", now - 2 * minute))
    tell(track("ann", "Go", now - minute))
    run_until(now)
    assert stands() == {} and {one.status for one in Delivery.objects.all()} == {"pending"}
    become(became, "leave", now=now)
    carry_out(now)
    left = {one.journey: one for one in Delivery.objects.all()}
    assert left["other"].status == "pending"
    assert (left["way"].status, left["way"].detail) == ("stopped", f"Way: {became}")
    assert Event.objects.filter(name="Message Stopped").count() == 1


def test_a_draining_journey_lets_nobody_in_and_says_why(inside: None) -> None:
    become("draining")
    tell(*begun("eve", 3.5))
    run_until(at(days=4))
    assert "eve" not in stands() and len(stands()) == 4
    said = why_not(person("eve"), journey="way", node="", at=at(days=4), now=at(days=4))
    assert said and said.code == "journey_not_live" and "draining" in said.sentence


def test_people_inside_a_draining_journey_get_their_messages_until_it_has_ended(
    inside: None,
) -> None:
    become("draining")
    assert books.current().live == () and books.current().paused == ()
    run_until(at(days=10))
    # The second message of each of them.
    assert sorted(one.user for one in sent() if one.at > NOW) == ["ann", "ben", "cid", "dan"]
    assert drains.end_drained(at(days=10)) == ["way"] and status() == "ended"
    assert drains.end_drained(at(days=10)) == [] and not JourneyMove.objects.exists()
    assert not operations.end_drained(key="way", now=at(days=10))


def test_the_sweep_ends_what_has_drained(graph: object) -> None:
    publish("way", second())
    become("draining")
    tasks.sweep()
    assert status() == "ended"


def test_it_goes_on_draining_while_anybody_is_inside(inside: None) -> None:
    become("draining")
    run_until(at(days=4))
    assert drains.end_drained(at(days=4)) == [] and status() == "draining"
    with pytest.raises(ValueError, match="draining can't become live"):
        become("live")
    become("ended", now=at(days=4))
    carry_out(at(days=4))
    run_until(at(days=5))
    assert stands() == {} and status() == "ended"


def test_a_new_version_makes_a_draining_journey_live(inside: None) -> None:
    become("draining")
    publish("way", second())
    assert status() == "live"


@contextmanager
def somebody_enters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker is letting eve in, with what held before; she is in after this."""
    read, loading, go_on = threading.Event(), loads.states, threading.Event()

    def load_slowly(people: Any) -> Any:
        read.set()
        assert go_on.wait(20)
        return loading(people)

    def work() -> None:
        try:
            advance.drain_all(NOW)
        finally:
            connection.close()

    monkeypatch.setattr(loads, "states", load_slowly)
    worker = threading.Thread(target=work)
    worker.start()
    assert read.wait(20)
    yield
    threading.Timer(0.3, go_on.set).start()
    monkeypatch.setattr(loads, "states", loading)
    # What comes next runs while the worker still works.


def test_it_does_not_end_while_somebody_enters_at_the_same_moment(
    graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_event(monkeypatch)
    with somebody_enters(monkeypatch):
        become("draining", key="slow")
        assert not queries_standing.is_anybody_in("slow")
    assert drains.end_drained(NOW) == [] and status("slow") == "draining"
    assert queries_standing.is_anybody_in("slow")


def test_who_enters_at_the_same_moment_is_let_go_too(
    graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_event(monkeypatch)
    with somebody_enters(monkeypatch):
        become("ended", key="slow")
        assert JourneyMove.objects.get().total == 0
    carry_out(NOW)
    run_until(at(days=4))
    assert not queries_standing.is_anybody_in("slow")
    assert left() == [{"why": "let_go", "n": 1}]


def test_who_entered_while_the_end_was_being_written_is_let_go_too(inside: None) -> None:
    # The clock was read at the door, before the row could be locked and the end was committed.
    tell(*begun("eve", 3.01))
    run_until(at(days=3.2))
    become("ended", now=NOW)
    carry_out(at(days=3.3))
    run_until(at(days=4))
    assert stands() == {} and left() == [{"why": "let_go", "n": 5}]


def one_event(monkeypatch: pytest.MonkeyPatch) -> None:
    rule_set(quiet_hours=[])
    document = second()
    document["nodes"][0]["settings"]["event"] = "Slow"
    publish("slow", document)
    publish("other", message_on("Other"))
    tell(identify("eve", at(days=2)), track("eve", "Slow", at(days=2, minutes=1)))
    route_all()
