"""What an event costs with 200 live journeys, of which 3 match, against the 3 alone.

Between the sides the other 197 go out of the book and come back: both books stay compiled.
"""

from tests.bench import world
from tests.bench.compare import Side, compare
from tests.bench.figures import Result
from tests.bench.installation import Bench

EVENT = "Live Matching"


def measure(bench: Bench) -> Result:
    bench.stop()
    world.template()
    world.rules(world.ONE_A_DAY)
    matching = [f"live-{number}" for number in range(3)]
    others = [f"other-{number}" for number in range(197)]
    for number, key in enumerate(matching):
        world.journey(key, EVENT, priority=number * 10)
    for number, key in enumerate(others):
        world.journey(key, f"Other {number}")
    size = bench.size(300, 50)
    return compare(
        _side(bench, "3 live journeys", matching, size),
        _side(bench, "200 live journeys", [*matching, *others], size),
        rounds=bench.size(7, 2),
        at_most=1.3,
    )


def _side(bench: Bench, name: str, keys: list[str], size: int) -> Side:
    def prepare(number: int) -> None:
        world.only(*keys)
        names = world.users(f"live-{len(keys)}-{number}", size)
        world.people(names)
        world.append(world.track(user, EVENT) for user in names)

    return Side(name, prepare, world.flow, bench.groups())
