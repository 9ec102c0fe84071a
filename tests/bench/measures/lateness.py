"""How late a message is that waits for a moment, when nothing else happens.

People enter within two seconds; each waits in one of the delays, so that their moments are spread
over as many seconds as there are delays, and nobody's event wakes a lane in the meantime.
"""

from typing import Any

from django.db import connection

from tests import scenario
from tests.bench import sender, world
from tests.bench.figures import Figure, Result, milliseconds
from tests.bench.installation import Bench

FIRST = 6


def measure(bench: Bench) -> Result:
    bench.start()
    world.template()
    world.rules()
    delays = range(FIRST, FIRST + bench.size(20, 4))
    for seconds in delays:
        scenario.publish(f"wait-{seconds}", _document(seconds))
    world.only(*(f"wait-{seconds}" for seconds in delays))
    count = bench.size(500, 60)
    names = world.users("waiting", count)
    world.people(names)
    events = [world.track(name, _event(delays[n % len(delays)])) for n, name in enumerate(names)]
    sender.paced(bench.address, bench.write_key, events, per_second=count / 2)
    arrived = bench.await_arrivals({world.address(name) for name in names})
    received = _received()
    late = [
        arrived[world.address(name)] - received[name] - delays[n % len(delays)]
        for n, name in enumerate(names)
    ]
    found = milliseconds(late)
    return Result(
        [
            Figure("late, p50", found["p50"], "ms"),
            Figure("late, p99", found["p99"], "ms", at_most=2000),
            Figure("too early", sum(each < 0 for each in late), "", at_most=0),
        ],
        {"wake_ups": count, "ms": found},
    )


def _event(seconds: int) -> str:
    return f"Waits {seconds}"


def _document(seconds: int) -> dict[str, Any]:
    return scenario.path(
        scenario.node("in", "entry", event=_event(seconds)),
        scenario.node("wait", "delay", duration={"seconds": seconds}),
        scenario.node("message", "message", template=world.TEMPLATE),
        scenario.node("out", "exit"),
    )


def _received() -> dict[str, float]:
    """When each person's event was received: their moment is that and the delay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, extract(epoch FROM received_at) FROM events_event"
            " WHERE type = 'track' AND name LIKE 'Waits %%'"
        )
        return {user: float(at) for user, at in cursor.fetchall()}
