"""`make up`: a whole installation on this machine, from nothing to a login, until Ctrl-C."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from apps.embedded.demonstration import demonstrate
from apps.embedded.ports import is_free
from apps.embedded.processes import ENDING_SIGNALS, PATIENCE, Child, end_leftover, wait_until
from apps.embedded.programs import ROOT, Installation, all_programs
from apps.embedded.stores import Stores, sole_use, stores
from apps.embedded.supervisor import Supervisor


class Stopped(BaseException):
    """Somebody wants the installation to end."""


class CannotStart(Exception):
    """What stands in the way, said so that the reader can remove it."""


def say(line: str) -> None:
    print(line, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Shows what is being done and, when done, how long it took."""
    begun = time.monotonic()
    print(f"  {what} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


def stop(number: int, frame: FrameType | None) -> None:
    for each in ENDING_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def installation_for(running: Stores, port: int) -> Installation:
    given = os.environ
    environment = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
        **given,
        **running.urls,
        "DATA_DIR": str(running.data_dir),
    }
    return Installation(
        running.data_dir,
        port,
        environment,
        web_processes=int(given.get("WEB_PROCESSES") or 1),
        web_threads=int(given.get("WEB_THREADS") or 32),
        advance_workers=int(given.get("ADVANCE_WORKERS") or 1),
    )


def set_up(installation: Installation) -> dict[str, object]:
    """Migrations, the graph's schema, the first login; what `manage.py set_up` reports."""
    done = subprocess.run(
        (sys.executable, "manage.py", "set_up"),
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    if done.returncode:
        raise CannotStart(f"setting up the stores failed:\n{done.stderr.strip()}")
    report: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return report


def web_answers(address: str) -> bool:
    try:
        urlopen(f"{address}/healthz", timeout=10).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


def start_programs(supervisor: Supervisor, installation: Installation) -> None:
    web: Child | None = None
    for program in all_programs(installation):
        web = supervisor.add(program)
    assert web is not None
    wait_until(lambda: web_answers(installation.address), web)


def tell_login(installation: Installation) -> None:
    path = installation.data_dir / "credentials.json"
    say(f"\nThroughline is at {installation.address}")
    if path.exists():
        kept = json.loads(path.read_text())
        for label, key in (
            ("user", "username"),
            ("password", "password"),
            ("API token", "api_token"),
            ("write key", "write_key"),
        ):
            if kept.get(key):
                say(f"  {label:<10} {kept[key]}")
        say(f"  (kept in {path})")
    say("Ctrl-C ends it.\n")


def run(running: Stores, port: int, demo: bool) -> None:
    installation = installation_for(running, port)
    with step("tables, graph schema, first login"):
        report = set_up(installation)
    supervisor = Supervisor(running, say)
    try:
        with step("web and workers"):
            start_programs(supervisor, installation)
        if demo:
            demonstrate(supervisor, installation, report)
        tell_login(installation)
        while True:
            supervisor.look_after()
            time.sleep(0.2)
    finally:
        say("\nEnding …")
        supervisor.stop()


def claim_port(data_dir: Path, port: int) -> None:
    """Makes sure of the port; what a killed run of this installation left on it is ended."""
    if not is_free(port) and (data_dir / "run").exists():
        with sole_use(data_dir):
            for record in (data_dir / "run").glob("*.json"):
                end_leftover(record, PATIENCE)
    if not is_free(port):
        raise CannotStart(f"port {port} is taken; choose another: make up PORT={port + 1}")


def up(data_dir: Path, port: int, demo: bool) -> None:
    """Runs until a signal ends it; every process it started ends with it.

    Raises `CannotStart`, `AlreadyRunning` or `DidNotStart`, each with what to do or where to look.
    """
    claim_port(data_dir, port)
    for each in ENDING_SIGNALS:
        signal.signal(each, stop)
    # What is written is ours alone; directories stay passable for PostgreSQL's own user.
    os.umask(0o066)
    say(f"Starting Throughline; its data is in {data_dir}")
    with contextlib.suppress(Stopped), contextlib.ExitStack() as stack:
        with step("PostgreSQL, Redis, graph"):
            running = stack.enter_context(stores(data_dir))
        run(running, port, demo)
    say("Ended.")
