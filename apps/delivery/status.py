"""The statuses of a delivery and the only moves between them.

`sending` is the mark that is committed right before the point of no return: whoever holds it may
have reached the person. So it leads to `in_doubt`, and back to `pending` only where the other side
said no, or where sending again is harmless (an idempotency key).
"""

from django.db import models


class Status(models.TextChoices):
    PENDING = "pending", "Pending"
    CLAIMED = "claimed", "Claimed"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"
    IN_DOUBT = "in_doubt", "In doubt"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    # Stopped: the run that it belongs to has ended before anybody began to send it.
    Status.PENDING: frozenset({Status.CLAIMED, Status.STOPPED}),
    Status.CLAIMED: frozenset(
        {Status.PENDING, Status.SENDING, Status.SENT, Status.FAILED, Status.STOPPED}
    ),
    Status.SENDING: frozenset({Status.SENT, Status.FAILED, Status.PENDING, Status.IN_DOUBT}),
    # A late answer may still settle what was given up for unknown.
    Status.IN_DOUBT: frozenset({Status.SENT, Status.FAILED}),
    Status.SENT: frozenset(),
    Status.FAILED: frozenset(),
    Status.STOPPED: frozenset(),
}


class IllegalMove(Exception):
    """A status was asked to move where its table has no way."""


def check_move(before: Status, after: Status) -> None:
    """Raises IllegalMove unless the table leads from one status to the other."""
    if after not in TRANSITIONS[before]:
        raise IllegalMove(f"A delivery never goes from {before} to {after}.")


def sources_of(after: Status) -> list[str]:
    """The statuses from which this one may be reached; IllegalMove where there is none."""
    sources = [before.value for before, ways in TRANSITIONS.items() if after in ways]
    if not sources:
        raise IllegalMove(f"Nothing leads to {after}.")
    return sources
