"""Which events can be heard at all, and what goals and exits ask of them."""

from collections.abc import Iterator

from apps.engine.book import Journey, Listener
from apps.engine.conditions import Leaf, leaves
from apps.engine.reserved import SESSION_STARTED
from apps.engine.stages import STAGE_ENTERED
from apps.simulate.conflicts.world import World


def is_told(world: World, event: str) -> bool:
    """Whether the event has come in the time that was looked at; True where nobody has looked."""
    if event == STAGE_ENTERED and world.rules.lifecycles:
        return True
    if event == SESSION_STARTED:
        return True
    return world.events is None or event in world.events


def asked_of_events(journey: Journey, listener: Listener) -> Iterator[tuple[str, str]]:
    """The properties that must be there for it to act, each with the event it is of."""
    entry = journey.nodes[journey.entry].settings.event
    for leaf in leaves(listener.where):
        yield from _asked(leaf, entry, listener.event)


def _asked(leaf: Leaf, entry: str, event: str) -> Iterator[tuple[str, str]]:
    if leaf.source is not None and leaf.source[0] == "entry":
        yield entry, leaf.source[1]
    if leaf.op in ("missing", "ne"):
        return
    if leaf.kind == "entry":
        yield entry, leaf.key
    elif leaf.kind == "event" and event:
        yield event, leaf.key
