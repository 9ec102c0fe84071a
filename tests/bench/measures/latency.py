"""From the moment an event is sent to the moment its message is at the SMTP server.

Events of different known people, one request each, with jitter; the time counts from when the
event was due to leave, so that a slow answer delays nobody else's clock.
"""

from typing import Any

from tests.bench import sender, world
from tests.bench.accounting import meter
from tests.bench.figures import Figure, Result, milliseconds
from tests.bench.installation import Bench

EVENT = "Order Placed"


def measure(bench: Bench) -> Result:
    bench.start()
    world.template()
    world.rules()
    world.journey("thanks", EVENT)
    world.only("thanks")
    _at_rate(bench, "warm", 50, bench.size(400, 50))
    slow = _at_rate(bench, "slow", 10, bench.size(300, 50))
    fast = _at_rate(bench, "fast", 200, bench.size(4000, 400))
    limits = {"p50": 60, "p99": 250}
    figures = [
        Figure(f"at {rate}/s, {p}", found["ms"][p], "ms", at_most=limits.get(p) if gated else None)
        for rate, found, gated in ((10, slow, True), (200, fast, False))
        for p in ("p50", "p95", "p99")
    ]
    figures.append(Figure("at 10/s, CPU per 1,000", slow["cpu"], "s", at_most=5))
    figures.append(Figure("at 200/s, CPU per 1,000", fast["cpu"], "s", at_most=5))
    return Result(figures, {"at 10/s": slow, "at 200/s": fast})


def _at_rate(bench: Bench, prefix: str, rate: int, count: int) -> dict[str, Any]:
    names = world.users(prefix, count)
    world.people(names)
    events = [world.track(name, EVENT) for name in names]
    with meter(bench.groups()) as used:
        sent = sender.paced(bench.address, bench.write_key, events, per_second=rate)
        arrived = bench.await_arrivals({world.address(name) for name in names})
    used.cpu["sender"] = sent.cpu
    took = [arrived[world.address(name)] - due for name, due in zip(names, sent.due, strict=True)]
    return {
        "messages": count,
        "ms": milliseconds(took),
        "cpu": round(1000 * used.total / count, 2),
        "cpu_share_of_a_core": round(used.total / used.wall, 3),
        "cpu_per_1000": used.per_thousand(count),
    }
