"""A worker that dies between the commit to the graph and the one to PostgreSQL."""

import os
from collections.abc import Callable

import pytest
from django.db import connection, connections

from apps.graph import commits, store
from apps.orchestrator import advance, owed
from tests.invariants import flow, shop
from tests.scenario import at, identify, message_on, publish, rule_set, run_until, sent, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


class Died(BaseException):
    """Not an Exception: nothing may catch it, as nothing catches a `kill -9`."""


def dies_once(monkeypatch: pytest.MonkeyPatch, room: object, name: str, after: bool) -> list[int]:
    """Makes a function die at its next call, before or after it has done its work."""
    real: Callable[..., object] = getattr(room, name)
    calls: list[int] = []

    def dying(*args: object, **more: object) -> object:
        calls.append(1)
        if len(calls) > 1:
            return real(*args, **more)
        if after:
            real(*args, **more)
        raise Died

    monkeypatch.setattr(room, name, dying)
    return calls


def world() -> None:
    flow.reset()
    rule_set()
    publish("j", message_on("Go"))
    tell(identify("ann", at(0), plan="pro"), track("ann", "Go", at(1)))


INSTANTS = [
    (commits, "commit", False),
    (commits, "commit", True),
    (owed, "apply", False),
    (owed, "apply", True),
    (advance, "_pay", True),
]


@pytest.mark.parametrize(
    ("room", "name", "after"),
    INSTANTS,
    ids=[f"{n} {'after' if a else 'before'}" for _, n, a in INSTANTS],
)
def test_dying_at_any_instant_of_the_commits_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, after: bool
) -> None:
    world()
    run_until(at(2))
    expected = flow.everything()
    flow.reset()
    tell(identify("ann", at(0), plan="pro"), track("ann", "Go", at(1)))
    dies_once(monkeypatch, room, name, after)
    with pytest.raises(Died):
        run_until(at(2))
    run_until(at(2))
    flow.assert_same(flow.everything(), expected)
    assert len(sent()) == 1


def test_what_is_owed_is_paid_without_deciding_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world()
    dies_once(monkeypatch, advance, "_pay", after=False)
    with pytest.raises(Died):
        run_until(at(2))
    before = flow.graph(flow.GRAPH["decisions"])
    assert len(before) == 1 and sent() == []
    assert advance.recover(at(2)).paid == 1
    assert len(sent()) == 1 and flow.graph(flow.GRAPH["decisions"]) == before
    assert advance.recover(at(2)).paid == 0
    assert flow.finished(at(2))


def test_a_process_that_ends_between_the_commits_leaves_a_whole(
    process_environment: dict[str, str],
) -> None:
    """The same with a real process that is gone at that instant, in the middle of a longer log."""
    shop.journeys()
    flow.reset()
    tell(*shop.log(people=15))
    flow.alone(500)(shop.END)
    expected = flow.everything()
    flow.reset()
    tell(*shop.log(people=15))
    flow.route(1000)
    connections.close_all()
    for instant in range(3):
        child = os.fork()
        if not child:
            die_in_the_middle(instant)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    flow.alone(40)(shop.END)
    flow.assert_same(flow.everything(), expected)


def die_in_the_middle(batches: int) -> None:
    """Works for some batches and is gone between the two commits of the next. Never returns."""
    try:
        from neomodel import db

        # The connections of the parent are the parent's.
        db.driver = None
        connection.connect()
        for _ in range(batches):
            advance.drain(shop.END, limit=40)
        advance._pay = lambda *_: os._exit(9)
        advance.drain(shop.END, limit=40)
    finally:
        os._exit(1)


def test_a_lane_that_the_graph_knows_less_of_is_stopped_and_not_guessed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Only a graph restored from a backup can be there: what it lost must not be done twice."""
    world()
    run_until(at(2))
    store.read("MATCH (l:Lane) SET l.commit_no = l.commit_no - 1 RETURN l.number")
    tell(track("ann", "Go", at(3)))
    others = [f"u{number}" for number in range(20)]
    tell(*(event for u in others for event in (identify(u, at(3)), track(u, "Go", at(3.5)))))
    run_until(at(4))
    assert "the lane is stopped" in caplog.text
    served = {message.user for message in sent()}
    # All but those few who share the lane.
    assert len(sent()) == len(served) > 15 and [m.at for m in sent() if m.user == "ann"] == [at(1)]
