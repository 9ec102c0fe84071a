"""A running installation without its web process: real workers and the beat, to be killed."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings
from django.db import Error, connection

from apps.common import clock
from apps.delivery.models import Attempt, Delivery, Template
from apps.embedded import programs
from apps.embedded.processes import Child
from apps.events import operations as events
from apps.events.models import QuarantinedEvent
from apps.graph import store
from tests.delivery.sink import Sink
from tests.invariants import flow
from tests.scenario import identify, message_on, publish, rule_set, source, track, users

PEOPLE = 500
OPEN = ["pending", "claimed", "sending"]
SMALL = {
    # Small steps, so that a drain has a middle; one sender, so that at most one mail is in doubt.
    "ADVANCE_BATCH": "20",
    "ROUTE_BATCH": "100",
    "DELIVER_BATCH": "10",
    "DELIVER_THREADS": "1",
    "DELIVERY_LEASE_SECONDS": "3",
    "EMAIL_PROVIDER": "smtp",
}


class SlowSink(Sink):
    """Slow enough for a drain to have a middle."""

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        time.sleep(0.004)
        return await super().handle_DATA(server, session, envelope)


class Workers:
    """One worker for each stage, the sweep and the beat, each a process."""

    STAGES = ("route", "advance", "deliver")

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        (data_dir / "run").mkdir()
        place = programs.Installation(data_dir, 0, environment)
        ways = {queue: programs.worker(place, queue) for queue in (*self.STAGES, "sweep")}
        self.children = {
            name: Child(program, data_dir / "run" / f"{name}.json")
            for name, program in (ways | {"beat": programs.beat(place)}).items()
        }
        self.killed: list[str] = []

    def start(self) -> None:
        for child in self.children.values():
            child.start()

    def kill(self, name: str) -> None:
        """`kill -9`, and another one in its place."""
        self.killed.append(name)
        self.children[name].kill()
        self.children[name].start()

    def stop(self) -> None:
        for child in self.children.values():
            child.kill()


@contextmanager
def running(data_dir: Path, environment: Mapping[str, str], smtp_url: str) -> Iterator[Workers]:
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    workers = Workers(data_dir, {**environment, **SMALL, "SMTP_URL": smtp_url})
    workers.start()
    try:
        yield workers
    finally:
        workers.stop()
        redis.Redis.from_url(settings.REDIS_URL).flushall()


def tell_everyone() -> None:
    """Everybody is told to get one message: five hundred events, accepted as a client's are."""
    rule_set()
    Template.objects.create(key="hello", channel="email", subject="Hi", text="Hi")
    publish("j", message_on("Go"))
    now = clock.now()
    home = source(kind="live")
    told = [e for u in users(PEOPLE) for e in (identify(u, now), track(u, "Go", now))]
    assert events.append(source=home, events=told, now=now).accepted == 2 * PEOPLE


def moments(seed: int, count: int) -> list[int]:
    """After how many arrived mails something breaks; seeded, so that a failure comes back."""
    return sorted(random.Random(seed).sample(range(5, PEOPLE - 20), count))


def wait_for(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.02)


def all_done() -> bool:
    """Whether nothing is under way any more; a store that is away means no."""
    try:
        if not flow.settled_now() or Delivery.objects.count() < PEOPLE:
            return False
        return not Delivery.objects.filter(status__in=OPEN).exists()
    except Error:
        connection.close()
        return False


def assert_exact(sink: Sink, doubts: int) -> None:
    """Lost 0, doubled 0; in doubt, and so named, is at most what was in the senders' hands."""
    arrived = sink.ids()
    status = {str(id): status for id, status in Delivery.objects.values_list("id", "status").all()}
    doubt = {id for id, how in status.items() if how == "in_doubt"}
    sent = {id for id, how in status.items() if how == "sent"}
    assert len(status) == PEOPLE and set(status) == sent | doubt
    assert max(arrived.values()) == 1, "doubled"
    assert sent <= set(arrived) <= set(status), "lost"
    assert len(doubt) <= doubts
    assert Attempt.objects.filter(outcome="sent").count() == len(sent)
    assert not QuarantinedEvent.objects.exists()
    counted = store.read("MATCH (d:Decision) RETURN count(d) AS n")
    chosen = store.read("MATCH (:Decision)-[:CHOSE]->(m:Message) RETURN count(m) AS n")
    assert counted == chosen == [{"n": PEOPLE}]
    profiles = Delivery.objects.values_list("profile_id", flat=True)
    assert len(set(profiles)) == PEOPLE
