"""How long the analysis of conflicts takes: 200 journeys over a million events of the last 30 days.

The journeys are live, the rules have 30 caps and 10 exclusion groups; half of the events matter to
nobody, each of the others may let a person in to five journeys. It runs in a process of its own, as
the worker of analyses does, and is asked for and kept as a marketer's is.
"""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from apps.common import clock
from apps.embedded import programs
from apps.simulate import operations, queries
from tests import scenario
from tests.bench import crowd, many_rules, world
from tests.bench.accounting import meter
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench


def measure(bench: Bench) -> Result:
    bench.stop()
    events, people = bench.size(1_000_000, 20_000), bench.size(50_000, 1000)
    now = clock.now()
    world.template()
    crowd.fill(people, now=now - timedelta(days=40))
    _fill_log(events, people, now)
    for key, document in many_rules.documents().items():
        scenario.publish(key, document)
    world.only(*many_rules.documents())
    scenario.rule_set(**many_rules.sections(limit=2))
    asked = operations.request(by=None, now=clock.now())
    with meter(bench.groups()) as used:
        ran = _run()
    done = queries.get(asked.id)
    assert done is not None and done.state == "done", getattr(done, "error", "no analysis")
    found = queries.history(done)
    assert found is not None and found.events > events / 3, "events are missing"
    detail = {
        "events that mattered": found.events,
        "people": found.people,
        "runs": sum(runs for runs, _ in found.entered.values()),
        "messages": sum(numbers.proposed for numbers in found.messages.values()),
        "pairs": len(found.pairs),
        "findings": len(done.findings or ()),
        "kept_mb": round(_kept_mb(), 1),
        "cpu": {name: round(seconds, 1) for name, seconds in used.cpu.items()},
        **ran,
    }
    label = f"200 journeys over {events:,} events"
    return Result(
        [
            Figure(f"analysis of {label}", round(used.wall, 1), "s"),
            Figure("CPU of its own process", ran["cpu_seconds"], "s"),
            Figure("events analysed", round(events / used.wall), "/s"),
            Figure("memory of the analysis at its peak", ran["peak_mb"], "MB"),
        ],
        detail,
    )


def _run() -> dict[str, Any]:
    command = (sys.executable, "-m", "tests.bench.analyst")
    done = subprocess.run(command, cwd=programs.ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _fill_log(events: int, people: int, now: datetime) -> None:
    """So many events of 29 days, in the order of their moments, as if applied long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            _EVENTS,
            {
                "source": world.source().pk,
                "events": events,
                "people": people,
                "names": many_rules.KINDS,
                "since": now - timedelta(days=29),
            },
        )
        cursor.execute("ANALYZE events_event")


def _kept_mb() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_column_size(history)) / 1e6 FROM simulate_analysis")
        return float(cursor.fetchone()[0])


_EVENTS = """
INSERT INTO events_event (source_id, message_id, type, name, user_id, payload, occurred_at,
                          received_at, profile_id, lane, lane_seq)
SELECT %(source)s, 'conflicts:' || n, 'track', 'Step ' || mod(abs(hashint8(n * 7)), %(names)s),
       i.value,
       jsonb_build_object('type', 'track', 'userId', i.value, 'properties', jsonb_build_object(
           'order_id', 'o-' || n, 'total', mod(n, 100), 'currency', 'EUR')),
       at, at, i.profile_id, 0, n - 1000000000
FROM generate_series(1, %(events)s) AS n
CROSS JOIN LATERAL (
    SELECT %(since)s::timestamptz + n * interval '29 days' / %(events)s AS at
) AS x
JOIN people_identifier i
  ON i.type = 'user_id' AND i.value = 'crowd-' || mod(abs(hashint8(n)), %(people)s)
ORDER BY n
"""
