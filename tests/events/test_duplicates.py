"""An event is accepted once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from apps.events import operations
from apps.events.models import Event, Source
from apps.events.normalise import Receipt, Row, normalise
from tests.events.conftest import NOW, Post, basic, only_event, track


def test_it_takes_one_message_id_once(post: Post) -> None:
    for _ in range(2):
        assert post("track", track(messageId="1")).status_code == 200
    batch = {"batch": [track(messageId="1"), track(messageId="2"), track(messageId="2")]}
    assert post("batch", batch).json() == {"success": True}
    assert sorted(Event.objects.values_list("message_id", flat=True)) == ["1", "2"]


def test_message_ids_are_those_of_their_source(post: Post) -> None:
    _, other = operations.create_source(key="other", name="Other", kind="live", now=NOW)
    post("track", track(messageId="1"))
    post("track", track(messageId="1"), key=other)
    assert Event.objects.count() == 2


def test_the_same_content_without_an_id_is_the_same_event(post: Post) -> None:
    event = track(timestamp="2026-11-01T00:00:00Z", properties={"a": 1, "b": 2})
    again = track(properties={"b": 2, "a": 1}, timestamp="2026-11-01T00:00:00Z", sentAt="x")
    for sent in (event, again, {**event, "messageId": None}, {**event, "messageId": ""}):
        post("track", sent)
    assert only_event().message_id.startswith("content-")
    post("track", {**event, "properties": {"a": 2}})
    assert Event.objects.count() == 2


def message_id(hours: float, **fields: object) -> str:
    made = normalise(track(**fields), Receipt(NOW + timedelta(hours=hours)))
    assert isinstance(made, Row)
    return made.message_id


def test_without_a_time_the_same_content_later_is_another_event() -> None:
    assert message_id(0) == message_id(0.1)
    assert message_id(0) != message_id(1)
    assert message_id(0, timestamp="2026-11-01") == message_id(1, timestamp="2026-11-01")


def test_long_ids_differ_to_their_end(post: Post) -> None:
    for end in "aab":
        post("track", track(messageId="x" * 20_000 + end))
    assert Event.objects.count() == 2


@pytest.mark.parametrize("given", [7, "7", 7.0])
def test_a_number_is_an_id_too(post: Post, given: object) -> None:
    post("track", track(messageId=given))
    assert only_event().message_id == "7"


def test_it_takes_one_message_id_once_at_the_same_time(
    server: str, transactional_db: None, shop: tuple[Source, str]
) -> None:
    """Many senders of the same events in different orders: none fails, none makes a second."""
    ids = [str(n) for n in range(50)]

    def send(turn: int) -> int:
        batch = [track(messageId=i) for i in (ids if turn % 2 else reversed(ids))]
        headers = {"Authorization": basic(shop[1])}
        body = {"batch": batch}
        return requests.post(f"{server}/v1/batch", json=body, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(40))) == {200}
    assert sorted(Event.objects.values_list("message_id", flat=True)) == sorted(ids)
