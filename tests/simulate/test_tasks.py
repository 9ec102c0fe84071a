"""The wake-ups of analyses, through the real broker, to a queue of their own."""

from datetime import timedelta

import pytest
from redis import Redis

from apps.common import clock
from apps.config.celery import app
from apps.embedded.programs import Installation, all_programs
from apps.simulate import operations, queries, tasks
from apps.simulate.models import Analysis

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture
def queue() -> Redis:
    redis = Redis.from_url(app.conf.broker_url)
    redis.delete("analyse", "sweep", "advance")
    return redis


def test_a_lost_wake_up_is_made_up_for_by_the_sweep(queue: Redis) -> None:
    tasks.sweep()
    assert queue.llen("analyse") == 0
    operations.request(by=None, now=clock.now())
    tasks.sweep()
    assert queue.llen("analyse") == 1 and queue.llen("advance") == 0


def test_the_sweep_leaves_one_that_runs_and_wakes_for_one_whose_worker_is_gone(
    queue: Redis,
) -> None:
    operations.request(by=None, now=clock.now())
    running = operations.claim(now=clock.now())
    assert running is not None
    tasks.sweep()
    assert queue.llen("analyse") == 0
    Analysis.objects.update(heartbeat_at=clock.now() - timedelta(minutes=1))
    tasks.sweep()
    assert queue.llen("analyse") == 1


def test_the_task_runs_all_that_wait() -> None:
    asked = operations.request(by=None, now=clock.now())
    tasks.analyse()
    done = queries.get(asked.id)
    assert done is not None and done.state == Analysis.State.DONE


def test_an_installation_has_a_worker_for_them(tmp_path: object) -> None:
    programs = all_programs(Installation(tmp_path, 0, {}))  # type: ignore[arg-type]
    [analyst] = [program for program in programs if program.name == "worker-analyse"]
    assert "analyse" in analyst.args
    assert all("analyse" not in p.args for p in programs if p is not analyst)
    assert "sweep-analyses" in app.conf.beat_schedule
