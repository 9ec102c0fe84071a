"""How long a run takes from node to node: the least that can be, and the most. Pure."""

import heapq
from collections.abc import Iterator
from datetime import timedelta

from apps.engine.book import Journey, Node

NONE, DAY, WEEK = timedelta(), timedelta(days=1), timedelta(weeks=1)
# A local clock may be put back over the night that somebody waits.
CLOCK_CHANGE = timedelta(hours=2)


def least(node: Node, port: str) -> timedelta:
    """How long a run stays at the node at least before it leaves through the port."""
    if node.type == "delay" and not node.settings.trait:
        return node.settings.duration  # type: ignore[no-any-return]
    if node.type == "wait_for_event" and port == "timeout":
        return node.settings.at_most  # type: ignore[no-any-return]
    return NONE


def most(node: Node, port: str, window: timedelta = NONE) -> timedelta | None:
    """How long it stays there at most; None where nobody can say. `window` is arbitration's."""
    settings = node.settings
    if node.type == "message":
        return window + (settings.at_most if settings.when_stopped == "wait" else NONE)
    if node.type == "wait_for_event":
        return settings.at_most  # type: ignore[no-any-return]
    if node.type != "delay" or (settings.trait and port != "next"):
        return NONE
    if settings.trait:
        return None
    if settings.clock is None:
        return settings.duration  # type: ignore[no-any-return]
    until = (WEEK if settings.weekdays else DAY) + CLOCK_CHANGE
    return settings.duration + until  # type: ignore[no-any-return]


def arrivals(journey: Journey) -> dict[str, timedelta]:
    """How soon after its entry a run can be at each node; nodes that no way leads to miss."""
    found: dict[str, timedelta] = {}
    todo: list[tuple[timedelta, str]] = [(NONE, journey.entry)]
    while todo:
        at, key = heapq.heappop(todo)
        if key in found:
            continue
        found[key] = at
        node = journey.nodes[key]
        for port, end in sorted(node.next.items()):
            heapq.heappush(todo, (at + least(node, port), end))
    return found


def behind(journey: Journey, key: str) -> set[str]:
    """The nodes that can be reached from this one, itself included."""
    seen: set[str] = set()
    todo = [key]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += journey.nodes[here].next.values()
    return seen


def before(journey: Journey, key: str) -> Iterator[tuple[Node, str]]:
    """The nodes that lead straight to this one, with their ports."""
    for node in journey.nodes.values():
        for port, end in node.next.items():
            if end == key:
                yield node, port
