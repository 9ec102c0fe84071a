"""A move is carried out by a worker, in portions, and by another one where the first is killed."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from redis import Redis

from apps.common import clock
from apps.config.celery import app
from apps.events.models import Event
from apps.journeys import operations, queries_moves, tasks, telling
from apps.journeys.models import JourneyMove
from apps.journeys.refusals import NotMovable
from tests.journeys.worlds import carry_out, people_on_the_first, second, stands
from tests.scenario import at, publish, run_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
SAME = {"wait": "wait", "more": "more"}
NOW = at(days=3, minutes=5)
LATER = NOW + queries_moves.SILENT
State = JourneyMove.State
# Two portions of one person each; killed in the middle of the third, before its commit.
KILLED = """
import os, signal, django
django.setup()
from datetime import datetime
from apps.events import operations as events
from apps.journeys import telling
telling.PORTION = telling.PORTIONS = 1
now = datetime.fromisoformat("{now}")
row = telling.claim(now=now)
append, calls = events.append_internal_events, []
def append_and_die(**given):
    append(**given)
    calls.append(1)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
events.append_internal_events = append_and_die
while telling.tell_some(move=row, now=now):
    pass
"""


@pytest.fixture(autouse=True)
def on_two_versions(graph: object) -> None:
    people_on_the_first()
    publish("way", second())


@pytest.fixture
def queue() -> Redis:
    redis = Redis.from_url(app.conf.broker_url)
    redis.delete("sweep")
    return redis


def ask(nodes: dict[str, str] | None = None, now: datetime = NOW, **more: int) -> JourneyMove:
    versions = {"from_version": 1, "to_version": 2} | more
    return operations.move(key="way", nodes=nodes or SAME, by=None, now=now, **versions)


def again(row: JourneyMove) -> JourneyMove:
    return JourneyMove.objects.get(pk=row.pk)


def told() -> list[str]:
    events = Event.objects.filter(name="Enrollments Moved")
    return [str(profile) for profile in events.values_list("profile_hint", flat=True)]


def test_asking_tells_nobody_yet() -> None:
    row = ask()
    assert (row.people, row.total, told()) == (0, 4, [])
    assert queries_moves.state(row, NOW) == State.WAITING


def test_it_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "PORTION", 1)
    monkeypatch.setattr(telling, "PORTIONS", 3)
    ask()
    row = telling.claim(now=NOW)
    assert row is not None and telling.claim(now=NOW) is None
    assert telling.tell_some(move=row, now=NOW)
    seen = again(row)
    assert (seen.people, seen.total, len(told())) == (3, 4, 3)
    assert queries_moves.state(seen, NOW) == State.RUNNING
    assert not telling.tell_some(move=row, now=NOW)
    done = again(row)
    assert (done.people, done.finished_at, done.claim) == (4, NOW, None)
    assert queries_moves.state(done, LATER) == State.DONE


def test_one_that_is_killed_in_a_portion_is_taken_over_and_everybody_is_told_once(
    process_environment: dict[str, str],
) -> None:
    row = ask()
    script = KILLED.format(now=NOW.isoformat())
    killed = subprocess.run(
        [sys.executable, "-c", script], env=process_environment, check=False, cwd=os.getcwd()
    )
    assert killed.returncode == -signal.SIGKILL
    left = again(row)
    assert (left.people, len(told())) == (2, 2), "the third portion was not committed"
    assert queries_moves.state(left, NOW) == State.RUNNING and telling.claim(now=NOW) is None
    assert queries_moves.state(left, LATER) == State.INTERRUPTED
    # Those who are told go over meanwhile; who is left is still told, and counted.
    run_until(at(days=3.1))
    carry_out(LATER)
    assert again(row).people == 4 and again(row).finished_at == LATER
    assert len(told()) == len(set(told())) == 4
    run_until(at(days=3.5))
    assert {version for version, _ in stands().values()} == {2}


def test_a_worker_that_comes_back_after_it_was_taken_over_tells_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling, "PORTION", 1)
    monkeypatch.setattr(telling, "PORTIONS", 1)
    ask()
    old = telling.claim(now=NOW)
    assert old is not None and telling.tell_some(move=old, now=NOW)
    new = telling.claim(now=LATER)
    assert new is not None and new.told_up_to == old.told_up_to
    assert not telling.tell_some(move=old, now=LATER) and len(told()) == 1
    telling.interrupted(move=old, error="late", now=LATER)
    assert again(old).claim == new.claim and not again(old).error


def test_a_message_that_comes_twice_counts_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "PORTION", 1)
    monkeypatch.setattr(telling, "PORTIONS", 1)
    ask()
    first = telling.claim(now=NOW)
    assert first is not None and first.claim is not None
    twin = telling.claimed(claim=first.claim)
    assert twin is not None
    assert telling.tell_some(move=first, now=NOW) and not telling.tell_some(move=twin, now=NOW)
    assert (again(first).people, len(told())) == (1, 1)


def test_a_move_that_is_done_is_not_carried_out_again() -> None:
    row = ask()
    carry_out(NOW)
    run_until(at(days=3.5))
    ask(from_version=2, to_version=1, now=at(days=3.6))
    carry_out(at(days=3.6))
    run_until(at(days=3.7))
    with pytest.raises(NotMovable, match="done"):
        operations.go_on(id=row.pk, now=at(days=3.8))
    carry_out(at(days=3.8))
    run_until(at(days=4))
    assert {version for version, _ in stands().values()} == {1}, "who was moved back stays"


def test_another_move_waits_until_all_are_told_of_the_first() -> None:
    ask()
    with pytest.raises(NotMovable, match="wait for its end"):
        ask({"more": "last"})
    with pytest.raises(NotMovable):
        ask(from_version=2, to_version=1)
    carry_out(NOW)
    assert ask({"more": "last"}).total == 4


def test_one_that_runs_needs_no_help_and_one_that_is_interrupted_goes_on_at_once() -> None:
    row = ask()
    telling.claim(now=NOW)
    with pytest.raises(NotMovable, match="being carried out"):
        operations.go_on(id=row.pk, now=NOW)
    operations.go_on(id=row.pk, now=LATER)
    assert queries_moves.state(again(row), LATER) == State.WAITING
    assert telling.claim(now=LATER) == row


def test_the_task_goes_on_by_messages_until_all_are_told(
    queue: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "PORTION", 1)
    monkeypatch.setattr(telling, "PORTIONS", 3)
    row = ask()
    tasks.move()
    assert again(row).people == 3 and queue.llen("sweep") == 1
    tasks.move(str(again(row).claim))
    assert again(row).finished_at and queue.llen("sweep") == 1
    tasks.move(str(uuid4()))
    tasks.move()
    assert len(told()) == 4 and queue.llen("sweep") == 1


def test_the_sweep_wakes_for_one_that_nobody_carries_out(queue: Redis) -> None:
    tasks.sweep()
    assert queue.llen("sweep") == 0
    row = ask()
    tasks.sweep()
    assert queue.llen("sweep") == 1
    telling.claim(now=clock.now())
    tasks.sweep()
    assert queue.llen("sweep") == 1
    JourneyMove.objects.update(heartbeat_at=clock.now() - timedelta(minutes=1))
    tasks.sweep()
    assert queue.llen("sweep") == 2 and again(row).finished_at is None
    assert "sweep-moves" in app.conf.beat_schedule


def test_a_failure_is_told_and_tried_again(queue: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask()
    with monkeypatch.context() as broken:
        broken.setattr("apps.graph.queries_standing._PEOPLE", "no such words")
        tasks.move()
    left, now = again(row), clock.now()
    assert left.error and queries_moves.state(left, now) == State.INTERRUPTED
    assert telling.claim(now=now) is None, "not again and again"
    carry_out(now + queries_moves.SILENT)
    assert again(row).finished_at and not again(row).error and len(told()) == 4
