"""Whose events may not be kept at all. Who that is, a room further up knows and registers here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from apps.events.models import RejectedEvent
from apps.events.normalise import Rejection

ERASED = "erased"
REFUSED = Rejection(ERASED, "Its person was erased, and their identifiers are refused since.")

_checks: list[Callable[[Mapping[str, Any]], bool]] = []


def register(check: Callable[[Mapping[str, Any]], bool]) -> None:
    """Have every event asked; True: nothing of it may be kept."""
    if check not in _checks:
        _checks.append(check)


def is_refused(event: Any) -> bool:
    return isinstance(event, dict) and any(check(event) for check in _checks)


def counted(source_id: int, now: datetime) -> RejectedEvent:
    """The row, not yet written, that counts a refused event: without anything of what it said."""
    return RejectedEvent(
        source_id=source_id, received_at=now, reason=ERASED, detail=REFUSED.detail, body=""
    )
