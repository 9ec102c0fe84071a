"""Invariant 1: an accepted event is applied exactly once, whatever is killed at any instant."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from apps.embedded.stores import Stores
from tests.delivery.sink import running as sink_running
from tests.invariants import installation
from tests.invariants.installation import SlowSink, Workers, moments, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
World = tuple[Workers, SlowSink]


@pytest.fixture
def world(process_environment: dict[str, str], tmp_path: Path) -> Iterator[World]:
    """Five hundred people have been told, and the workers are at it."""
    installation.tell_everyone()
    sink = SlowSink()
    with (
        sink_running(sink) as (_, url),
        installation.running(tmp_path, process_environment, url) as workers,
    ):
        yield workers, sink


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_workers_lose_nothing_and_double_nothing(world: World, seed: int) -> None:
    workers, sink = world
    luck = random.Random(seed)
    for enough in moments(seed, 5):
        wait_for(lambda n=enough: len(sink.messages) >= n)  # type: ignore[misc]
        workers.kill(luck.choice(workers.STAGES))
    wait_for(installation.all_done)
    installation.assert_exact(sink, doubts=workers.killed.count("deliver"))


def test_redis_flushed_and_killed_in_the_middle_changes_nothing(
    world: World, stores: Stores
) -> None:
    _, sink = world
    first, second, third = moments(3, 3)
    wait_for(lambda: len(sink.messages) >= first)
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    wait_for(lambda: len(sink.messages) >= second)
    stores.kill("redis")
    stores.start("redis")
    wait_for(lambda: len(sink.messages) >= third)
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    wait_for(installation.all_done)
    installation.assert_exact(sink, doubts=0)


def test_a_killed_graph_loses_nothing_and_doubles_nothing(world: World, stores: Stores) -> None:
    _, sink = world
    for enough in moments(4, 2):
        wait_for(lambda n=enough: len(sink.messages) >= n)  # type: ignore[misc]
        stores.kill("graph")
        stores.start("graph")
    wait_for(installation.all_done)
    installation.assert_exact(sink, doubts=0)


def test_a_killed_postgresql_loses_nothing_and_doubles_nothing(
    world: World, stores: Stores
) -> None:
    _, sink = world
    kills = moments(5, 2)
    for enough in kills:
        wait_for(lambda n=enough: len(sink.messages) >= n)  # type: ignore[misc]
        stores.kill("postgres")
        connection.close()
        stores.start("postgres")
    wait_for(installation.all_done)
    installation.assert_exact(sink, doubts=len(kills))
