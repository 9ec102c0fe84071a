"""An installation of its own to measure: stores, sink, and the processes that `make up` starts."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from apps.embedded import programs
from apps.embedded.arcadedb import ArcadeDB
from apps.embedded.ports import free_port
from apps.embedded.postgres import Postgres
from apps.embedded.processes import Child, Program, wait_until
from apps.embedded.redis import Redis
from apps.embedded.store import Store
from apps.embedded.stores import Stores, sole_use
from apps.embedded.up import installation_for, set_up, web_answers
from tests.neo4j.server import Neo4j

GRAPHS: dict[str, type[Store]] = {"embedded": ArcadeDB, "neo4j": Neo4j}
PATIENCE = 120


class TooLate(Exception):
    """Something that had to happen did not."""


@dataclass
class Bench:
    """What the measures work with. `quick` asks for small sizes: to see that it runs."""

    stores: Stores
    installation: programs.Installation
    notes: Path
    sink: Child
    quick: bool
    graph: str
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.installation.address

    @property
    def write_key(self) -> str:
        kept = json.loads((self.stores.data_dir / "credentials.json").read_text())
        return str(kept["write_key"])

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    def start(self, *names: str) -> None:
        """Start programs by name (all without one) and wait until the web answers."""
        for program in programs.all_programs(self.installation):
            if (not names or program.name in names) and program.name not in self.children:
                self.children[program.name] = self._run(program)
        web = self.children.get("web")
        if web:
            wait_until(lambda: web_answers(self.address), web)

    def stop(self) -> None:
        """Stop all programs; the stores and the sink stay."""
        for child in self.children.values():
            child.ask_to_stop()
        for child in self.children.values():
            child.stop()
        self.children.clear()

    def _run(self, program: Program) -> Child:
        child = Child(program, self.stores.data_dir / "run" / f"{program.name}.json")
        child.start()
        return child

    def groups(self) -> dict[str, int]:
        """The process groups whose cost is counted, by name."""
        stores = {name: store.child for name, store in self.stores.own.items()}
        named = stores | self.children | {"sink": self.sink}
        return {
            name.removeprefix("worker-"): child.pid
            for name, child in named.items()
            if child and child.pid
        }

    def arrivals(self) -> dict[str, float]:
        """By recipient, when the last message for it reached the sink (epoch seconds)."""
        lines = [line.split() for line in self.notes.read_text().splitlines()]
        return {line[1]: float(line[0]) for line in lines if len(line) == 2}

    def await_arrivals(self, recipients: set[str]) -> dict[str, float]:
        """As `arrivals`, once all of these have come; raises TooLate where some never do."""
        found: dict[str, float] = {}
        known, still_since = -1, time.monotonic()
        while time.monotonic() - still_since < PATIENCE:
            found = {who: at for who, at in self.arrivals().items() if who in recipients}
            if len(found) == len(recipients):
                return found
            if len(found) != known:
                known, still_since = len(found), time.monotonic()
            time.sleep(0.1)
        raise TooLate(f"{len(found)} of {len(recipients)} messages came")


@contextlib.contextmanager
def running_stores(data_dir: Path, graph: str) -> Iterator[Stores]:
    """Durable stores in a directory of their own, with NEO4J_URL's graph where it is given."""
    data_dir.mkdir(mode=0o711, exist_ok=True)
    environ = {k: v for k, v in os.environ.items() if k == "NEO4J_URL" and graph == "given"}
    kinds = (Postgres, Redis, GRAPHS.get(graph, ArcadeDB))
    with sole_use(data_dir):
        stores = Stores(data_dir, environ=environ, kinds=kinds)
        try:
            stores.start_all()
            yield stores
        finally:
            stores.stop_all()


@contextlib.contextmanager
def bench(graph: str, quick: bool) -> Iterator[Bench]:
    """A whole installation, set up and empty, without its programs. Settings may be read after."""
    with tempfile.TemporaryDirectory(prefix="tl-bench-") as directory:
        home = Path(directory)
        # Passable for PostgreSQL's own user.
        home.chmod(0o711)
        with running_stores(home / "main", graph) as stores:
            port = free_port()
            os.environ.update(
                stores.urls,
                DATA_DIR=str(stores.data_dir),
                DJANGO_SETTINGS_MODULE="apps.config.settings",
                EMAIL_PROVIDER="smtp",
                SMTP_URL=f"smtp://127.0.0.1:{port}",
            )
            installation = installation_for(stores, free_port())
            set_up(installation)
            notes = home / "arrivals"
            sink = start_sink(port, notes, stores)
            made = Bench(stores, installation, notes, sink, quick, graph)
            try:
                yield made
            finally:
                made.stop()
                sink.stop()


def start_sink(port: int, notes: Path, stores: Stores) -> Child:
    command = (sys.executable, "-m", "tests.bench.sink", str(port), str(notes))
    log = stores.data_dir / "log" / "sink.log"
    child = Child(
        Program("sink", command, log, cwd=programs.ROOT), stores.data_dir / "run" / "sink.json"
    )
    child.start()
    wait_until(notes.exists, child)
    return child


def commit() -> str:
    """The commit that is measured, with a + where files were changed since."""
    asked = ("git", "describe", "--always", "--dirty=+")
    told = subprocess.run(asked, cwd=programs.ROOT, capture_output=True, text=True)
    return told.stdout.strip()
