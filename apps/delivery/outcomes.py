"""Makes the outcomes that more than one channel needs."""

from datetime import datetime

from apps.delivery.backoff import exhausted, message_delay
from apps.delivery.sending import Claimed, Outcome
from apps.delivery.status import Status


def failed(
    row: Claimed, reason: str, detail: str, at: datetime, response: str = "", duration_ms: int = 0
) -> Outcome:
    """It will never be sent."""
    return Outcome(
        row=row,
        status=Status.FAILED,
        at=at,
        reason=reason,
        detail=detail,
        response=response,
        duration_ms=duration_ms,
    )


def postponed(
    row: Claimed,
    reason: str,
    detail: str,
    at: datetime,
    response: str = "",
    duration_ms: int = 0,
    not_before: datetime | None = None,
    undone: bool = False,
) -> Outcome:
    """It is tried again later, or given up where it has had its attempts or its time.

    `undone`: it was marked as sending, and the other side said no.
    """
    attempts = row.attempts + 1
    if exhausted(attempts, row.created_at, at):
        detail = f"given up after {attempts} attempts; the last: {reason} {detail}".strip()
        return failed(row, "gave_up", detail, at, response, duration_ms)
    return Outcome(
        row=row,
        status=Status.PENDING,
        at=at,
        reason=reason,
        detail=detail,
        response=response,
        duration_ms=duration_ms,
        undone=undone,
        not_before=not_before or at + message_delay(row.id, attempts),
    )


def in_doubt(row: Claimed, detail: str, at: datetime, duration_ms: int = 0) -> Outcome:
    """It may have left or not; it is shown, and never silently repeated."""
    return Outcome(
        row=row,
        status=Status.IN_DOUBT,
        at=at,
        reason="no_answer",
        detail=detail,
        duration_ms=duration_ms,
    )
