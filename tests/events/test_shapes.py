"""What real clients put into the fields of an event."""

from typing import Any

import pytest

from apps.events.models import Event, RejectedEvent
from tests.events.conftest import Post, only_event, track


@pytest.mark.parametrize(
    ("given", "kept"),
    [(42, "42"), (42.0, "42"), (4.5, "4.5"), (" 42 ", "42"), (10**25, "1" + "0" * 25), ("é", "é")],
)
def test_it_makes_ids_text(post: Post, given: Any, kept: str) -> None:
    assert post("track", track(userId=given, anonymousId=given)).status_code == 200
    event = only_event()
    assert (event.user_id, event.anonymous_id) == (kept, kept)
    assert event.payload["userId"] == kept


@pytest.mark.parametrize("given", [True, {"id": 1}, [1]])
def test_it_leaves_out_an_id_that_is_none_and_says_so(post: Post, given: Any) -> None:
    post("track", track(userId=given, anonymousId="a"))
    event = only_event()
    assert (event.user_id, event.anonymous_id) == (None, "a")
    assert event.payload["_notes"] == [
        {"field": "userId", "problem": "not a text or a number", "given": given}
    ]


@pytest.mark.parametrize("given", ["Track", "TRACK", " track "])
def test_it_reads_types_in_any_case(post: Post, given: str) -> None:
    post("batch", {"batch": [track(type=given)]})
    assert only_event().type == only_event().payload["type"] == "track"


@pytest.mark.parametrize(("given", "kept"), [(7, "7"), (1.5, "1.5"), (True, "true"), (" A ", "A")])
def test_it_makes_event_names_text(post: Post, given: Any, kept: str) -> None:
    assert post("track", track(event=given)).status_code == 200
    assert only_event().name == kept


@pytest.mark.parametrize(
    ("reason", "event"),
    [
        ("nobody", {"type": "track", "event": "A"}),
        ("nobody", {"type": "track", "event": "A", "userId": "", "anonymousId": None}),
        ("event", track(event=None)),
        ("event", track(event={"a": 1})),
        ("type", {"type": "status", "userId": "42"}),
        ("type", {"type": ["track"], "userId": "42"}),
        ("type", {"userId": "42"}),
        ("alias", {"type": "alias", "userId": "42"}),
        ("group", {"type": "group", "userId": "42"}),
        ("id_too_long", track(userId="x" * 513)),
        ("not_an_object", 5),
        ("not_an_object", [track()]),
    ],
)
def test_it_keeps_apart_what_it_cannot_take(post: Post, reason: str, event: Any) -> None:
    answer = post("batch", {"batch": [track(messageId="1"), event, track(messageId="2")]})
    assert answer.status_code == 200
    [told] = answer.json()["rejected"]
    assert (told["index"], told["code"]) == (1, reason)
    kept = RejectedEvent.objects.get()
    assert (kept.reason, kept.detail) == (reason, told["message"])
    assert Event.objects.count() == 2


def test_it_tells_the_sender_of_a_single_event(post: Post) -> None:
    answer = post("track", {"event": "A"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "nobody"
    assert "userId" in answer.json()["message"]
    assert RejectedEvent.objects.get().body == '{"event": "A"}'


def test_the_call_tells_the_type(post: Post) -> None:
    post("identify", {"type": "track", "userId": "42", "traits": {"a": 1}})
    assert only_event().type == "identify"


@pytest.mark.parametrize("given", [None, [1], "text", 5])
def test_properties_are_always_an_object(post: Post, given: Any) -> None:
    post("track", track(properties=given, context=given))
    payload = only_event().payload
    assert (payload["properties"], payload["context"]) == ({}, {})
    assert ("_notes" in payload) == (given is not None)


def test_a_note_cannot_be_forged(post: Post) -> None:
    post("track", track(_notes=["x"]))
    assert "_notes" not in only_event().payload


def test_it_gives_each_event_the_context_of_its_batch(post: Post) -> None:
    event = track(context={"ip": "1"})
    post("batch", {"batch": [event], "context": {"ip": "2", "locale": "de"}})
    assert only_event().payload["context"] == {"ip": "1", "locale": "de"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (b'"a\\u0000b"', "ab"),
        (b'"a\\ud800b"', "ab"),
        (b'"\\ud83d\\ude00"', "😀"),
        ('"ünï"'.encode(), "ünï"),
        (b'"a\xffb"', "a�b"),
        (b"1e999", None),
        (b"NaN", None),
        (b'"tab\there"', "tab\there"),
        (b'{"a\\u0000":"\\u0000"}', {"a": ""}),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_it_keeps_what_postgres_can_keep(post: Post, given: bytes, kept: Any) -> None:
    body = b'{"batch":[{"type":"track","event":"A","userId":"1","properties":{"x":%s}}]}' % given
    assert post("batch", body).json() == {"success": True}
    assert only_event().payload["properties"]["x"] == kept


def test_it_reads_a_byte_order_mark(post: Post) -> None:
    assert post("track", b'\xef\xbb\xbf{"event":"A","userId":"1"}').status_code == 200
