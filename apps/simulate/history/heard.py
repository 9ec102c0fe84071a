"""Which events matter to a book: those that may change what becomes of somebody. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.engine import compile, conditions
from apps.engine.book import Book, Journey
from apps.engine.facts import (
    ADDRESS_RELEASED,
    ADDRESS_SUPPRESSED,
    MESSAGE_STATUSES,
    SUBSCRIPTION_CHANGED,
)
from apps.engine.reserved import SESSION_STARTED

# Events of our own that change what is known of a person, whether a journey names them or not.
STATUSES = (
    ADDRESS_RELEASED,
    ADDRESS_SUPPRESSED,
    *(name for name, releases in MESSAGE_STATUSES.items() if releases),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """`names` of tracks and the like, `pages` and `screens` by theirs; or simply `everything`.

    What tells traits, a time zone or a consent matters besides. `sessions`: they matter, so that
    events are to name their source.
    """

    names: tuple[str, ...]
    pages: tuple[str, ...]
    screens: tuple[str, ...]
    everything: bool
    sessions: bool = False


def heard(book: Book) -> Heard:
    names = {*book.entries, *book.tally_depths, *_awaited(book)}
    sessions = SESSION_STARTED in names or _asks_sessions(book)
    return Heard(
        names=tuple(sorted({*names, *STATUSES, SUBSCRIPTION_CHANGED} - {""})),
        pages=_viewed(names, "Page"),
        screens=_viewed(names, "Screen"),
        everything=sessions
        or any(_hears_all(j) for j in book.journeys.values())
        or _stages_ask_events(book),
        sessions=sessions,
    )


def _asks_sessions(book: Book) -> bool:
    asked = compile.asked(book.journeys.values(), book.rules)
    return any(leaf.kind == "session" for one in asked for leaf in conditions.leaves(one))


def _awaited(book: Book) -> Iterator[str]:
    for journey in book.journeys.values():
        yield from (listener.event for listener in journey.listeners)
        for node in journey.nodes.values():
            if node.type == "wait_for_event":
                yield node.settings.event


def _viewed(names: set[str], what: str) -> tuple[str, ...]:
    """The names that pages have where journeys say “Viewed … Page”."""
    raw = []
    for name in names:
        if name == f"Viewed {what}":
            raw.append("")
        elif name.startswith("Viewed ") and name.endswith(f" {what}"):
            raw.append(name.removeprefix("Viewed ").removesuffix(f" {what}"))
    return tuple(sorted(raw))


def _hears_all(journey: Journey) -> bool:
    """A goal or exit with a condition alone is asked at any event."""
    return any(not listener.event for listener in journey.listeners)


def _stages_ask_events(book: Book) -> bool:
    asked = [
        condition
        for lifecycle in book.rules.lifecycles
        for stage in lifecycle.stages
        for condition in (stage.when, stage.done)
        if condition is not None
    ]
    return any(leaf.kind == "event" for one in asked for leaf in conditions.leaves(one))
