"""Whose events may not be kept at all. Who that is, a room further up knows and registers here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from apps.events.models import RejectedEvent
from apps.events.normalise import Rejection

ERASED = "erased"
REFUSED = Rejection(ERASED, "Its person was erased, and their identifiers are refused since.")

Event = Mapping[str, Any]
_checks: list[Callable[[Event], bool]] = []
_cleaners: list[Callable[[Event], Event]] = []


def register(check: Callable[[Event], bool], clean: Callable[[Event], Event]) -> None:
    """Have every event asked; True: nothing of it may be kept. `clean` leaves out what may not."""
    if check not in _checks:
        _checks.append(check)
        _cleaners.append(clean)


def cleaned(event: Any) -> Any:
    """The event without what may not be kept of it, where the rest may."""
    for clean in _cleaners if isinstance(event, dict) else ():
        event = clean(event)
    return event


def is_refused(event: Any) -> bool:
    return isinstance(event, dict) and any(check(event) for check in _checks)


def counted(source_id: int, now: datetime) -> RejectedEvent:
    """The row, not yet written, that counts a refused event: without anything of what it said."""
    return RejectedEvent(
        source_id=source_id, received_at=now, reason=ERASED, detail=REFUSED.detail, body=""
    )
