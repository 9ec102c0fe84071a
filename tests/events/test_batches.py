"""One bad event never costs the others; attributes come before what is judged by them."""

import json
import random

import pytest

from apps.events.models import Event, RejectedEvent, Source
from apps.events.normalise import ATTRIBUTES
from tests.events.conftest import Post, track

GOOD = json.dumps(track()).encode()


@pytest.mark.parametrize(
    "bad",
    [
        b'{"type": "track", "event": }',
        b'{"type": "track" "event": "A"}',
        b"tru",
        b'{"it\'s": 1,}',
        b'"\\x"',
        b'{"userId":"1","type":"track","x":' + b"[" * 3000 + b"]" * 3000 + b"}",
        b"9" * 5000,
    ],
)
def test_an_event_that_cannot_be_read_costs_only_itself(post: Post, bad: bytes) -> None:
    first, last = (json.dumps(track(messageId=i)).encode() for i in "12")
    body = b'{"sentAt":null,"batch":[%s,%s,%s],"x":{"batch":[]}}' % (first, bad, last)
    answer = post("batch", body)
    assert answer.status_code == 200
    assert [told["index"] for told in answer.json()["rejected"]] == [1]
    assert sorted(Event.objects.values_list("message_id", flat=True)) == ["1", "2"]
    assert RejectedEvent.objects.get().body == bad.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"batch":5}',
        b'{"batch":[{}',
        b'{"batch":[]} x',
        b'{"batch":"[1]"}',
        b'{"x":"batch","y":[1]}',
        b'{"a":{"batch":[{}]}}',
    ],
)
def test_a_body_that_is_no_batch_is_refused_and_kept(post: Post, body: bytes) -> None:
    answer = post("batch", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert RejectedEvent.objects.get().body == body.decode()


def test_a_damaged_body_without_a_known_source_is_not_kept(post: Post) -> None:
    assert post("batch", b"{", key="").status_code == 400
    assert not RejectedEvent.objects.exists()


def test_an_empty_batch_is_fine(post: Post) -> None:
    assert post("batch", {"batch": []}).json() == {"success": True}


def test_an_event_larger_than_32_kb_is_kept_apart(post: Post) -> None:
    large = track(messageId="2", properties={"x": "y" * 33_000})
    answer = post("batch", {"batch": [track(messageId="1"), large]})
    assert answer.json()["rejected"][0]["code"] == "too_large"
    assert Event.objects.get().message_id == "1"
    single = post("track", large)
    assert (single.status_code, single.json()["code"]) == (413, "too_large")


def test_attributes_come_before_the_events_of_their_batch(post: Post) -> None:
    kinds = ["track", "identify", "page", "group", "track", "alias", "screen", "identify"]
    fields = {"userId": "1", "previousId": "0", "groupId": "g", "event": "A"}
    batch = [{"type": kind, "messageId": str(n), **fields} for n, kind in enumerate(kinds)]
    post("batch", {"batch": batch})
    stored = list(Event.objects.order_by("id").values_list("message_id", flat=True))
    assert stored == ["1", "3", "5", "7", "0", "2", "4", "6"]


def test_a_large_batch_keeps_its_order(post: Post) -> None:
    draw = random.Random(7)
    kinds = [draw.choice(["track", "identify"]) for _ in range(1500)]
    batch = [
        {"type": kind, "messageId": str(n), "userId": "1", "event": "A"}
        for n, kind in enumerate(kinds)
    ]
    post("batch", {"batch": batch})
    stored = [int(m) for m in Event.objects.order_by("id").values_list("message_id", flat=True)]
    assert stored == sorted(stored, key=lambda n: (kinds[n] not in ATTRIBUTES, n))


def test_history_is_ordered_by_its_own_time(post: Post) -> None:
    Source.objects.update(kind="import")
    moments = ["2026-10-03", "2026-10-01", "2026-10-02", "2026-10-02"]
    kinds = ["track", "track", "track", "identify"]
    batch = [
        {"type": k, "messageId": str(n), "userId": "1", "event": "A", "timestamp": t}
        for n, (k, t) in enumerate(zip(kinds, moments, strict=True))
    ]
    post("import", {"batch": batch})
    stored = list(Event.objects.order_by("id").values_list("message_id", flat=True))
    assert stored == ["1", "3", "2", "0"]
