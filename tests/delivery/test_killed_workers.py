"""`kill -9` of deliver workers in the middle of a drain: nothing lost, nothing twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import current_app

from apps.common import clock
from apps.config.celery import app
from apps.delivery import operations
from apps.delivery.models import Attempt, Delivery
from apps.delivery.queries import due_channels
from tests.delivery import make
from tests.delivery.sink import Sink, running

ROOT = Path(__file__).parents[2]
MESSAGES, THREADS, KILLS, LEASE = 300, 3, 3, 3
OPEN = ["pending", "claimed", "sending"]


class SlowSink(Sink):
    """Slow enough for a drain to have a middle."""

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        time.sleep(0.004)
        return await super().handle_DATA(server, session, envelope)


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker of the deliver queue, in its own process group; killed with -9 at the end."""
    command = [sys.executable, "-m", "celery", "-A", "apps.config.celery", "worker"]
    process = subprocess.Popen(
        [*command, "-Q", "deliver", "--pool", "solo", "--without-gossip", "--without-mingle"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(true: Callable[[], bool], wake: Callable[[], None]) -> None:
    """Wakes the worker again and again, as the sweep does."""
    while not true():
        wake()
        time.sleep(0.05)


def sweep_and_wake() -> None:
    now = clock.now()
    operations.sweep(now=now)
    for channel in due_channels(now):
        app.send_task("apps.delivery.tasks.deliver", [channel], queue="deliver")


@pytest.fixture
def environment(process_environment: dict[str, str]) -> Iterator[tuple[dict[str, str], Sink]]:
    with running(SlowSink()) as (sink, url):
        yield (
            process_environment
            | {
                "EMAIL_PROVIDER": "smtp",
                "SMTP_URL": url,
                "DELIVER_BATCH": "20",
                "DELIVER_THREADS": str(THREADS),
                "DELIVERY_LEASE_SECONDS": str(LEASE),
            },
            sink,
        )
    current_app.control.purge()


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle_of_a_drain_loses_nothing_and_doubles_nothing(
    environment: tuple[dict[str, str], Sink],
) -> None:
    env, sink = environment
    now = clock.now()
    make.template()
    rows = [make.row(make.person(now=now), decided_at=now) for _ in range(MESSAGES)]
    operations.enqueue(rows=rows, now=now)

    for kill in range(1, KILLS + 1):
        enough = kill * MESSAGES // (KILLS + 1)
        with worker(env):
            wait_until(lambda n=enough: len(sink.messages) >= n, sweep_and_wake)  # type: ignore[misc]
    with worker(env):
        wait_until(lambda: not Delivery.objects.filter(status__in=OPEN).exists(), sweep_and_wake)

    arrived, ids = sink.ids(), {str(row.id) for row in rows}
    doubt = {
        str(pk) for pk in Delivery.objects.filter(status="in_doubt").values_list("pk", flat=True)
    }
    sent = {str(pk) for pk in Delivery.objects.filter(status="sent").values_list("pk", flat=True)}
    assert max(arrived.values()) == 1, "doubled"
    assert sent | doubt == ids and not sent & doubt
    assert sent <= set(arrived) <= ids, "lost"
    assert len(doubt) <= KILLS * THREADS
    for delivery in Delivery.objects.filter(pk__in=doubt):
        assert delivery.reason == "worker_lost" and "may have left" in delivery.detail
    assert Attempt.objects.filter(outcome="sent").count() == len(sent)


def with_status(status: str) -> set[str]:
    found = Delivery.objects.filter(status=status)
    return {str(pk) for pk in found.values_list("pk", flat=True)}
