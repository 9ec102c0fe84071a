"""Loads the demonstration through the intake and waits until all that follows from it has happened.

Repeating it changes nothing: every event keeps its message id, and the month ends when its source
was created.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.console.demo import definitions, sources
from apps.console.demo.diary import Call
from apps.console.demo.intake import Intake
from apps.console.demo.month import batches, broken, month
from apps.console.demo.progress import Out, Progress
from apps.delivery.models import Delivery
from apps.delivery.status import Status
from apps.events.models import Event, Source
from apps.orchestrator import queries

LOOK_AGAIN = 0.25

Clock = Callable[[], datetime]
Send = Callable[[list[Call]], None]


class NotEmpty(Exception):
    """There is somebody else's data in this installation."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a demonstration: people, days of their lives, and the seed of their luck."""

    people: int = 2000
    days: int = 30
    seed: int = 7


def is_complete() -> bool:
    """Whether the month is in."""
    return Source.objects.filter(key=sources.IMPORT, importing=False).exists()


def begin(size: Size, now: datetime) -> Source:
    """Publishes the definitions and opens the import. Raises NotEmpty."""
    begun = Source.objects.filter(key=sources.IMPORT).first()
    if begun is None and Event.objects.exists():
        raise NotEmpty
    end = begun.created_at if begun else now
    definitions.publish(seed=size.seed, now=end - timedelta(days=size.days))
    return begun or sources.imported(now=now)


def calls_of(size: Size, source: Source) -> list[Call]:
    """The events of the month that this import brings."""
    return month(people=size.people, days=size.days, seed=size.seed, end=source.created_at)


def load(size: Size, source: Source, url: str, out: Out, clock: Clock) -> int:
    """Sends the month, lets time go on, and waits for the flow; how many events were sent."""
    calls = calls_of(size, source)
    intake = Intake(url, sources.fresh_key(source, now=clock()))
    try:
        send(calls, size.seed, intake.send, Progress(out, "Events"))
        if not source.rejected.exists():
            intake.send(broken(source.created_at))
    finally:
        intake.close()
        sources.lock(source, now=clock())
    settle(len(calls), source, out, clock)
    return len(calls)


def send(calls: list[Call], seed: int, send: Send, progress: Progress) -> None:
    sent = 0
    for batch in batches(calls, seed=seed):
        send(batch)
        sent += len(batch)
        progress.show(sent, len(calls))
    progress.done(f"{sent:,} sent to the intake")


def settle(total: int, source: Source, out: Out, clock: Clock) -> None:
    """Waits until every event is applied, lets what is due fall due, and waits for the outbox."""
    decisions = Progress(out, "Decisions")
    for left in _until_none(lambda: _unapplied(clock())):
        decisions.show(max(total - left, 0), total)
    sources.finish(source)
    for _ in _until_none(lambda: _under_way(clock())):
        decisions.show(total, total, ", and what has fallen due")
    decisions.done("every event applied, every wait over that has passed")
    messages, most = Progress(out, "Messages"), 0
    for left in _until_none(lambda: _unsent(clock())):
        most = max(most, left)
        messages.show(most - left, most)
    messages.done("all delivered to the sandbox")


def _until_none(count: Callable[[], int]) -> Iterable[int]:
    while left := count():
        yield left
        time.sleep(LOOK_AGAIN)


def _unapplied(now: datetime) -> int:
    backlog = queries.backlog(now)
    return backlog.unrouted + backlog.unapplied


def _under_way(now: datetime) -> int:
    return _unapplied(now) + queries.backlog(now).due


def _unsent(now: datetime) -> int:
    under_way = (Status.PENDING, Status.CLAIMED, Status.SENDING)
    return Delivery.objects.filter(status__in=under_way, not_before__lte=now).count()
