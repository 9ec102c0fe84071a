"""dead_exit: a goal or exit that is to act from anywhere, and can't."""

from collections.abc import Iterator

from apps.engine.book import Journey, Listener, Node
from apps.engine.stages import STAGE_ENTERED
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import ERROR, WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.heard import asked_of_events, is_told
from apps.simulate.conflicts.logic import impossible
from apps.simulate.conflicts.world import World

KIND = "dead_exit"


def find(world: World) -> Iterator[Finding]:
    """An error where it is proved, a warning where nothing of the past could have done it."""
    for journey in world.in_order():
        for listener in journey.listeners:
            node = journey.nodes[listener.node]
            found = next(_dead(world, journey, listener), None)
            if found is not None:
                yield _finding(world, journey, node, *found)


def _dead(world: World, journey: Journey, listener: Listener) -> Iterator[tuple[str, str, str]]:
    """Severity, what it is about, why."""
    clash = impossible(listener.where, world.rules)
    if clash is not None:
        yield ERROR, "condition", f"What it asks for can’t be. {words.clash(clash)}"
    if listener.event == STAGE_ENTERED and not world.rules.lifecycles:
        yield ERROR, "event", "It hears moves between stages, and the rules have no lifecycle."
    if world.events and listener.event and not is_told(world, listener.event):
        yield (
            WARNING,
            "event",
            f"“{listener.event}” was not received once in the time that was looked at.",
        )
    yield from _properties(world, journey, listener)


def _properties(
    world: World, journey: Journey, listener: Listener
) -> Iterator[tuple[str, str, str]]:
    for event, property in asked_of_events(journey, listener):
        known = (world.properties or {}).get(event)
        if known is not None and property not in known and is_told(world, event):
            yield (
                WARNING,
                f"property {property}",
                f"It asks for “{property}” of “{event}”, which never came with it.",
            )


def _finding(
    world: World, journey: Journey, node: Node, severity: str, about: str, why: str
) -> Finding:
    place = Place(journey=journey.key, node=node.key)
    entered = world.history.entered.get(journey.key, (0, 0)) if world.history else None
    told = () if entered is None else (f"{words.people(entered[1])} entered.",)
    what = "goal" if node.type == "goal" else "exit"
    return Finding(
        kind=KIND,
        severity=severity,
        where=place,
        title=f"The {what} “{node.name}” of “{journey.name}” can’t fire.",
        why=(why, *told),
        journeys=(journey.key,),
        people=entered[1] if entered else None,
        count=entered[0] if entered else None,
        remedies=(Remedy("Change what it asks for", place),),
        about=about,
    )
