"""How many messages a second leave when 5,000 people's events come at once, in batches of 100.

From the first request to the arrival of the last message: intake, decision and delivery share the
machine all the while. The second of two such drains counts: in the first, Java still compiles.
"""

from tests.bench import sender, world
from tests.bench.accounting import meter
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench

EVENT = "Sale Began"


def measure(bench: Bench) -> Result:
    bench.start()
    world.template()
    world.rules()
    world.journey("sale", EVENT)
    world.only("sale")
    count = bench.size(5000, 500)
    first = _drain(bench, "first-sale", count)
    second = _drain(bench, "sale", count)
    return Result(second.figures, {**second.detail, "the first drain": first.detail})


def _drain(bench: Bench, prefix: str, count: int) -> Result:
    names = world.users(prefix, count)
    world.people(names)
    events = [world.track(name, EVENT) for name in names]
    with meter(bench.groups()) as used:
        sent = sender.burst(bench.address, bench.write_key, events)
        arrived = bench.await_arrivals({world.address(name) for name in names})
    used.cpu["sender"] = sent.cpu
    took = max(arrived.values()) - sent.due[0]
    first = min(arrived.values()) - sent.due[0]
    figures = [
        Figure("messages, sustained", round(count / took), "/s", at_least=800),
        Figure("CPU per 1,000", round(1000 * used.total / count, 2), "s", at_most=5),
    ]
    detail = {
        "messages": count,
        "seconds": round(took, 2),
        "first_after_ms": round(first * 1000),
        "cores_busy": round(sum(used.cpu.values()) / used.wall, 2),
        "cpu_per_1000": used.per_thousand(count),
    }
    return Result(figures, detail)
