"""The outbox: one row per visit, moves along the table, leases."""

import uuid
from datetime import timedelta
from itertools import product

import pytest

from apps.delivery import operations
from apps.delivery.backoff import channel_delay, message_delay
from apps.delivery.drain import drain
from apps.delivery.ledger import Ledger
from apps.delivery.models import Delivery, SandboxMessage
from apps.delivery.operations import Swept
from apps.delivery.queries import due_channels, in_doubt
from apps.delivery.status import TRANSITIONS, IllegalMove, Status, check_move
from tests.delivery import make


@pytest.mark.django_db
def test_one_send_however_often_a_message_is_enqueued() -> None:
    make.template()
    row = make.row(make.person())
    assert operations.enqueue(rows=[row, row], now=make.NOW) == 1
    drain("email", make.Clock())
    assert operations.enqueue(rows=[row], now=make.NOW) == 0
    drain("email", make.Clock())
    assert SandboxMessage.objects.get().delivery_id == row.id


@pytest.mark.django_db
def test_nothing_is_sent_before_its_time_and_transactional_goes_first() -> None:
    make.template()
    later = make.decided(not_before=make.NOW + timedelta(minutes=1))
    first = [make.decided() for _ in range(3)]
    urgent = make.decided(transactional=True, decided_at=make.NOW - timedelta(seconds=1))
    [row] = Ledger("email", make.Clock()).take(1)
    assert row.id == urgent.id
    drain("email", make.Clock())
    assert make.status(later) == ("pending", "")
    assert {make.status(d)[0] for d in first} == {"sent"}


@pytest.mark.django_db
def test_the_topic_is_the_templates_where_the_row_names_none() -> None:
    make.template(topic="news")
    assert make.decided().topic == "news"
    assert make.decided(topic="other").topic == "other"


@pytest.mark.django_db
def test_an_expired_claim_comes_back_and_an_expired_mark_is_in_doubt() -> None:
    make.template()
    claimed, marked = make.decided(), make.decided(transactional=True)
    clock = make.Clock()
    ledger = Ledger("email", clock)
    rows = ledger.take(10)
    ledger.people = {row.id: [row.profile_id] for row in rows}
    assert ledger.mark(next(row for row in rows if row.id == marked.id), "a@example.org")
    assert operations.sweep(now=clock()) == Swept(0, 0)
    clock.forward(seconds=31)
    assert operations.sweep(now=clock()) == Swept(1, 1)
    assert make.status(claimed) == ("pending", "")
    assert make.status(marked) == ("in_doubt", "worker_lost")
    assert [d.pk for d in in_doubt()] == [marked.pk]
    assert marked.tries.get().outcome == "in_doubt"
    drain("email", clock)
    assert make.status(claimed) == ("sent", "") and make.status(marked)[0] == "in_doubt"


@pytest.mark.django_db
def test_two_claims_never_share_a_row() -> None:
    make.template()
    for _ in range(5):
        make.decided()
    one = {row.id for row in Ledger("email", make.Clock()).take(3)}
    other = {row.id for row in Ledger("email", make.Clock()).take(3)}
    assert len(one) == 3 and len(other) == 2 and not one & other
    assert due_channels(make.NOW) == []


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_a_status_moves_along_the_table_alone(before: Status, after: Status) -> None:
    if after in TRANSITIONS[before]:
        check_move(before, after)
    else:
        with pytest.raises(IllegalMove):
            check_move(before, after)


@pytest.mark.parametrize("final", [Status.SENT, Status.FAILED, Status.STOPPED])
def test_what_is_settled_stays(final: Status) -> None:
    assert not TRANSITIONS[final]


@pytest.mark.django_db
def test_what_may_have_left_is_never_given_back() -> None:
    make.template()
    delivery = make.decided()
    ledger = Ledger("email", make.Clock())
    rows = ledger.take(1)
    ledger.people = {row.id: [row.profile_id] for row in rows}
    assert ledger.mark(rows[0], "a@example.org")
    ledger.release(rows)
    assert make.status(delivery)[0] == "sending"


def test_waiting_doubles_is_spread_and_has_an_end() -> None:
    ids = [uuid.UUID(int=n << 1) for n in range(100)]
    assert len({message_delay(id_, 1) for id_ in ids}) > 50
    assert message_delay(ids[3], 3) > 2 * message_delay(ids[3], 1)
    assert message_delay(ids[0], 500) <= timedelta(hours=1.25)
    assert channel_delay(1) == timedelta(milliseconds=500)
    assert channel_delay(500) == timedelta(seconds=30)


@pytest.mark.django_db
def test_a_thousand_rows_are_enqueued_at_once() -> None:
    profile = make.person()
    rows = [make.row(profile) for _ in range(1000)]
    assert operations.enqueue(rows=rows, now=make.NOW) == 1000
    assert Delivery.objects.count() == 1000


@pytest.mark.django_db
def test_each_channel_with_something_due_is_named_and_an_unknown_one_fails() -> None:
    make.template()
    make.decided()
    make.decided(not_before=make.NOW + timedelta(hours=1), channel="webhook")
    pigeon = make.decided(channel="pigeon")
    assert due_channels(make.NOW) == ["email", "pigeon"]
    assert due_channels(make.NOW + timedelta(hours=1)) == ["email", "pigeon", "webhook"]
    drain("pigeon", make.Clock())
    assert make.status(pigeon) == ("failed", "unknown_channel")
