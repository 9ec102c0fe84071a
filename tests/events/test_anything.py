"""Whatever arrives, the answer is never a failure of ours, and no event costs another."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.events.models import Event, RejectedEvent
from tests.events.conftest import Post, track

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text(st.characters(categories=["Cs", "Cc", "Lo"]))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    *("type", "event", "name", "userId", "anonymousId", "previousId", "groupId", "messageId"),
    *("timestamp", "sentAt", "properties", "traits", "context", "writeKey", "_notes", "other"),
)
kinds = st.sampled_from(["track", "Identify", "page", "SCREEN", "group", "alias"])
events = st.fixed_dictionaries(
    {}, optional={name: values for name in FIELDS if name != "type"} | {"type": kinds | values}
)
few = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def empty() -> None:
    Event.objects.all().delete()
    RejectedEvent.objects.all().delete()


@few
@given(bad=st.lists(events | values, max_size=6), place=st.integers(0, 6))
def test_arbitrary_json_costs_no_other_event(post: Post, bad: list[Any], place: int) -> None:
    empty()
    good = track(messageId="the good one", event="Kept")
    answer = post("batch", {"batch": [*bad[:place], good, *bad[place:]]})
    assert answer.status_code == 200
    assert answer.json()["success"]
    assert Event.objects.filter(message_id="the good one", name="Kept").exists()
    rejected = len(answer.json().get("rejected", []))
    assert RejectedEvent.objects.count() == rejected
    assert Event.objects.count() <= 1 + len(bad) - rejected


@few
@given(event=events, sent_at=values, context=values)
def test_what_is_said_about_a_batch_costs_no_event(
    post: Post, event: Any, sent_at: Any, context: Any
) -> None:
    empty()
    body = {"batch": [event, track(messageId="good")], "sentAt": sent_at, "context": context}
    assert post("batch", body).status_code == 200
    assert Event.objects.filter(message_id="good").exists()


@few
@given(bad=st.binary(max_size=60).filter(lambda b: not set(b) & set(b'"[]{},\\')))
def test_arbitrary_bytes_in_the_place_of_an_event_cost_no_other(post: Post, bad: bytes) -> None:
    empty()
    good = json.dumps(track(messageId="good")).encode()
    assert post("batch", b'{"batch":[%s,%s]}' % (bad, good)).status_code == 200
    assert Event.objects.filter(message_id="good").exists()


@few
@given(
    call=st.sampled_from(["track", "i", "batch", "import", "alias", "g"]),
    body=st.binary() | values.map(lambda value: json.dumps(value).encode()),
    authorization=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])),
)
def test_an_arbitrary_body_is_never_a_failure_of_ours(
    post: Post, call: str, body: bytes, authorization: str
) -> None:
    assert post(call, body).status_code in {200, 400}
    assert post(call, body, Authorization=authorization).status_code in {200, 400, 401}


@pytest.mark.parametrize("depth", [400, 900, 1100, 20_000])
def test_any_depth_costs_no_other_event(post: Post, depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    event = b'{"type":"track","event":"A","userId":"1","properties":{"x":%s}}' % deep
    good = json.dumps(track(messageId="good")).encode()
    assert post("batch", b'{"batch":[%s,%s]}' % (event, good)).status_code == 200
    assert Event.objects.filter(message_id="good").exists()
