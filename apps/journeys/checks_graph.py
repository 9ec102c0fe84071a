"""What is wrong with the ways of a journey: circles without a wait, ways that end nowhere. Pure.

The editor says the same as you draw: apps/journeys/editor/model/checkGraph.ts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from apps.engine.nodes import NODE_TYPES
from apps.engine.nodes.delay import MISSED
from apps.engine.nodes.jump import AGAIN
from apps.engine.problems import Problem
from apps.journeys.ports import port_words

# A circle's nodes that are named; further ones are counted.
MOST_NAMED = 6
LONGEST_NAME = 40

# When a delay until a clock time or a date is over: two of the same are over at the same time.
Moment = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node as far as it can be read.

    `settings` is None where they can't be read; `whole` says that nothing is wrong with them.
    `ways` are its port and the node it leads to.
    """

    key: str
    type: str
    name: str
    settings: Any
    whole: bool
    ways: Sequence[tuple[str, str]]

    @property
    def ports(self) -> tuple[str, ...]:
        if self.settings is None:
            return ()
        return tuple(dict.fromkeys(NODE_TYPES[self.type].ports(self.settings)))


def problems(nodes: Mapping[str, Drawn]) -> list[Problem]:
    """Every node of a circle that a person would run through without ever waiting."""
    found: dict[str, Problem] = {}
    for circle in _circles(nodes, lambda node, port: not _waits(node, port)):
        inside = {key: nodes[key] for key in circle}
        of = {key: tuple(_moments(node)) for key, node in inside.items()}
        moments = dict.fromkeys(moment for several in of.values() for moment in several)
        for moment in moments or [()]:
            for around in _circles(inside, _over_at(moment, of)):
                for problem in _around([nodes[key] for key in around]):
                    found.setdefault(problem.node, problem)
    return [found[key] for key in nodes if key in found]


def warnings(nodes: Mapping[str, Drawn]) -> list[Problem]:
    """Ways that end nowhere, and a journey that has no goal."""
    found = [problem for node in nodes.values() for problem in _open_ends(node)]
    if not any(node.type == "goal" for node in nodes.values()):
        found.append(Problem("nodes", "no_goal", "add a goal: what this journey is for"))
    return found


def _open_ends(node: Drawn) -> Iterator[Problem]:
    led = {port for port, _ in node.ways}
    missing = [port for port in node.ports if port not in led]
    if missing and len(missing) == len(node.ports):
        remedy = "people leave here, at the end of the path: draw on or add an exit"
        yield Problem("edges", "dead_end", remedy, node.key)
        return
    for port in missing:
        words = port_words(node.type, port)
        remedy = f"“{words}” leads nowhere, people leave there: draw on or add an exit"
        yield Problem(f"ports.{port}", "missing_port", remedy, node.key)


def _waits(node: Drawn, port: str) -> bool:
    """Whether time passes, or a limit counts, before anybody leaves through this port again."""
    if port not in node.ports or node.type == "wait_for_event":
        return True
    if node.type == "jump":
        return port == AGAIN
    if node.type != "delay" or port == MISSED:
        return False
    return not node.whole or node.settings.duration > timedelta()


def _moments(node: Drawn) -> Iterator[Moment]:
    """When a delay that is until a clock time or a date is over; none for anything else.

    Whoever comes round to it at that very moment doesn't wait there once more.
    """
    if node.type != "delay" or not node.whole:
        return
    settings = node.settings
    if settings.trait:
        yield settings.trait, settings.offset, settings.clock
    elif isinstance(settings.clock, time):
        for day in settings.weekdays or range(7):
            yield settings.clock, day


def _over_at(moment: Moment, of: Mapping[str, Sequence[Moment]]) -> Callable[[Drawn, str], bool]:
    """Whether it leads on at once at this moment, which has come; `of` are those of each node."""

    def leads_on(node: Drawn, port: str) -> bool:
        until = () if port == MISSED else of[node.key]
        return (not until or moment in until) and not _waits(node, port)

    return leads_on


def _around(circle: Sequence[Drawn]) -> Iterator[Problem]:
    names = ", ".join(f"“{node.name[:LONGEST_NAME]}”" for node in circle[:MOST_NAMED])
    if len(circle) > MOST_NAMED:
        names += f" and {len(circle) - MOST_NAMED} more"
    remedy = f"{names} go round in a circle without waiting: {_mend(circle)}"
    for node in circle:
        yield Problem("edges", "cycle_without_wait", remedy, node.key)


def _mend(circle: Sequence[Drawn]) -> str:
    if not any(True for node in circle for _ in _moments(node)):
        return "put a delay, a wait or a jump with a limit into the circle"
    return (
        "whoever comes round at the very time of the delay doesn’t wait there; "
        "put a duration, a wait or a jump with a limit into the circle"
    )


def _circles(
    nodes: Mapping[str, Drawn], leads_on: Callable[[Drawn, str], bool]
) -> Iterator[list[str]]:
    """The nodes that can be gone round over such ways, circle by circle, in the document's order.

    Circles that share a node are one.
    """
    ways = {
        key: {end for port, end in node.ways if end in nodes and leads_on(node, port)}
        for key, node in nodes.items()
    }
    back: dict[str, set[str]] = {key: set() for key in ways}
    for key, ends in ways.items():
        for end in ends:
            back[end].add(key)
    left = _without_ends(ways, back)
    while left:
        first = next(key for key in nodes if key in left)
        circle = _reached(first, ways, left) & _reached(first, back, left)
        left -= circle | {first}
        if circle:
            yield [key for key in nodes if key in circle]


def _without_ends(ways: Mapping[str, set[str]], back: Mapping[str, set[str]]) -> set[str]:
    """The nodes without those that nothing, or nobody, can come back from: usually none."""
    left = set(ways)
    todo = list(ways)
    while todo:
        key = todo.pop()
        if key in left and not (ways[key] & left and back[key] & left):
            left.discard(key)
            todo.extend(ways[key] | back[key])
    return left


def _reached(start: str, ways: Mapping[str, set[str]], among: set[str]) -> set[str]:
    """Where one gets to from here; here itself only by a way back."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for end in ways[todo.pop()]:
            if end in among and end not in seen:
                seen.add(end)
                todo.append(end)
    return seen
