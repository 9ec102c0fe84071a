"""The processes of an installation, beside its stores: web, a worker per stage, one for analyses,
beat."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from apps.embedded.processes import Program

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY = ("-m", "celery", "--app", "apps.config.celery:app")
# One process per worker: its tasks are batches, and a pool would cost a second process each.
WORKER = ("--pool", "solo", "--loglevel", "WARNING")
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


@dataclass(frozen=True)
class Installation:
    """Where an installation lives, and how wide it is."""

    data_dir: Path
    port: int
    environment: Mapping[str, str]
    web_processes: int = 2
    web_threads: int = 4
    advance_workers: int = 1

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def python(self, name: str, *args: str, terminal: bool = False) -> Program:
        """A Python program of this installation, in its environment."""
        log = None if terminal else self.data_dir / "log" / f"{name}.log"
        return Program(
            name, (sys.executable, *args), log, cwd=ROOT, env=self.environment, patience=8
        )

    def manage(self, name: str, *args: str, terminal: bool = False) -> Program:
        return self.python(name, "manage.py", name, *args, terminal=terminal)


def web(installation: Installation) -> Program:
    return installation.python(
        *("web", "-m", "granian", "apps.config.wsgi:application", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(installation.port)),
        *("--workers", str(installation.web_processes)),
        *("--blocking-threads", str(installation.web_threads)),
        *("--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "warning"),
    )


def worker(installation: Installation, queue: str, number: int = 1) -> Program:
    name = queue if number == 1 else f"{queue}-{number}"
    node = ("--queues", queue, "--hostname", f"{name}@throughline")
    return installation.python(f"worker-{name}", *CELERY, "worker", *node, *WORKER, *QUIET)


def analyst(installation: Installation) -> Program:
    """The worker of analyses. They take minutes: what is happening now goes before them."""
    program = worker(installation, "analyse")
    nice = shutil.which("nice")
    return replace(program, args=(nice, "-n", "10", *program.args)) if nice else program


def beat(installation: Installation) -> Program:
    run = installation.data_dir / "run"
    files = ("--schedule", str(run / "beat-schedule"), "--pidfile", "")
    return installation.python("beat", *CELERY, "beat", *files, "--loglevel", "WARNING")


def all_programs(installation: Installation) -> list[Program]:
    """In the order they start; they stop in the opposite one."""
    advance = range(1, installation.advance_workers + 1)
    return [
        worker(installation, "deliver"),
        *(worker(installation, "advance", number) for number in advance),
        worker(installation, "route"),
        worker(installation, "sweep"),
        analyst(installation),
        beat(installation),
        web(installation),
    ]
