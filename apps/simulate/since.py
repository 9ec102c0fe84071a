"""The moment that a command's --since names."""

from datetime import UTC, datetime

from django.core.management.base import CommandError


def epoch(text: str | None) -> float:
    """Seconds since the epoch, 0 where nothing was said; a CommandError for what is no moment."""
    if not text:
        return 0.0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no moment; give one such as 2026-11-04.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
