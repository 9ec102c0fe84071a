"""unreachable: a node that no way leads to, or a way that nobody can take."""

from collections.abc import Iterator

from apps.engine.book import Journey, Node
from apps.engine.conditions import Condition
from apps.rules.condition_words import words as condition_words
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import ERROR, NOTE, WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.heard import is_told
from apps.simulate.conflicts.logic import both, impossible, without
from apps.simulate.conflicts.world import Broken, World

KIND = "unreachable"
# The journey lets nobody in, so that nothing of it can be reached.
NO_ENTRY = "one_entry"


def find(world: World) -> Iterator[Finding]:
    for broken in sorted(world.broken, key=lambda one: one.key):
        yield from _not_connected(broken)
    for journey in world.in_order():
        yield from _entry(world, journey)
        for node in journey.nodes.values():
            for port, why in _closed(world, node):
                yield _way(world, journey, node, port, why)


def _not_connected(broken: Broken) -> Iterator[Finding]:
    if any(problem.code == NO_ENTRY for problem in broken.problems):
        return
    for problem in broken.problems:
        if problem.code == "unreachable":
            place = Place(journey=broken.key, node=problem.node)
            yield Finding(
                kind=KIND,
                severity=ERROR,
                where=place,
                title=f"Nothing leads to “{problem.node}” in “{broken.name}”.",
                why=("No way from the entry, from a goal or from an exit comes to this node.",),
                journeys=(broken.key,),
                remedies=(Remedy("Connect the node, or delete it", place),),
            )


def _entry(world: World, journey: Journey) -> Iterator[Finding]:
    settings = journey.nodes[journey.entry].settings
    place = Place(journey=journey.key, node=journey.entry)
    leaves = impossible(both(settings.where, settings.audience), world.rules)
    if leaves is not None:
        yield Finding(
            kind=KIND,
            severity=ERROR,
            where=place,
            title=f"Nobody can enter “{journey.name}”.",
            why=(f"Its entry asks for what can’t be. {words.clash(leaves)}",),
            journeys=(journey.key,),
            people=0 if world.history else None,
            remedies=(Remedy("Change what the entry asks for", place),),
        )
    elif world.events and not is_told(world, settings.event):
        yield Finding(
            kind=KIND,
            severity=NOTE,
            where=place,
            title=f"“{settings.event}”, which lets people in to “{journey.name}”, never came.",
            why=("No event of this name was received in the time that was looked at.",),
            journeys=(journey.key,),
            people=0 if world.history else None,
            about="event",
            remedies=(Remedy("Name the event as it is sent", place),),
        )


def _closed(world: World, node: Node) -> Iterator[tuple[str, str]]:
    """The ports that nobody leaves through, each with the reason."""
    if node.type == "condition_split":
        yield from _closed_branches(world, node)
    elif node.type == "random_split":
        for port, weight in node.settings.weights:
            if not weight and port in node.next:
                yield port, "Its weight is 0, so that chance never chooses it."
    elif node.type == "wait_for_event":
        leaves = impossible(node.settings.where, world.rules)
        if leaves is not None:
            yield "event", f"The event it waits for can never fit. {words.clash(leaves)}"


def _closed_branches(world: World, node: Node) -> Iterator[tuple[str, str]]:
    earlier: list[Condition] = []
    for branch in node.settings.branches:
        leaves = impossible(branch.when, world.rules)
        if leaves is not None:
            yield branch.port, f"Its condition can never hold. {words.clash(leaves)}"
        elif earlier and impossible(without(branch.when, earlier), world.rules) is not None:
            asked = words.quoted(filter(None, map(condition_words, earlier))) or "an earlier branch"
            yield branch.port, f"Whoever fits it has left before it is asked, by {asked}."
        earlier.append(branch.when)
    if "else" in node.next and impossible(without(both(), earlier), world.rules) is not None:
        yield "else", "One of the branches always holds, so that nobody is left for it."


def _way(world: World, journey: Journey, node: Node, port: str, why: str) -> Finding:
    place = Place(journey=journey.key, node=node.key)
    cut_off = _only_through(journey, node, port)
    behind = f"Behind it nobody comes to {words.quoted(cut_off)}." if cut_off else ""
    passing = world.history.arrived.get((journey.key, node.key), 0) if world.history else None
    by = f", {words.people(passing)} came by" if passing else ""
    return Finding(
        kind=KIND,
        severity=WARNING,
        where=place,
        title=f"Nobody can take the way “{port}” at “{node.name}” in “{journey.name}”{by}.",
        why=tuple(filter(None, (why, behind))),
        journeys=(journey.key,),
        people=passing,
        remedies=(Remedy("Change the node", place),),
        about=port,
    )


def _only_through(journey: Journey, node: Node, port: str) -> list[str]:
    """The names of the nodes that nothing leads to but this port."""
    start = node.next.get(port)
    if start is None:
        return []
    reached: set[str] = set()
    todo = [journey.entry, *(listener.node for listener in journey.listeners)]
    while todo:
        key = todo.pop()
        if key not in reached:
            reached.add(key)
            ways = journey.nodes[key].next.items()
            todo += [end for way, end in ways if (key, way) != (node.key, port)]
    return [one.name for one in journey.nodes.values() if one.key not in reached]
