"""How many events a second route and advance work through, from a log that is full already.

One process does both, as the two workers would; nothing is delivered. Every event lets a known
person in and decides a message.
"""

import time

from apps.common import clock
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from tests.bench import world
from tests.bench.accounting import meter
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench

EVENT = "Parcel Delivered"


def measure(bench: Bench) -> Result:
    bench.stop()
    world.template()
    world.rules()
    world.journey("parcel", EVENT)
    world.only("parcel")
    _decide(bench, "warm-parcel", bench.size(2000, 200))
    return _decide(bench, "parcel", bench.size(10_000, 1000))


def _decide(bench: Bench, prefix: str, count: int) -> Result:
    names = world.users(prefix, count)
    world.people(names)
    world.append(world.track(name, EVENT) for name in names)
    with meter(bench.groups(), own=True) as used:
        begun = time.perf_counter()
        route_all()
        routed = time.perf_counter() - begun
        decided = advance.drain_all(clock.now()).decisions
    assert decided == count, f"{decided} of {count} events led to a decision"
    return Result(
        [
            Figure("events through route and advance", round(count / used.wall), "/s"),
            Figure("route alone", round(count / routed), "/s"),
            Figure("CPU per 1,000", round(1000 * used.total / count, 2), "s"),
        ],
        {"events": count, "cpu_per_1000": used.per_thousand(count)},
    )
