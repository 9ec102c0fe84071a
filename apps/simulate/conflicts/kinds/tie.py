"""tie: tier, priority and ready time are the same, so that the journey's key decides."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from apps.engine.book import Journey
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.paths import NONE, least, most
from apps.simulate.conflicts.rivals import could_both_enter
from apps.simulate.conflicts.scope import competing
from apps.simulate.conflicts.world import World

KIND = "tie"
NO_MEANING = "The key is a name, not a decision: which of two equals goes first is left to chance."


def find(world: World) -> Iterator[Finding]:
    """With history the pairs that it decided; without it those that it must decide."""
    if world.history is None:
        yield from _possible(world)
        return
    for (loser, winner), (times, people) in sorted(world.history.ties.items()):
        lost, won = world.name(loser), world.name(winner)
        yield _finding(
            world,
            loser,
            winner,
            title=(
                f"Only its key let “{won}” go before “{lost}”: {words.times(times)}, "
                f"{words.people(people)}."
            ),
            why=(f"{_same(world, loser)} Their messages were ready at the same moment.",),
            times=times,
            people=people,
        )


def _possible(world: World) -> Iterator[Finding]:
    for one, two in combinations(world.in_order(), 2):
        if one.priority != two.priority or not could_both_enter(world, one, two):
            continue
        if not (_ready(world, one) & _ready(world, two)):
            continue
        event = one.nodes[one.entry].settings.event
        yield _finding(
            world,
            two.key,
            one.key,
            title=f"Only its key lets “{one.name}” go before “{two.name}”.",
            why=(
                f"“{event}” lets a person in to both, and their messages are ready at the same "
                f"moment. {_same(world, two.key)}",
                words.NOT_COUNTED,
            ),
        )


def _finding(
    world: World,
    loser: str,
    winner: str,
    *,
    title: str,
    why: tuple[str, ...],
    times: int | None = None,
    people: int | None = None,
) -> Finding:
    return Finding(
        kind=KIND,
        severity=WARNING,
        where=Place(journey=loser),
        title=title,
        why=(*why, NO_MEANING),
        journeys=(loser, winner),
        people=people,
        count=times,
        remedies=(
            Remedy(f"Change the priority of “{world.name(loser)}”", Place(journey=loser)),
            Remedy(f"Change the priority of “{world.name(winner)}”", Place(journey=winner)),
        ),
    )


def _same(world: World, key: str) -> str:
    journey = world.journeys.get(key)
    if journey is None:
        return "Both have the same tier and priority."
    tier = world.rules.tier(journey.tier).name
    return f"Both have the tier {tier} and the priority {journey.priority}."


def _ready(world: World, journey: Journey) -> set[tuple[timedelta, int]]:
    """How long after the entry a first message is ready, where that is certain; with its tier."""
    wanted = {node.key for node in competing(world, journey)}
    found: set[tuple[timedelta, int]] = set()
    seen: set[tuple[str, timedelta]] = set()
    todo = [(journey.entry, NONE)]
    while todo:
        key, at = todo.pop()
        if (key, at) in seen or len(seen) > 2000:
            continue
        seen.add((key, at))
        node = journey.nodes[key]
        if node.type == "message":
            if key in wanted:
                found.add((at, world.rules.tier_rank(world.tier(journey, node).key)))
            # What comes after depends on when this one left.
            continue
        for port, end in node.next.items():
            if least(node, port) == most(node, port):
                todo.append((end, at + least(node, port)))
    return found
