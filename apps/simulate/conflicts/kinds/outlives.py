"""outlives: a wait that is longer than what is left of the longest stay when it begins."""

from collections.abc import Iterator
from datetime import timedelta

from apps.engine.book import Journey, Node
from apps.journeys.sentences import duration
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import ERROR, WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.paths import arrivals, behind, least, most
from apps.simulate.conflicts.world import World

KIND = "outlives"
WAITS = ("delay", "wait_for_event")


def find(world: World) -> Iterator[Finding]:
    """An error where a message behind the wait can't leave at all, else a warning.

    A wait for a date that a trait has is as long as the person makes it: nothing is said of it.
    """
    for journey in world.in_order():
        if journey.longest_stay is None:
            continue
        soonest = arrivals(journey)
        for node in journey.nodes.values():
            if node.type in WAITS and node.key in soonest:
                yield from _of(world, journey, journey.longest_stay, node, soonest)


def _of(
    world: World,
    journey: Journey,
    stay: timedelta,
    node: Node,
    soonest: dict[str, timedelta],
) -> Iterator[Finding]:
    begins = soonest[node.key]
    longest = _longest(node)
    if longest is None or begins >= stay or begins + longest < stay:
        return
    late = [journey.nodes[key] for key in sorted(_behind(journey, node)) if soonest[key] >= stay]
    unsent = [one for one in late if one.type == "message"]
    left = duration(stay - begins)
    place = Place(journey=journey.key, node=node.key)
    why = [
        f"A run ends after {duration(stay)} at the latest. {_arrival(begins)} {left} of them are "
        f"left, and the wait takes {_takes(node, longest)}."
    ]
    if unsent:
        why.append(f"So {words.quoted(one.name for one in unsent)} can never be sent.")
    people = None
    if world.history is not None:
        people = world.history.arrived.get((journey.key, node.key), 0)
        why.append(f"{words.people(people).capitalize()} came to this wait.")
    else:
        why.append(words.NOT_COUNTED)
    yield Finding(
        kind=KIND,
        severity=ERROR if unsent else WARNING,
        where=place,
        title=(
            f"The wait “{node.name}” of “{journey.name}” {_can(unsent, node)} outlive the journey: "
            f"{duration(longest)} against {left} that are left."
        ),
        why=tuple(why),
        journeys=(journey.key,),
        people=people,
        remedies=(
            Remedy("Make the wait shorter", place),
            Remedy("Let the journey last longer", Place(journey=journey.key)),
        ),
    )


def _longest(node: Node) -> timedelta | None:
    return most(node, "timeout" if node.type == "wait_for_event" else "next")


def _behind(journey: Journey, node: Node) -> set[str]:
    found: set[str] = set()
    for end in node.next.values():
        found |= behind(journey, end)
    return found


def _takes(node: Node, longest: timedelta) -> str:
    exact = node.type == "delay" and least(node, "next") == longest
    return duration(longest) if exact else f"up to {duration(longest)}"


def _can(unsent: list[Node], node: Node) -> str:
    return "will" if unsent else "may"


def _arrival(begins: timedelta) -> str:
    if not begins:
        return "When it begins at once,"
    return f"When it begins, {duration(begins)} after the entry at the soonest,"
