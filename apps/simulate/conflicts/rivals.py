"""What two journeys are to each other: whether a person may be in both, and who goes first."""

from apps.engine.book import Journey
from apps.simulate.conflicts.logic import both, impossible
from apps.simulate.conflicts.scope import shared_group
from apps.simulate.conflicts.world import World


def could_both_enter(world: World, one: Journey, two: Journey) -> bool:
    """Whether the same event may let the same person in to both, as far as rules tell."""
    ours, theirs = one.nodes[one.entry].settings, two.nodes[two.entry].settings
    if ours.event != theirs.event or shared_group(world, one.key, two.key):
        return False
    asked = both(ours.where, theirs.where, ours.audience, theirs.audience)
    return impossible(asked, world.rules) is None


def rivalry(world: World, one: Journey, two: Journey) -> str:
    """One sentence: who goes before whom, and by what."""
    first, second = sorted((one, two), key=lambda journey: _rank(world, journey))
    if world.rules.tier_rank(first.tier) != world.rules.tier_rank(second.tier):
        return f"“{first.name}” goes first: its tier is the better one."
    if first.priority != second.priority:
        return (
            f"“{first.name}” goes first: its priority is {first.priority}, "
            f"that of “{second.name}” {second.priority}."
        )
    return f"Tier and priority ({first.priority}) are the same."


def _rank(world: World, journey: Journey) -> tuple[int, int]:
    return world.rules.tier_rank(journey.tier), -journey.priority
