"""Tells the event log what became of messages, so that the engine learns it and releases caps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.delivery.sending import HISTORY_AFTER, Outcome
from apps.delivery.status import Status
from apps.events.operations import InternalEvent, append_internal_events

FAILED = "Message Failed"
STOPPED = "Message Stopped"
CHANGED = "Subscription Changed"


def failures(outcomes: Sequence[Outcome], now: datetime) -> None:
    """Appends an event for each message that will never be sent, in the caller's transaction.

    What failed in imported history is told as of its own time: a person's clock must not be moved
    ahead of the history that is still to come.
    """
    told: dict[datetime, list[InternalEvent]] = {}
    for outcome in outcomes:
        if outcome.status in (Status.FAILED, Status.STOPPED):
            at = outcome.at if now - outcome.at > HISTORY_AFTER else now
            told.setdefault(at, []).append(event_of(outcome))
    for at, events in told.items():
        append_internal_events(events=events, now=at)


def withdrawn(message_id: UUID, profile_id: UUID, channel: str) -> InternalEvent:
    """A message that its journey does not want to send any more."""
    properties = {"message_id": str(message_id), "channel": channel, "reason": "left_journey"}
    return InternalEvent(STOPPED, profile_id, f"stopped:{message_id}", properties)


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
