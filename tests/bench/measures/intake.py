"""How many events a second are accepted durably, one by one and in batches of 100.

First with the web alone, as the answer of the intake itself; then with every worker taking its
share of the machine. What the workers have not placed by then is deleted, not measured.
"""

from django.db import connection, transaction

from tests.bench import intake
from tests.bench.accounting import Used, meter
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench


def measure(bench: Bench) -> Result:
    seconds = bench.size(5, 1)
    bench.start("web")
    _one(bench, 1, 0.5)
    alone, used = {}, {}
    for size in (1, 100):
        alone[size], used[size] = _one(bench, size, seconds)
    forget()
    bench.start()
    beside = {size: _one(bench, size, seconds / 2)[0] for size in (1, 100)}
    forget()
    return Result(
        [
            Figure("single events, web alone", alone[1]["events_per_second"], "/s", at_least=2000),
            Figure("in batches, web alone", alone[100]["events_per_second"], "/s", at_least=8000),
            Figure("single events, workers busy", beside[1]["events_per_second"], "/s"),
            Figure("in batches, workers busy", beside[100]["events_per_second"], "/s"),
            Figure("single, p99 of the answer", alone[1]["p99_ms"], "ms"),
        ],
        {
            "alone": alone,
            "with workers": beside,
            "cpu_per_1000": {
                size: used[size].per_thousand(int(alone[size]["events"])) for size in used
            },
        },
    )


def _one(bench: Bench, size: int, seconds: float) -> tuple[dict[str, float], Used]:
    connections = 32 if size == 1 else 4
    with meter(bench.groups()) as used:
        found = intake.measure(bench.address, bench.write_key, size, connections, seconds)
    return found, used


def forget() -> None:
    """Take the events back that nobody has placed; not while route is placing some of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orchestrator.route'))")
        cursor.execute("DELETE FROM events_event WHERE lane_seq IS NULL")
