"""Consent twice: whatever changes between the decision and the send, on every provider and path."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from apps.delivery import permission
from apps.delivery.channels.email import Email
from apps.delivery.drain import drain
from apps.delivery.ledger import Ledger
from apps.delivery.models import Delivery, SandboxMessage
from apps.events.models import Event
from apps.people.models import Consent, Identifier, Profile, Suppression
from tests.delivery import make
from tests.delivery.sink import Sink

pytestmark = pytest.mark.django_db


def opt_out(profile: Profile, topic: str = "", status: str = "unsubscribed") -> None:
    Consent.objects.create(
        profile=profile, channel="email", topic=topic, status=status, at=make.NOW
    )


def suppress(address: str) -> None:
    Suppression.objects.create(channel="email", address=address, reason="bounced", at=make.NOW)


def merge(profile: Profile) -> Profile:
    survivor = Profile.objects.create(id=uuid.uuid4(), created_at=make.NOW)
    profile.merged_into = survivor
    profile.save()
    Identifier.objects.filter(profile=profile).update(profile=survivor)
    return survivor


@pytest.fixture(params=["smtp", "sandbox"])
def reached(request: pytest.FixtureRequest, settings: Settings, sink: Sink) -> Callable[[], int]:
    """How many messages left, by each provider."""
    make.template()
    settings.EMAIL_PROVIDER = request.param
    return lambda: len(sink.messages) + SandboxMessage.objects.count()


def test_it_sends_where_nothing_speaks_against_it(reached: Callable[[], int]) -> None:
    profile = make.person()
    opt_out(profile, "offers", status="subscribed")
    opt_out(profile, "another-topic")
    assert deliver(make.decided(profile)) == ("sent", "")
    assert reached() == 1


@pytest.mark.parametrize("topic", ["", "offers"])
def test_an_opt_out_between_decision_and_send_stops_it(
    reached: Callable[[], int], topic: str
) -> None:
    profile = make.person()
    delivery = make.decided(profile)
    opt_out(profile, topic)
    assert deliver(delivery) == ("stopped", "unsubscribed")
    assert reached() == 0
    event = Event.objects.get(message_id=f"stopped:{delivery.id}")
    assert (event.name, event.profile_hint) == ("Message Stopped", profile.id)
    assert event.payload["properties"]["reason"] == "unsubscribed"


def test_a_status_that_is_not_known_stops_it(reached: Callable[[], int]) -> None:
    profile = make.person()
    opt_out(profile, "offers", status="asked")
    assert deliver(make.decided(profile)) == ("stopped", "unsubscribed")
    assert reached() == 0


def test_a_transactional_message_needs_no_consent(reached: Callable[[], int]) -> None:
    profile = make.person()
    opt_out(profile)
    assert deliver(make.decided(profile, transactional=True)) == ("sent", "")
    assert reached() == 1


@pytest.mark.parametrize("transactional", [True, False])
@pytest.mark.parametrize("address", ["Gone@example.org", "gone@example.org"])
def test_a_suppressed_address_gets_nothing(
    reached: Callable[[], int], transactional: bool, address: str
) -> None:
    delivery = make.decided(make.person(address), transactional=transactional)
    suppress("gone@example.org")
    assert deliver(delivery) == ("stopped", "suppressed")
    assert reached() == 0


def test_an_opt_out_of_the_profile_it_was_merged_into_counts(reached: Callable[[], int]) -> None:
    profile = make.person()
    delivery = make.decided(profile)
    opt_out(merge(profile), "offers")
    assert deliver(delivery) == ("stopped", "unsubscribed")
    assert reached() == 0


def test_the_address_is_found_at_the_profile_it_was_merged_into(
    reached: Callable[[], int],
) -> None:
    profile = make.person()
    delivery = make.decided(profile)
    merge(profile)
    assert deliver(delivery) == ("sent", "")


def test_an_unknown_person_gets_nothing_and_is_asked_for_again(reached: Callable[[], int]) -> None:
    stranger = Profile(id=uuid.uuid4(), created_at=make.NOW)
    delivery = make.decided(stranger, address="someone@example.org")
    assert deliver(delivery) == ("pending", "profile_unknown")
    assert reached() == 0
    stranger.save()
    clock = make.Clock()
    clock.forward(minutes=1)
    drain("email", clock)
    assert make.status(delivery) == ("sent", "")


def test_a_check_that_fails_sends_nothing_and_keeps_the_message(
    reached: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = make.decided()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no answer")

    monkeypatch.setattr(permission, "check", broken)
    with pytest.raises(RuntimeError):
        drain("email", make.Clock())
    assert make.status(delivery)[0] == "pending"
    assert reached() == 0


def withdrawals() -> dict[str, Callable[[Profile], object]]:
    return {
        "an opt-out": lambda profile: opt_out(profile, "offers"),
        "a suppression": lambda profile: suppress(profile.identifiers.get().value),
        "a merge into someone who opted out": lambda profile: opt_out(merge(profile)),
    }


@pytest.mark.parametrize("what", withdrawals())
def test_permission_withdrawn_after_the_check_still_stops_it(
    reached: Callable[[], int], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the batch's check and one message's send, which may be long."""
    profile = make.person()
    delivery = make.decided(profile)
    prepare = Email.prepare

    def prepare_then_withdraw(*args: Any) -> Any:
        mail = prepare(*args)
        withdrawals()[what](profile)
        return mail

    monkeypatch.setattr(Email, "prepare", prepare_then_withdraw)
    clock = make.Clock()
    drain("email", clock)
    monkeypatch.undo()
    clock.forward(seconds=5)
    drain("email", clock)
    assert make.status(delivery)[0] == "stopped"
    assert reached() == 0


def test_a_claim_whose_lease_ran_out_marks_nothing() -> None:
    make.template()
    delivery = make.decided()
    clock = make.Clock()
    ledger = Ledger("email", clock)
    [row] = ledger.take(10)
    ledger.people = {row.id: [row.profile_id]}
    clock.forward(seconds=31)
    assert not ledger.mark(row, "ann@example.org")
    assert make.status(delivery)[0] == "claimed"


def test_a_mark_without_a_check_before_it_is_refused() -> None:
    make.template()
    make.decided()
    ledger = Ledger("email", make.Clock())
    [row] = ledger.take(10)
    assert not ledger.mark(row, "ann@example.org")


def test_old_messages_go_to_the_sandbox_and_are_dated_by_their_decision(
    settings: Settings,
) -> None:
    make.template()
    delivery = make.decided()
    clock = make.Clock()
    clock.forward(days=30)
    drain("email", clock)
    assert make.status(delivery) == ("sent", "")
    assert delivery.sent_at == delivery.sandbox.at == delivery.tries.get().at == make.NOW


def deliver(delivery: Delivery) -> tuple[str, str]:
    drain("email", make.Clock())
    return make.status(delivery)
