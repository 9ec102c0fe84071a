"""Every call of the protocol, and every way in which it arrives."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from apps.events.models import Event, RejectedEvent, Source, WriteKey
from tests.events.conftest import NOW, Post, basic, only_event, track

CALLS: dict[str, dict[str, Any]] = {
    "track": {"event": "Order Completed", "properties": {"total": 9.5}},
    "identify": {"traits": {"email": "a@example.com"}},
    "page": {"name": "Home", "properties": {"url": "/"}},
    "screen": {"name": "Start"},
    "group": {"groupId": "g1", "traits": {"plan": "pro"}},
    "alias": {"previousId": "anon"},
}
NAMES = {"track": "Order Completed", "page": "Home", "screen": "Start"}


@pytest.mark.parametrize("kind", CALLS)
@pytest.mark.parametrize("short", [False, True])
def test_it_takes_every_call_by_both_of_its_names(post: Post, kind: str, short: bool) -> None:
    answer = post(kind[0] if short else kind, {"userId": "42", "messageId": "m", **CALLS[kind]})
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    event = only_event()
    assert (event.type, event.name, event.user_id) == (kind, NAMES.get(kind, ""), "42")
    assert event.payload["messageId"] == "m"
    assert (event.profile_id, event.lane, event.lane_seq) == (None, None, None)


@pytest.mark.parametrize("call", ["batch", "import", "b", "batch/"])
def test_it_takes_batches(post: Post, call: str) -> None:
    answer = post(call, {"batch": [track(messageId="1"), track(messageId="2")]})
    assert answer.json() == {"success": True}
    assert Event.objects.count() == 2


def test_it_finds_the_write_key_in_the_body(post: Post, write_key: str) -> None:
    assert post("track", track(writeKey=write_key), key="").status_code == 200
    batch = {"writeKey": write_key, "batch": [track(messageId="2")]}
    assert post("batch", batch, key="").status_code == 200
    assert Event.objects.count() == 2


def test_it_does_not_keep_the_write_key(post: Post, write_key: str) -> None:
    post("track", track(writeKey=write_key), key="")
    assert write_key not in json.dumps(only_event().payload)
    assert not WriteKey.objects.filter(key_hash__contains=write_key).exists()


@pytest.mark.parametrize("key", ["", "unknown"])
def test_it_refuses_an_unknown_write_key(post: Post, key: str) -> None:
    answer = post("track", track(), key=key)
    assert answer.status_code == 401
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not Event.objects.exists()


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic /w==", "Bearer x", ""])
def test_it_survives_a_damaged_authorization(post: Post, header: str) -> None:
    assert post("track", track(), key="", Authorization=header).status_code == 401


def test_it_refuses_a_revoked_write_key(post: Post) -> None:
    WriteKey.objects.update(revoked_at=NOW)
    assert post("track", track()).status_code == 401


def test_it_refuses_a_disabled_source(post: Post) -> None:
    Source.objects.update(enabled=False)
    assert post("track", track()).status_code == 401


def test_it_reads_gzip_with_and_without_its_header(post: Post) -> None:
    answers = [
        post("track", gzip.compress(json.dumps(track(messageId="1")).encode())),
        post(
            "batch",
            gzip.compress(json.dumps({"batch": [track(messageId="2")]}).encode()),
            **{"Content-Encoding": "gzip"},
        ),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [gzip.compress(b'{"a":1}', mtime=0)[:-9], b"\x1f\x8b nonsense"],
    ids=["cut short", "none at all"],
)
def test_it_refuses_damaged_gzip(post: Post, body: bytes) -> None:
    assert post("track", body).status_code == 400
    assert RejectedEvent.objects.get().reason == "malformed"


def test_it_reads_beacons(post: Post, write_key: str) -> None:
    body = json.dumps(track(writeKey=write_key)).encode()
    assert post("t", body, key="", content_type="text/plain;charset=UTF-8").status_code == 200
    assert only_event().user_id == "42"


def test_it_answers_a_preflight() -> None:
    answer = Client().options("/v1/batch", headers={"Origin": "https://shop.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert "Authorization" in answer["Access-Control-Allow-Headers"]


def test_it_says_what_is_wrong_with_an_address() -> None:
    client = Client()
    assert client.post("/v1/nothing").status_code == 404
    assert client.get("/v1/track").status_code == 405
    assert client.post("/v1/m", b"[]", content_type="text/plain").json() == {"success": True}


def test_it_gives_the_browser_library_its_settings(write_key: str) -> None:
    answer = Client(headers={"Host": "testserver"}).get(f"/v1/projects/{write_key}/settings")
    assert answer.json()["integrations"]["Segment.io"] == {
        "apiKey": write_key,
        "apiHost": "testserver/v1",
        "protocol": "http",
    }
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/v1/projects/unknown/settings").status_code == 404


def test_it_takes_the_same_from_a_second_write_key(post: Post, source: Source) -> None:
    from apps.events import operations

    second = operations.add_write_key(source=source, now=NOW)
    assert post("track", track(), key=second).status_code == 200
    assert basic(second) not in str(WriteKey.objects.values_list("key_hash", "hint"))
