"""The embedded stores together: `with stores(data_dir) as running: running.urls`."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from apps.embedded.arcadedb import ArcadeDB
from apps.embedded.passwords import write_private
from apps.embedded.postgres import Postgres
from apps.embedded.redis import Redis
from apps.embedded.store import Store

# Seconds for the one before, if it was just killed, to let go.
ENDING = 3
KINDS: tuple[type[Store], ...] = (Postgres, Redis, ArcadeDB)


class AlreadyRunning(Exception):
    """Another process has this DATA_DIR's stores open."""


class Stores:
    """The stores that this process runs, by name: `postgres`, `redis`, `graph`.

    A store whose address stands in the environment isn't among them, and its URL is that address.
    The URLs are known, and fixed, before anything starts.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        durable: bool = True,
        environ: Mapping[str, str] | None = None,
        kinds: Sequence[type[Store]] = KINDS,
    ) -> None:
        self.data_dir = data_dir.resolve()
        given = os.environ if environ is None else environ
        self.own: dict[str, Store] = {
            kind.name: kind(self.data_dir, durable=durable)
            for kind in kinds
            if not given.get(kind.variable)
        }
        self.urls = {
            kind.variable: self.own[kind.name].url
            if kind.name in self.own
            else given[kind.variable]
            for kind in kinds
        }

    def start_all(self) -> None:
        """Starts every store at the same time and returns when all of them answer."""
        # Where collected static files would be; the server looks there, even when there are none.
        (self.data_dir / "staticfiles").mkdir(parents=True, exist_ok=True)
        for store in self.own.values():
            store.begin()
        for store in self.own.values():
            store.finish()
        write_private(self._addresses, json.dumps(self.urls, indent=1))

    def stop_all(self) -> None:
        self._addresses.unlink(missing_ok=True)
        for store in self.own.values():
            if store.child:
                store.child.ask_to_stop()
        for store in self.own.values():
            store.stop()

    @property
    def _addresses(self) -> Path:
        return self.data_dir / "run" / "urls.json"

    def kill(self, name: str) -> None:
        """`kill -9` of one store."""
        self.own[name].kill()

    def start(self, name: str) -> None:
        """Starts one store again, at the address that it had."""
        self.own[name].start()

    def stop(self, name: str) -> None:
        self.own[name].stop()

    def is_running(self, name: str) -> bool:
        child = self.own[name].child
        return child is not None and child.running


@contextlib.contextmanager
def sole_use(data_dir: Path) -> Iterator[None]:
    """Keeps a second supervisor out of `data_dir`. The lock goes with the process that holds it."""
    path = data_dir / "run" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        deadline = time.monotonic() + ENDING
        while not locked(file):
            if time.monotonic() > deadline:
                raise AlreadyRunning(f"{data_dir} is in use by another running installation")
            time.sleep(0.05)
        yield


def locked(file: IO[str]) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@contextlib.contextmanager
def stores(
    data_dir: Path, *, durable: bool = True, environ: Mapping[str, str] | None = None
) -> Iterator[Stores]:
    """Runs the stores of `data_dir` for as long as the block lasts."""
    with sole_use(data_dir):
        running = Stores(data_dir, durable=durable, environ=environ)
        try:
            running.start_all()
            yield running
        finally:
            running.stop_all()
