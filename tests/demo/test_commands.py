"""`load_demo` and `trickle_demo` as they are run beside a web process."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from apps.common import clock
from apps.console.demo import load, sources
from apps.delivery.drain import drain as deliver
from apps.embedded.programs import ROOT
from apps.events.models import Event, RejectedEvent
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from tests.demo.web import Web

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

SIZE = ("--people", "40", "--days", "10")


@pytest.fixture
def web(process_environment: dict[str, str]) -> Iterator[Web]:
    running = Web(process_environment)
    yield running
    running.stop()


@pytest.fixture
def manage(web: Web, process_environment: dict[str, str]) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command with the web process's address."""

    def start(*args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            (sys.executable, "manage.py", *args, "--url", web.address),
            cwd=ROOT,
            env=process_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


def work() -> None:
    """What the workers do."""
    now = clock.now()
    route_all()
    advance.drain_all(now)
    deliver("email", clock.now)


def imported() -> int:
    return Event.objects.filter(source__key=sources.IMPORT).count()


def live() -> int:
    return Event.objects.filter(source__key=sources.LIVE).count()


def until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not happened():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.02)


def end_of(process: subprocess.Popen[str]) -> str:
    """What it said, once it has ended by itself; the workers work meanwhile."""
    while process.poll() is None:
        work()
        time.sleep(0.02)
    said = process.communicate()[0]
    assert process.returncode == 0, said
    return said


def test_a_killed_load_is_completed_by_the_next_one(
    manage: Callable[..., subprocess.Popen[str]],
) -> None:
    killed = manage("load_demo", *SIZE)
    until(lambda: imported() > 0, killed)
    killed.kill()
    killed.communicate()
    assert not load.is_complete()

    assert "every event applied" in end_of(manage("load_demo", *SIZE))
    assert load.is_complete()
    source = sources.imported(now=clock.now())
    calls = load.calls_of(load.Size(40, 10), source)
    assert imported() == len({call["messageId"] for call in calls})
    assert RejectedEvent.objects.count() == 7
    assert not source.write_keys.filter(revoked_at=None).exists()

    before = Event.objects.count()
    assert "loaded already" in end_of(manage("load_demo", *SIZE))
    assert Event.objects.count() == before


def test_live_events_outlast_the_web_process_and_end_when_told(
    web: Web, manage: Callable[..., subprocess.Popen[str]]
) -> None:
    trickle = manage("trickle_demo", "--people", "40", "--per-minute", "3000")
    until(lambda: live() >= 5, trickle)
    web.stop()
    seen = live()
    web.start()
    until(lambda: live() >= seen + 5, trickle)
    trickle.send_signal(signal.SIGTERM)
    said = trickle.communicate()[0]
    assert (trickle.returncode, said) == (0, "")
    ids = Event.objects.order_by("id").values_list("message_id", flat=True)
    assert [int(id.rsplit("-", 1)[1]) for id in ids] == list(range(1, len(ids) + 1))


def test_an_intake_that_is_away_ends_the_trickle_when_told(
    web: Web, manage: Callable[..., subprocess.Popen[str]]
) -> None:
    trickle = manage("trickle_demo", "--per-minute", "3000")
    until(lambda: live() >= 1, trickle)
    web.stop()
    trickle.send_signal(signal.SIGTERM)
    trickle.communicate()
    assert trickle.returncode == 0
    web.start()
