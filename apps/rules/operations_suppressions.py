"""Writes of the suppression list.

The row is what stops a message at the very send; the event makes the engine know it, for each
profile that the address leads to, so that the decision says so too.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from apps.engine.luck import derived_id
from apps.events.operations import InternalEvent, append_internal_events
from apps.people import queries_sets, queries_suppressions
from apps.people.models import Suppression

SUPPRESSED, RELEASED = "Address Suppressed", "Address Released"
# Those whose messages have an address.
CHANNELS = ("email", "sms", "webhook")


class AlreadySuppressed(ValueError):
    """The address is on the list; `row` says since when and why."""

    def __init__(self, row: Suppression) -> None:
        self.row = row
        super().__init__(f"{row.address} is on the list already, because of “{row.reason}”.")


@transaction.atomic
def suppress(
    *, channel: str, address: str, reason: str, by: AbstractBaseUser | None, now: datetime
) -> Suppression:
    """Nothing is sent to this address any more. Raises AlreadySuppressed."""
    if channel not in CHANNELS:
        raise ValueError(f"The channel is one of {', '.join(CHANNELS)}.")
    row, is_new = Suppression.objects.get_or_create(
        channel=channel, address=normal(address), defaults={"reason": reason, "at": now}
    )
    if not is_new:
        raise AlreadySuppressed(row)
    _tell(SUPPRESSED, row, reason, by, now)
    return row


@transaction.atomic
def release(*, id: int, by: AbstractBaseUser | None, now: datetime) -> Suppression:
    """The address may be written to again. Raises Suppression.DoesNotExist."""
    row = Suppression.objects.select_for_update().get(id=id)
    _tell(RELEASED, row, row.reason, by, now)
    Suppression.objects.filter(id=id).delete()
    return row


def normal(address: str) -> str:
    """As it is compared at the send: without outer blanks, in small letters."""
    return address.strip().lower()


def _tell(
    name: str, row: Suppression, reason: str, by: AbstractBaseUser | None, now: datetime
) -> None:
    found = queries_suppressions.owners(row.channel, row.address)
    goes_on = queries_sets.survivors(found)
    properties = {
        "channel": row.channel,
        "address": row.address,
        "reason": reason,
        "by": by.get_username() if by else "",
    }
    profiles = sorted({goes_on.get(profile, profile) for profile in found})
    events = [
        InternalEvent(name, UUID(profile), derived_id(name, row.id, profile), properties)
        for profile in profiles
    ]
    if events:
        append_internal_events(events=events, now=now)
