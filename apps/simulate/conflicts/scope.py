"""Which rules a message falls under, before there is any candidate."""

from dataclasses import dataclass
from typing import cast

from apps.engine.book import Cap, ExclusionGroup, Journey, Node, Tier
from apps.engine.candidate import Candidate
from apps.engine.gates import frequency_cap
from apps.simulate.conflicts.world import World, messages_of


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a cap's scope looks at in a candidate."""

    journey: Journey
    node: Node
    tier: Tier


def covers(world: World, cap: Cap, journey: Journey, node: Node) -> bool:
    """Whether this node's messages fall under the cap."""
    proposed = Proposed(journey, node, world.tier(journey, node))
    return frequency_cap.covers(cap, cast(Candidate, proposed))


def cap_of(world: World, cap_id: str) -> Cap | None:
    """The cap of this id in the rules at hand."""
    return next((cap for cap in world.rules.caps if cap.id == cap_id), None)


def shared_group(world: World, one: str, other: str) -> ExclusionGroup | None:
    """A group that keeps people from being in both journeys."""
    for group in world.rules.groups:
        if one in group.journeys and other in group.journeys:
            return group
    return None


def competing(world: World, journey: Journey) -> list[Node]:
    """The message nodes whose messages compete: those of no transactional tier."""
    return [node for node in messages_of(journey) if not world.tier(journey, node).transactional]
