"""Whether a run fills a cap by its own earlier messages before a later one may leave. Pure."""

from datetime import timedelta

from apps.engine.book import Cap, Journey, Node
from apps.simulate.conflicts.paths import NONE, before, most
from apps.simulate.conflicts.scope import covers
from apps.simulate.conflicts.world import World

# Beyond so many ways through a journey nothing is claimed.
MOST_STATES = 20_000


def filled_by(world: World, cap: Cap, journey: Journey, node: Node) -> tuple[Node, ...] | None:
    """The earlier messages that fill the cap, on every way to this one; None where not proved.

    Taken for granted is that those have left. All that lies between is taken at its longest, and
    so is the wait of the message itself.
    """
    if cap.limit == 0:
        return ()
    last_look = most(node, "next", world.rules.window) or NONE
    room = timedelta(hours=cap.hours) - last_look if cap.hours is not None else None
    if room is None and last_look:
        # Midnight may come between.
        return None
    if room is not None and room <= NONE:
        # The message itself outwaits the cap's window.
        return None
    found: dict[str, Node] = {}
    todo = [(end, port, NONE, 0) for end, port in before(journey, node.key)]
    seen: set[tuple[str, str, timedelta, int]] = set()
    while todo:
        state = todo.pop()
        here, port, elapsed, counted = state
        name = (here.key, port, elapsed, counted)
        if name in seen:
            continue
        seen.add(name)
        if len(seen) > MOST_STATES:
            return None
        if here.type == "message" and covers(world, cap, journey, here):
            counted += 1
            found[here.key] = here
        if counted >= cap.limit:
            continue
        spent = most(here, port, world.rules.window)
        if here.key == journey.entry or spent is None or _too_long(elapsed + spent, room):
            return None
        todo += [(end, way, elapsed + spent, counted) for end, way in before(journey, here.key)]
    return tuple(found[key] for key in sorted(found)) or None


def _too_long(elapsed: timedelta, room: timedelta | None) -> bool:
    return elapsed >= room if room is not None else elapsed > NONE
