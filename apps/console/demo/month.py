"""The events of the demonstration's month, as they reach the intake. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from apps.console.demo.diary import Call, stamp
from apps.console.demo.households import households
from apps.console.demo.lives import life
from apps.console.demo.people import person

BATCH = 400
# This share of all events is sent twice, as clients do when an answer gets lost.
DOUBLED = 0.02


def month(*, people: int, days: int, seed: int, end: datetime) -> list[Call]:
    """What so many people do in the days before `end`, in the order in which it is sent."""
    start = end - timedelta(days=days)
    calls = [
        call
        for number in range(people)
        for call in life(person(seed, number), seed=seed, start=start, end=end)
    ]
    calls += households(people=people, seed=seed, start=start, end=end)
    luck = Random(f"{seed}:doubled")
    calls += [call for call in calls if luck.random() < DOUBLED]
    return sorted(calls, key=lambda call: (call["sentAt"], call["messageId"]))


def batches(calls: Sequence[Call], *, seed: int, size: int = BATCH) -> Iterator[list[Call]]:
    """The events in requests of at most `size`, each of them in no order."""
    luck = Random(f"{seed}:batches")
    for at in range(0, len(calls), size):
        batch = list(calls[at : at + size])
        luck.shuffle(batch)
        yield batch


def broken(end: datetime) -> list[Call]:
    """Calls as clients get them wrong: the intake refuses each with its reason."""
    when = {"timestamp": stamp(end), "sentAt": stamp(end)}
    return [
        call | when
        for call in (
            {"type": "track", "event": "Order Completed", "properties": {"total": 42}},
            {"type": "track", "userId": "1007", "properties": {"total": 18.5}},
            {"type": "purchase", "userId": "1010", "event": "Order Completed"},
            {"type": "alias", "userId": "1012"},
            {"type": "group", "userId": "1013", "traits": {"name": "Family"}},
            {"type": "track", "userId": "1" * 600, "event": "Cart Updated"},
            {"type": "page", "name": "Home"},
        )
    ]
