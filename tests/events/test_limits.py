"""How much may come at once, and how fast."""

import gzip
import json

import pytest
from django.conf import LazySettings

from apps.events import rate
from apps.events.models import Event
from tests.events.conftest import Post, track


def test_a_body_larger_than_500_kb_is_refused(post: Post) -> None:
    batch = {"batch": [track(messageId=str(n), properties={"x": "y" * 5000}) for n in range(110)]}
    answer = post("batch", batch)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert not Event.objects.exists()


@pytest.mark.parametrize("times", [1, 2])
def test_a_gzip_bomb_is_not_unpacked(post: Post, times: int) -> None:
    bomb = gzip.compress(b" " * 200_000_000, compresslevel=9)
    assert post("batch", bomb).status_code == 413


def test_a_body_of_nearly_500_kb_is_taken(post: Post) -> None:
    batch = {"batch": [track(messageId=str(n), properties={"x": "y" * 4000}) for n in range(120)]}
    assert len(json.dumps(batch)) > 490_000
    assert post("batch", batch).status_code == 200
    assert Event.objects.count() == 120


def test_a_source_that_sends_too_much_is_told_when_to_go_on(
    post: Post, settings: LazySettings
) -> None:
    settings.INTAKE_EVENTS_PER_SECOND = 1
    taken = 0
    for n in range(3 * rate.WINDOW):
        answer = post("track", track(messageId=str(n)))
        if answer.status_code == 429:
            break
        taken += 1
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= rate.WINDOW
    assert Event.objects.count() == taken


@pytest.mark.parametrize("events", [1, 3, 50, 1000])
def test_a_window_lets_through_what_it_should(settings: LazySettings, events: int) -> None:
    settings.INTAKE_EVENTS_PER_SECOND = 100
    source_id, now, passed = events, 1_800_000_000.0, 0
    while not rate.seconds_to_wait(source_id, events, now):
        passed += events
    assert passed == 1000 - 1000 % events
    assert rate.seconds_to_wait(source_id, events, now + 4) == 6
    assert not rate.seconds_to_wait(source_id, events, now + 10)


def test_a_batch_above_the_limit_of_its_source_is_not_refused_for_ever(
    settings: LazySettings,
) -> None:
    settings.INTAKE_EVENTS_PER_SECOND = 1
    assert not rate.seconds_to_wait(77, 5000, 1_800_000_000.0)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", ""])
def test_without_redis_everything_is_taken(post: Post, settings: LazySettings, url: str) -> None:
    settings.INTAKE_EVENTS_PER_SECOND = 1
    settings.REDIS_URL = url
    batch = {"batch": [track(messageId=str(n)) for n in range(100)]}
    for _ in range(3):
        assert post("batch", batch).status_code == 200
    assert Event.objects.count() == 100
