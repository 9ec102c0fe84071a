"""Runs one log through the real stores in several ways, and shows all that came of it."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from apps.common import clock
from apps.events.models import Event
from apps.graph import store
from apps.orchestrator import advance, lanes, queries
from apps.orchestrator.route import route_batch

ROOT = Path(__file__).parents[2]
Run = Callable[[datetime], None]
# What runs write; what people author stays, so that ids are the same in every run.
WRITTEN = """
TRUNCATE events_event, events_quarantinedevent, people_profile, people_identifier, people_merge,
    people_trait, people_consent, people_suppression, orchestrator_lane, orchestrator_lanetail,
    orchestrator_wakeup, orchestrator_poisonedprofile, delivery_delivery, delivery_attempt
    RESTART IDENTITY CASCADE
"""
AUTHORED = "n:Journey OR n:JourneyVersion OR n:Node"


def reset() -> None:
    """Forgets every run, but not what was published."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
    lanes.install()
    while store.read(f"MATCH (n) WHERE NOT ({AUTHORED}) RETURN n.uid LIMIT 1"):
        store.read(f"MATCH (n) WHERE NOT ({AUTHORED}) WITH n LIMIT 2000 DETACH DELETE n")


def route(batch: int) -> None:
    while route_batch(batch):
        pass


def alone(batch: int, lanes: int = 64) -> Run:
    """One worker, with this batch size and this many lanes at a time."""

    def run(until: datetime) -> None:
        settings.ADVANCE_LANES = lanes
        route(batch)
        advance.drain_all(until, limit=batch)

    return run


def in_threads(workers: int, batch: int, lanes: int) -> Run:
    """Several workers of one process, each with its own connections."""

    def run(until: datetime) -> None:
        settings.ADVANCE_LANES = lanes
        threads = [threading.Thread(target=drain, args=(until, batch)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run


def drain(until: datetime, batch: int, events: int = 0) -> None:
    """Routes and advances, beside others who do the same, until nothing is left for anybody.

    Nothing is left when so many events, or more, have been told and all of them are applied.
    """
    try:
        while Event.objects.count() < events or not finished(until):
            route(batch)
            advance.drain_all(until, limit=batch)
            # Who finds nothing to do leaves the processor to who does.
            time.sleep(0.01)
    finally:
        connection.close()


def finished(until: datetime) -> bool:
    left = queries.backlog(until)
    return not (left.unrouted or left.unapplied or left.due)


def in_processes(workers: int, batch: int, lanes: int, environment: Mapping[str, str]) -> Run:
    """Several workers, each a process of its own."""

    def run(until: datetime) -> None:
        with processes(workers, batch, lanes, environment, until):
            pass

    return run


@contextmanager
def processes(
    workers: int,
    batch: int,
    lanes: int,
    environment: Mapping[str, str],
    until: datetime,
    events: int = 0,
) -> Iterator[None]:
    """Workers, each a process of its own, at work beside the block; it ends when they have."""
    module = [sys.executable, "-m", "tests.invariants.worker"]
    command = [*module, until.isoformat(), str(batch), str(events)]
    env = dict(environment) | {"ADVANCE_LANES": str(lanes)}
    started = [subprocess.Popen(command, cwd=ROOT, env=env) for _ in range(workers)]
    yield
    assert [process.wait() for process in started] == [0] * workers


def everything() -> dict[str, list[Any]]:
    """All that the stores know after a run, but for the moment at which it was applied."""
    return {name: graph(query) for name, query in GRAPH.items()} | {
        name: postgres(query) for name, query in POSTGRES.items()
    }


def graph(query: str) -> list[Any]:
    return sorted((tuple(row.values()) for row in store.read(query)), key=repr)


def postgres(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(cursor.fetchall(), key=repr)


GRAPH = {
    "states": "MATCH (p:Profile) RETURN p.uid, p.state",
    "identifiers": "MATCH (p:Profile)-[r:HAS_IDENTIFIER]->(i) RETURN p.uid, i.uid, r.event",
    "merged": "MATCH (a:Profile)-[r:MERGED_INTO]->(b) RETURN a.uid, b.uid, r.at, r.rule",
    "decisions": "MATCH (d:Decision) RETURN d.uid, d.profile, d.at, d.hash, d.content, d.step",
    "triggers": "MATCH (d:Decision)-[:TRIGGERED_BY]->(e) RETURN d.uid, e.uid, e.name",
    "considered": "MATCH (d:Decision)-[c:CONSIDERED]->(n:Node)"
    " RETURN d.uid, c.verdict, c.reason, c.rule, c.rank, c.lost_to, c.message, n.uid",
    "messages": "MATCH (d:Decision)-[:CHOSE]->(m) RETURN d.uid, m.uid, m.at, m.node, m.channel",
    "enrollments": "MATCH (p:Profile)-[:ENROLLED]->(e) RETURN p.uid, e.uid, e.journey, e.active,"
    " e.entered_at, e.left_at, e.left_because, e.left_reason, e.left_node, e.entry_leaves",
    "entered_by": "MATCH (e:Enrollment)-[:ENTERED_BY]->(t) RETURN e.uid, t.uid",
    "at": "MATCH (e:Enrollment)-[r:AT]->(n) RETURN e.uid, n.uid, r.since",
    "visited": "MATCH (e:Enrollment)-[v:VISITED]->(n)"
    " RETURN e.uid, v.seq, n.uid, v.at, v.left_at, v.port, v.leaves",
    "lanes": "MATCH (l:Lane) WHERE l.applied_seq > 0 RETURN l.number, l.applied_seq",
}
POSTGRES = {
    "log": "SELECT id, profile_id, lane, lane_seq FROM events_event",
    "outbox": "SELECT id, profile_id, enrollment_id, decision_id, journey, node, channel, template,"
    " address, context::text, decided_at FROM delivery_delivery",
    "traits": "SELECT profile_id, key, value::text, occurred_at FROM people_trait",
    "consents": "SELECT profile_id, channel, topic, status, at FROM people_consent",
    "suppressions": "SELECT channel, address, reason, at FROM people_suppression",
    "who": "SELECT type, value, profile_id, since, event_id FROM people_identifier",
    "merges": "SELECT survivor_id, absorbed_id, event_id, rule, lane, lane_seq FROM people_merge",
    "wake_ups": "SELECT profile_id, lane, due_at FROM orchestrator_wakeup",
    "quarantined": "SELECT event_id, stage, error FROM events_quarantinedevent",
    "poisoned": "SELECT profile_id, error FROM orchestrator_poisonedprofile",
}


def assert_same(one: Mapping[str, list[Any]], other: Mapping[str, list[Any]]) -> None:
    for name, rows in one.items():
        assert rows == other[name], f"{name} differ"


def settled_now() -> bool:
    return finished(clock.now())
