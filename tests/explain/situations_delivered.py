"""Situations in which the message was decided, and what became of it then."""

import pytest
from django.conf import settings

from apps.delivery import operations as outbox
from apps.delivery.ledger import Ledger
from apps.explain.why_not.reasoning.cause import Kind
from tests.explain.situations import Told, ann, deliver, situation, template, welcome
from tests.scenario import (
    at,
    rule_set,
    run_until,
    tell,
    track,
)

UNSUBSCRIBED = {"channel": "email", "status": "unsubscribed"}


def signed_up(hours: float = 1) -> dict[str, object]:
    return track("ann", "Signed Up", at(hours))


@situation
def the_delivery_failed() -> Told:
    rule_set()
    welcome()
    ann(signed_up(), until=at(2))
    deliver(at(2))
    return Told(
        Kind.DELIVERY,
        "failed",
        ("“message” of Welcome was decided on Mon 2 Mar 2026, 10:00: the delivery failed",),
        {"delivery.status": "failed", "verdict": "sent"},
    )


@situation
def it_was_stopped_right_before_the_send() -> Told:
    rule_set()
    template()
    welcome()
    ann(signed_up(), until=at(2))
    tell(track("ann", "Subscription Changed", at(2.5), **UNSUBSCRIBED))
    run_until(at(3))
    deliver(at(3))
    return Told(
        Kind.DELIVERY,
        "stopped_at_send",
        ("it was stopped right before it was sent, as they had unsubscribed in the meantime",),
        {"delivery.reason": "unsubscribed"},
    )


@situation
def it_was_too_old_when_it_was_to_be_sent() -> Told:
    rule_set()
    template()
    welcome()
    ann(signed_up(), until=at(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "EMAIL_PROVIDER", "smtp")
        deliver(at(40))
    return Told(
        Kind.DELIVERY,
        "expired",
        ("as too much time had passed since the decision",),
        {"delivery.status": "stopped", "delivery.reason": "expired"},
    )


@situation
def nobody_can_tell_whether_it_left() -> Told:
    rule_set()
    template()
    welcome()
    ann(signed_up(), until=at(2))
    ledger = Ledger("email", lambda: at(2))
    [row] = ledger.take(1)
    ledger.people = {row.id: [row.profile_id]}
    assert ledger.mark(row, "ann@example.test")
    outbox.sweep(now=at(9))
    return Told(
        Kind.DELIVERY,
        "in_doubt",
        ("whether it left nobody can tell, so it is not sent again",),
        {"delivery.status": "in_doubt"},
    )


@situation
def it_is_still_on_its_way() -> Told:
    rule_set()
    welcome()
    ann(signed_up(), until=at(2))
    return Told(
        Kind.DELIVERY,
        "on_its_way",
        ("was decided on Mon 2 Mar 2026, 10:00: it waits to be sent",),
        {"delivery.status": "pending"},
        at=at(2),
    )


@situation
def it_was_sent() -> Told:
    rule_set()
    template()
    welcome()
    ann(signed_up(), until=at(2))
    deliver(at(2))
    return Told(
        Kind.SENT, "sent", ("was sent by e-mail. They did get it.",), {"delivery.status": "sent"}
    )
