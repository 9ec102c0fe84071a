"""When an event happened, whatever its client says about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from apps.events.moments import read_moment
from apps.events.normalise import Receipt, Row, normalise
from tests.events.conftest import NOW, track

MORNING = datetime(2026, 11, 6, 8, 30, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "given",
    [
        "2026-11-06T08:30:00Z",
        "2026-11-06T08:30:00.000Z",
        "2026-11-06T08:30:00.000000Z",
        "2026-11-06T08:30:00.000000000Z",
        "2026-11-06t08:30:00z",
        "2026-11-06T14:00:00+05:30",
        "2026-11-06T14:00:00.000+0530",
        "2026-11-06T08:30",
        "2026-11-06 08:30:00",
        "2026-11-06 08:30:00 UTC",
        "2026-11-06 08:30:00 +0000",
        "20261106T083000Z",
        "Fri, 06 Nov 2026 08:30:00 GMT",
        "Fri Nov 06 2026 09:30:00 GMT+0100 (Central European Standard Time)",
        1793953800,
        1793953800.0,
        1793953800000,
        1793953800000000,
        "1793953800",
        "1793953800000",
        " 2026-11-06T08:30:00Z ",
    ],
)
def test_it_reads(given: Any) -> None:
    assert read_moment(given) == MORNING


def test_a_date_is_its_midnight() -> None:
    assert read_moment("2026-11-06") == MORNING.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    "given",
    [
        *("", "NOW", "yesterday", "06/11/2026x", "2026-13-01", "0001-01-01T00:00:00Z"),
        *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "٢٠٢٦", "9" * 400),
        *(None, True, [], {}, -5, float("inf"), float("nan"), 1e300, -(10**30)),
    ],
)
def test_it_does_not_read(given: Any) -> None:
    assert read_moment(given) is None


def row(receipt: Receipt, **fields: Any) -> Row:
    made = normalise(track(**fields), receipt)
    assert isinstance(made, Row)
    return made


def notes(made: Row) -> Any:
    return msgspec.json.decode(made.payload).get("_notes")


@pytest.mark.parametrize("given", [None, "", "NOW", "now"])
def test_without_a_timestamp_an_event_happens_when_it_is_received(given: Any) -> None:
    made = row(Receipt(NOW), timestamp=given)
    assert (made.occurred_at, made.received_at, notes(made)) == (NOW, NOW, None)


@pytest.mark.parametrize("given", ["yesterday", {"a": 1}, 0.5j.imag * -1, True])
def test_a_timestamp_that_is_none_is_noted(given: Any) -> None:
    made = row(Receipt(NOW), timestamp=given)
    assert made.occurred_at == NOW
    assert notes(made) == [{"field": "timestamp", "problem": "not a moment", "given": given}]


@pytest.mark.parametrize("skew", [timedelta(days=400), timedelta(hours=-3), timedelta(0)])
@pytest.mark.parametrize("inside", [True, False])
def test_it_corrects_the_clock_of_the_client(skew: timedelta, inside: bool) -> None:
    happened = NOW - timedelta(minutes=10)
    sent_at = (NOW + skew).isoformat()
    fields = {"timestamp": (happened + skew).isoformat()}
    if inside:
        made = row(Receipt(NOW), sentAt=sent_at, **fields)
    else:
        made = row(Receipt(NOW, sent_at=sent_at), **fields)
    assert (made.occurred_at, made.received_at) == (happened, NOW)


def test_it_corrects_nothing_where_the_two_are_not_of_one_clock() -> None:
    made = row(Receipt(NOW), timestamp="2026-11-06T08:00:00Z", sentAt="2026-11-01T00:00:00Z")
    assert made.occurred_at == NOW - timedelta(minutes=30)


@pytest.mark.parametrize("sent_at", ["nonsense", None, 0, "9999-12-31T23:59:59Z", "1970-01-01"])
def test_it_survives_any_sent_at(sent_at: Any) -> None:
    assert row(Receipt(NOW), timestamp="2026-11-06T08:00:00Z", sentAt=sent_at).occurred_at <= NOW


def test_the_future_has_not_happened() -> None:
    assert row(Receipt(NOW), timestamp="2031-01-01T00:00:00Z").occurred_at == NOW


HISTORY = Receipt(NOW, history=True)


def test_history_is_received_at_its_own_time() -> None:
    made = row(HISTORY, timestamp="2026-10-01T00:00:00Z")
    assert made.received_at == made.occurred_at == datetime(2026, 10, 1, tzinfo=UTC)


def test_history_that_was_late_is_received_when_it_was_sent() -> None:
    made = row(HISTORY, timestamp="2026-10-01T00:00:00Z", sentAt="2026-10-03T00:00:00Z")
    assert made.occurred_at == datetime(2026, 10, 1, tzinfo=UTC)
    assert made.received_at == datetime(2026, 10, 3, tzinfo=UTC)


def test_a_batch_of_history_tells_when_it_was_sent_unless_that_is_now() -> None:
    then = Receipt(NOW, history=True, sent_at="2026-10-03T00:00:00Z")
    assert row(then, timestamp="2026-10-01").received_at == datetime(2026, 10, 3, tzinfo=UTC)
    stamped = Receipt(NOW, history=True, sent_at=NOW.isoformat())
    assert row(stamped, timestamp="2026-10-01").received_at == datetime(2026, 10, 1, tzinfo=UTC)


def test_history_cannot_come_from_the_future() -> None:
    made = row(HISTORY, timestamp="2031-01-01T00:00:00Z")
    assert (made.occurred_at, made.received_at) == (NOW, NOW)
