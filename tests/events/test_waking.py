"""The wake-up that a commit sends to the route stage."""

import time

import pytest
import redis
from django.conf import LazySettings

from apps.config.celery import app
from apps.events import wake
from tests.events.conftest import Post, track


@pytest.fixture
def queue(settings: LazySettings) -> redis.Redis:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete(wake.QUEUE)
    return client


def test_one_wake_up_waits_however_many_events_came(queue: redis.Redis) -> None:
    assert app.conf.broker_url
    for _ in range(3):
        assert wake._send()
    assert queue.llen(wake.QUEUE) == 1
    assert wake.TASK.encode() in queue.lrange(wake.QUEUE, 0, 0)[0]


@pytest.mark.django_db
def test_an_event_wakes_the_route_stage(post: Post, queue: redis.Redis) -> None:
    post("track", track())
    while not queue.llen(wake.QUEUE):
        time.sleep(0.01)


@pytest.mark.django_db
def test_a_refused_event_wakes_nobody(post: Post, queue: redis.Redis) -> None:
    time.sleep(2 * wake.PAUSE)
    queue.delete(wake.QUEUE)
    post("track", {"event": "A"})
    time.sleep(5 * wake.PAUSE)
    assert not queue.llen(wake.QUEUE)
