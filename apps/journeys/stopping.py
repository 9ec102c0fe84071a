"""Stopping what a journey still has on its way, where everybody inside is let go.

Runs that are over already are nobody's to end, but their last message may not have left yet.
Other rooms say in their AppConfig.ready() how that is done: the outbox is one.
"""

from datetime import datetime
from typing import Protocol


class Stop(Protocol):
    """Stop what this journey decided by `until` and nobody has begun to send."""

    def __call__(self, *, journey: str, until: datetime, because: str, now: datetime) -> object: ...


_stops: list[Stop] = []


def register(stop: Stop) -> None:
    """Call this whenever people are let go; it may be called again for the same."""
    if stop not in _stops:
        _stops.append(stop)


def stop_all(*, journey: str, until: datetime, because: str, now: datetime) -> None:
    """Come back when nothing of it will leave that hasn't begun to."""
    for stop in _stops:
        stop(journey=journey, until=until, because=because, now=now)
