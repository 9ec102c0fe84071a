"""Tells the event log what became of messages, so that the engine learns it and releases caps."""

from collections.abc import Sequence
from datetime import datetime

from apps.delivery.sending import Outcome
from apps.delivery.status import Status
from apps.events.operations import InternalEvent, append_internal_events

FAILED = "Message Failed"
STOPPED = "Message Stopped"
CHANGED = "Subscription Changed"


def failures(outcomes: Sequence[Outcome], now: datetime) -> None:
    """Appends an event for each message that will never be sent, in the caller's transaction."""
    events = [event_of(o) for o in outcomes if o.status in (Status.FAILED, Status.STOPPED)]
    if events:
        append_internal_events(events=events, now=now)


def event_of(outcome: Outcome) -> InternalEvent:
    """A message that expired counts as failed: nobody decided against it."""
    row, failed = outcome.row, outcome.status == Status.FAILED or outcome.reason == "expired"
    properties: dict[str, object] = {
        "message_id": str(row.id),
        "channel": row.channel,
        "reason": outcome.reason,
    }
    if failed:
        properties |= {"permanent": True}
    return InternalEvent(
        FAILED if failed else STOPPED,
        row.profile_id,
        f"{'failed' if failed else 'stopped'}:{row.id}",
        properties,
        occurred_at=outcome.at,
    )
