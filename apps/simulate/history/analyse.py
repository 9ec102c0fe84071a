"""Runs the window once more under a book. It only wires: events, starts, the engine, the tally."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from apps.engine.book import Book
from apps.simulate.history import events, start
from apps.simulate.history.events import Told
from apps.simulate.history.heard import heard
from apps.simulate.history.numbers import History
from apps.simulate.history.run import Walker
from apps.simulate.history.tally import Tally


def total(book: Book, since: datetime, until: datetime) -> int:
    """How many events there are to go through."""
    return events.count(heard(book), since, until)


def history_of(
    book: Book,
    since: datetime,
    until: datetime,
    *,
    chunk: int = events.CHUNK,
    done: Callable[[int], None] = lambda _: None,
) -> History:
    """What would have been under this book. The same for any size of `chunk`.

    `done` hears after each chunk how many events it had; what it raises ends the run.
    """
    tally = Tally(book, since, until)
    walker: Walker | None = None
    with transaction.atomic():
        for told in events.chunks(heard(book), since, until, chunk):
            walker = _walk(told, walker, tally, book)
            done(len(told))
    if walker is not None:
        tally.add(walker.state.id, walker.finish(until))
    return tally.history()


def _walk(told: Sequence[Told], walker: Walker | None, tally: Tally, book: Book) -> Walker | None:
    """Through one chunk. Who is last in it may go on in the next."""
    on_the_way = walker.state.id if walker else ""
    new = [id for id in dict.fromkeys(id for id, _ in told) if id != on_the_way]
    states = start.states(new, tally.since, book)
    for id, event in told:
        if walker is None or walker.state.id != id:
            if walker is not None:
                tally.add(walker.state.id, walker.finish(tally.until))
            walker = Walker(states.pop(id), book)
        walker.hear(event)
    return walker
