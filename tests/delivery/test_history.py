"""What is told of messages that are stopped while history is being imported."""

from datetime import timedelta

import pytest

from apps.delivery.drain import drain
from apps.events.models import Event
from apps.people.models import Consent
from tests.delivery import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("age", "told_at"), [(timedelta(days=20), -20), (timedelta(0), 0)])
def test_a_stop_in_history_is_told_as_of_its_own_time(age: timedelta, told_at: int) -> None:
    make.template()
    profile = make.person()
    delivery = make.decided(profile, decided_at=make.NOW - age)
    Consent.objects.create(
        profile_id=profile.id, channel="email", topic="", status="unsubscribed", at=make.NOW
    )
    drain("email", make.at())
    assert make.status(delivery) == ("stopped", "unsubscribed")
    event = Event.objects.get(message_id=f"stopped:{delivery.id}")
    assert event.received_at == make.NOW + timedelta(days=told_at)
