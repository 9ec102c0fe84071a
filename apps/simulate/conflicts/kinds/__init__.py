"""The kinds of conflicts: one file each, found by this dict.

A new kind is a file with `find(world)`, which yields findings in an order that depends on the world
alone, its line here, and its title in `TITLES`.
"""

from collections.abc import Callable, Iterator

from apps.simulate.conflicts.finding import Finding
from apps.simulate.conflicts.kinds import (
    capped_out,
    dead_exit,
    incomplete,
    meeting,
    outlives,
    quiet_too_long,
    shadowed,
    tie,
    unknown_trait,
    unreachable,
)
from apps.simulate.conflicts.world import World

Find = Callable[[World], Iterator[Finding]]

KINDS: dict[str, Find] = {
    "meeting": meeting.find,
    "shadowed": shadowed.find,
    "capped_out": capped_out.find,
    "tie": tie.find,
    "quiet_too_long": quiet_too_long.find,
    "unreachable": unreachable.find,
    "outlives": outlives.find,
    "dead_exit": dead_exit.find,
    "unknown_trait": unknown_trait.find,
    "incomplete": incomplete.find,
}
TITLES = {
    "meeting": "Journeys that meet",
    "shadowed": "Journey always loses",
    "capped_out": "Message a cap always stops",
    "tie": "Only the last tie-break decides",
    "quiet_too_long": "Quiet hours longer than the wait",
    "unreachable": "Can’t be reached",
    "outlives": "Wait outlives the journey",
    "dead_exit": "Exit or goal that can’t fire",
    "unknown_trait": "Trait that nobody has",
    "incomplete": "Draft that can’t be analysed",
}
# What a change of the rules can bring about; the others are the journey's own.
OF_RULES = ("meeting", "shadowed", "capped_out", "tie", "quiet_too_long", "dead_exit")
# Without history these only say what could be.
COUNTED = ("meeting", "shadowed", "tie")
