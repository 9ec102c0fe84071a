"""Waiting for what is under way and still knows a journey as it was before its status changed.

Other rooms say in their AppConfig.ready() how that is done: batches of events are.
"""

from collections.abc import Callable

Wait = Callable[[], None]

_waits: list[Wait] = []


def register(wait: Wait) -> None:
    """Call this inside a transaction whenever something has to be over."""
    if wait not in _waits:
        _waits.append(wait)


def settle() -> None:
    """Come back when everything has ended that began before now. Only inside a transaction."""
    for wait in _waits:
        wait()
