"""Conflicts before launch: what journeys, drafts and rules would do to each other.

`find(world)` answers with findings: where, why, how many people, and the change that would mend
it. `world.World` is what is looked at, `assemble.world_now` puts it together, `kinds` has one file
per kind, `gate` asks before something is published. Pure but for `assemble`, `gate` and the pages.
"""

from collections.abc import Collection

from apps.simulate.conflicts.finding import Finding
from apps.simulate.conflicts.kinds import KINDS
from apps.simulate.conflicts.world import World

__all__ = ["Finding", "World", "find"]


def find(world: World, *, without: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything that is found in this world, the worst first; the same for the same world.

    `without` names kinds that nobody wants to know of.
    """
    wanted = [kind for name, kind in KINDS.items() if name not in without]
    found = [finding for kind in wanted for finding in kind(world)]
    return tuple(sorted(found, key=lambda finding: finding.order))
