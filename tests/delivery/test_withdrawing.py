"""A late purchase stops a message that isn't sent yet."""

from datetime import timedelta

import pytest

from apps.delivery import operations
from apps.delivery.models import Delivery
from apps.delivery.operations import Withdrawal
from apps.events.models import Event
from tests.delivery import make

pytestmark = pytest.mark.django_db(transaction=True)


def left(delivery: Delivery, minutes: float = 5) -> Withdrawal:
    at = make.NOW + timedelta(minutes=minutes)
    return Withdrawal(delivery.profile_id, delivery.enrollment_id, at, "Bought: goal")


def test_a_message_that_nobody_has_begun_to_send_is_stopped_and_the_log_is_told() -> None:
    delivery = make.decided()
    assert operations.withdraw(rows=[left(delivery)], now=make.NOW) == 1
    assert make.status(delivery) == ("stopped", "left_journey")
    told = Event.objects.get(name="Message Stopped")
    assert told.payload["properties"]["message_id"] == str(delivery.id)


@pytest.mark.parametrize("status", ["claimed", "sending", "sent", "in_doubt"])
def test_what_somebody_has_begun_to_send_is_left_alone(status: str) -> None:
    delivery = make.decided()
    Delivery.objects.update(status=status)
    assert operations.withdraw(rows=[left(delivery)], now=make.NOW) == 0


def test_a_message_decided_after_the_end_belongs_to_nobody_elses_run() -> None:
    delivery = make.decided()
    assert operations.withdraw(rows=[left(delivery, minutes=-1)], now=make.NOW) == 0


def test_history_is_not_stopped() -> None:
    profile = make.person()
    row = make.row(profile)
    operations.enqueue(rows=[row], now=make.NOW + timedelta(days=30))
    gone = Withdrawal(profile.id, row.enrollment_id, make.NOW + timedelta(hours=1), "goal")
    assert operations.withdraw(rows=[gone], now=make.NOW) == 0


def all_of(journey: str, minutes: float = 5) -> int:
    until = make.NOW + timedelta(minutes=minutes)
    return operations.withdraw_all_of(
        journey=journey, until=until, because="Way: ended", now=make.NOW
    )


def test_all_that_a_journey_has_in_the_outbox_is_stopped_in_portions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(operations, "PORTION", 2)
    several = [make.decided(make.person(f"p{number}")) for number in range(5)]
    begun = make.decided(make.person("begun"))
    Delivery.objects.filter(pk=begun.pk).update(status="sending")
    journey = several[0].journey
    assert all_of("another") == 0 and all_of(journey, minutes=-1) == 0
    assert all_of(journey) == 5 and all_of(journey) == 0
    assert {make.status(one) for one in several} == {("stopped", "left_journey")}
    assert make.status(begun)[0] == "sending"
    assert Event.objects.filter(name="Message Stopped").count() == 5


def test_history_of_a_journey_is_not_stopped() -> None:
    row = make.row(make.person())
    operations.enqueue(rows=[row], now=make.NOW + timedelta(days=30))
    assert all_of(row.journey) == 0
