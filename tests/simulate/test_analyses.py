"""Analyses as they are asked for, run, stopped, and begun again after a worker is gone."""

from datetime import timedelta

import pytest

from apps.common import clock
from apps.journeys import operations as journeys
from apps.simulate import analysing, operations, queries
from apps.simulate.history import analyse
from apps.simulate.models import Analysis
from tests import scenario
from tests.scenario import at, identify, message_on, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

State = Analysis.State
END = at(days=10)


@pytest.fixture
def world() -> None:
    scenario.rule_set()
    scenario.publish("thanks", message_on("Bought"))
    tell(identify("ann", at(0)), track("ann", "Bought", at(1)), track("ann", "Looked", at(2)))
    run_until(END)


def draft(name: str, event: str, revision: int | None = None) -> None:
    journeys.save_draft(
        key=name, name=name.title(), document=message_on(event), by=None, now=END, revision=revision
    )


def request(**more: str) -> Analysis:
    return operations.request(by=None, now=END, **more)  # type: ignore[arg-type]


def again(analysis: Analysis) -> Analysis:
    found = queries.get(analysis.id)
    assert found is not None
    return found


@pytest.mark.usefixtures("world")
def test_it_runs_what_is_live_and_the_drafts_to_the_end() -> None:
    draft("looks", "Looked")
    asked = request()
    assert asked.state == State.WAITING and queries.unfinished() == asked
    assert analysing.run_next() and not analysing.run_next()
    done = again(asked)
    assert (done.state, done.error, done.share) == (State.DONE, "", 1.0)
    assert (done.done_events, done.total_events, done.attempts) == (3, 3, 1)
    history = queries.history(done)
    assert history is not None and set(history.entered) == {"thanks", "looks"}
    assert queries.latest_done() == done and queries.unfinished() is None


@pytest.mark.usefixtures("world")
def test_a_draft_is_analysed_as_it_was_when_it_was_asked_for() -> None:
    draft("looks", "Looked")
    asked = request()
    draft("looks", "Nothing", revision=1)
    analysing.run_next()
    history = queries.history(again(asked))
    assert history is not None and "looks" in history.entered


@pytest.mark.usefixtures("world")
def test_it_asks_once_for_the_same() -> None:
    asked = request()
    assert request() == asked
    assert request(rules="draft") == asked, "no draft is open: it is the same"
    draft("looks", "Looked")
    other = request()
    assert other != asked and other.fingerprint != asked.fingerprint
    assert analysing.run_next() and analysing.run_next() and not analysing.run_next()
    assert request() not in (asked, other), "what is done may be asked for again"


@pytest.mark.usefixtures("world")
def test_one_runs_at_a_time_and_the_others_wait() -> None:
    first = request()
    draft("looks", "Looked")
    request()
    now = clock.now()
    claimed = operations.claim(now=now)
    assert claimed == first and operations.claim(now=now) is None
    assert not queries.has_work(now)


@pytest.mark.usefixtures("world")
def test_what_a_killed_worker_left_is_begun_again_and_gives_the_same() -> None:
    asked, now = request(), clock.now()
    gone = operations.claim(now=now - timedelta(minutes=1))
    assert gone is not None and queries.has_work(now)
    assert analysing.run_next()
    done = again(asked)
    assert (done.state, done.attempts) == (State.DONE, 2)
    # The old worker comes back: it has nothing to say any more.
    assert not operations.beat(analysis=gone, done=1, total=3, now=now)
    assert not operations.finish(analysis=gone, history={}, findings=[], events=0, now=now)
    assert again(asked).history == done.history


@pytest.mark.usefixtures("world")
def test_it_is_not_tried_for_ever() -> None:
    asked, now = request(), clock.now()
    for minutes in (4, 3, 2):
        operations.claim(now=now - timedelta(minutes=minutes))
    assert not analysing.run_next()
    assert again(asked).state == State.FAILED and "3 times" in again(asked).error


@pytest.mark.usefixtures("world")
def test_it_ends_where_it_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request()
    monkeypatch.setattr(analysing, "PULSE", 0.01)
    counted = analyse.total

    begun: list[analysing.Pulse] = []

    def cancelled_meanwhile(*args: object) -> int:
        assert operations.cancel(id=asked.id, now=clock.now())
        begun[-1].lost.wait(10)
        return counted(*args)  # type: ignore[arg-type]

    class Known(analysing.Pulse):
        def __enter__(self) -> analysing.Pulse:
            begun.append(self)
            return super().__enter__()

    monkeypatch.setattr(analysing, "Pulse", Known)
    monkeypatch.setattr(analyse, "total", cancelled_meanwhile)
    assert analysing.run_next()
    stopped = again(asked)
    assert (stopped.state, stopped.history) == (State.CANCELLED, None)
    assert not operations.cancel(id=asked.id, now=clock.now())


@pytest.mark.usefixtures("world")
def test_a_failure_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no room left")

    monkeypatch.setattr(analyse, "history_of", broken)
    asked = request()
    assert analysing.run_next()
    assert again(asked).state == State.FAILED
    assert again(asked).error == "RuntimeError: no room left"


@pytest.mark.usefixtures("world")
def test_it_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request()
    monkeypatch.setattr(analysing, "PULSE", 0.01)
    run, seen = analyse.history_of, []

    def slowly(*args: object, done: object, **more: object) -> object:
        done(1)  # type: ignore[operator]
        for _ in range(500):
            row = again(asked)
            seen.append(row.share)
            if row.done_events == 1:
                break
        done(-1)  # type: ignore[operator]
        return run(*args, done=done, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(analyse, "history_of", slowly)
    assert analysing.run_next()
    assert seen[-1] == pytest.approx(1 / 2)
    assert again(asked).state == State.DONE
