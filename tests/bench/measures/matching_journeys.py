"""What an event costs that ten journeys compete for, against one that a single journey takes.

A cap of one message a day, so that one message goes out on either side: the other nine lose.
"""

from tests.bench import world
from tests.bench.compare import Side, compare
from tests.bench.figures import Result
from tests.bench.installation import Bench

ONE, TEN = "Match One", "Match Ten"


def measure(bench: Bench) -> Result:
    bench.stop()
    world.template()
    world.rules(world.ONE_A_DAY)
    world.journey("match-one", ONE)
    keys = [f"match-ten-{number}" for number in range(10)]
    for number, key in enumerate(keys):
        world.journey(key, TEN, priority=number * 10)
    world.only("match-one", *keys)
    size = bench.size(300, 50)
    return compare(
        _side(bench, "1 matching journey", ONE, size),
        _side(bench, "10 matching journeys", TEN, size),
        rounds=bench.size(7, 2),
        at_most=3,
    )


def _side(bench: Bench, name: str, event: str, size: int) -> Side:
    def prepare(number: int) -> None:
        names = world.users(f"{event.replace(' ', '-').lower()}-{number}", size)
        world.people(names)
        world.append(world.track(user, event) for user in names)

    return Side(name, prepare, world.flow, bench.groups())
