"""An erasure while the flow is at work, and one whose worker is killed again and again."""

import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from apps.common import clock
from apps.orchestrator import advance
from apps.orchestrator.models import Lane, LaneTail
from apps.orchestrator.route import route_all
from apps.privacy.models import AuditEntry, Erasure
from tests.privacy import worlds
from tests.privacy.worlds import NOW, WORDS
from tests.scenario import at, identify, run_until, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

ROOT = Path(__file__).parents[2]
# One turn of the worker, told when it begins.
WORKER = (
    "import django; django.setup(); from apps.privacy import tasks; "
    "print('begun', flush=True); tasks.work()"
)


class Flow(threading.Thread):
    """Goes on telling, routing and advancing, as other workers do, until it is ended."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ended, self.rounds = threading.Event(), 0
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.ended.is_set():
                self._round()
                self.rounds += 1
        except BaseException as error:
            self.error = error
            raise
        finally:
            connection.close()

    def _round(self) -> None:
        when = at(days=11, minutes=self.rounds)
        tell(
            track(worlds.USER, "Signed Up", when, secret=worlds.PROPERTY),
            track("trillian", "Seen", when),
            identify(f"new{self.rounds}", when, anonymous=worlds.ANONYMOUS),
        )
        route_all()
        advance.drain_all(when, limit=3)


def test_nothing_is_left_while_the_flow_goes_on() -> None:
    profile = worlds.lived()
    flow = Flow()
    flow.start()
    while flow.rounds < 3:
        time.sleep(0.05)
    worlds.erase(profile, refuse=True)
    after = flow.rounds
    while flow.rounds < after + 3 and flow.is_alive():
        time.sleep(0.05)
    flow.ended.set()
    flow.join()
    assert flow.error is None
    run_until(NOW)
    assert worlds.in_tables(*WORDS) == []
    assert worlds.in_graph(*WORDS) == []
    tails = dict(LaneTail.objects.values_list("number", "routed_seq"))
    assert dict(Lane.objects.values_list("number", "applied_seq")) == tails


def test_a_worker_that_is_killed_again_and_again_loses_nothing(
    process_environment: dict[str, str],
) -> None:
    profile = worlds.lived()
    asked = worlds.asked(profile, refuse=True)
    luck = random.Random(5)
    for _ in range(3):
        worker = subprocess.Popen(
            (sys.executable, "-c", WORKER),
            cwd=ROOT,
            env=process_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None and worker.stdout.readline() == "begun\n"
        time.sleep(luck.uniform(0.02, 0.35))
        worker.kill()
        worker.wait()
        worker.stdout.close()
        silent = clock.now() - timedelta(minutes=1)
        Erasure.objects.filter(state="running").update(heartbeat_at=silent)
    worlds.work_on(asked)
    assert worlds.in_tables(*WORDS) == []
    assert worlds.in_graph(*WORDS) == []
    assert AuditEntry.objects.filter(what="erased").count() == 1
