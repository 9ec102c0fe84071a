"""incomplete: a draft that isn't a journey yet, and so was left out of everything else."""

from collections.abc import Iterator

from apps.simulate.conflicts.finding import NOTE, Finding, Place, Remedy
from apps.simulate.conflicts.world import World

KIND = "incomplete"
MOST_TOLD = 5


def find(world: World) -> Iterator[Finding]:
    for broken in sorted(world.broken, key=lambda one: one.key):
        told = [
            f"{problem.node or 'The journey'}: {problem.remedy}."
            for problem in broken.problems[:MOST_TOLD]
        ]
        more = len(broken.problems) - len(told)
        if more > 0:
            told.append(f"And {more} more.")
        count = len(broken.problems)
        yield Finding(
            kind=KIND,
            severity=NOTE,
            where=Place(journey=broken.key),
            title=(
                f"The draft of “{broken.name}” has {count} problem{'' if count == 1 else 's'} "
                "and was not looked at any further."
            ),
            why=tuple(told),
            journeys=(broken.key,),
            remedies=(Remedy("Mend the draft", Place(journey=broken.key)),),
        )
