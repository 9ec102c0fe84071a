"""What an event costs with 100,000 people in the stores, against 1,000.

Two installations side by side, each with its own PostgreSQL and graph, worked on in turn; the
people who get events are new ones on both sides.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from apps.embedded import programs
from apps.embedded.stores import Stores
from apps.embedded.up import installation_for, set_up
from tests.bench.compare import Side, compare
from tests.bench.figures import Result
from tests.bench.installation import Bench, running_stores


def measure(bench: Bench) -> Result:
    bench.stop()
    few, many = bench.size(1000, 100), bench.size(100_000, 2000)
    graph = "neo4j" if bench.graph == "neo4j" else "embedded"
    size = bench.size(300, 50)
    with ExitStack() as stack:
        sides = [
            stack.enter_context(_side(bench, graph, f"{count:,} people", count, size))
            for count in (few, many)
        ]
        return compare(sides[0], sides[1], rounds=bench.size(8, 2), at_most=1.3)


@contextmanager
def _side(bench: Bench, graph: str, name: str, people: int, size: int) -> Iterator[Side]:
    home = bench.stores.data_dir.parent / f"with-{people}"
    with running_stores(home, graph) as stores:
        environment = dict(installation_for(stores, bench.installation.port).environment)
        set_up(installation_for(stores, bench.installation.port))
        command = (sys.executable, "-m", "tests.bench.side", str(people), str(size))
        with subprocess.Popen(
            command,
            cwd=programs.ROOT,
            env=environment | os.environ.copy() | stores.urls | {"DATA_DIR": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin and process.stdout
            talk = Talk(process.stdin, process.stdout)
            talk.hear()
            yield Side(name, talk.prepare, talk.work, _groups(stores) | {"side": process.pid})
            process.stdin.close()


def _groups(stores: Stores) -> dict[str, int]:
    children = {name: store.child for name, store in stores.own.items()}
    return {name: child.pid for name, child in children.items() if child and child.pid}


class Talk:
    """Orders to a side, one per line, each answered by a line of JSON."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self.orders, self.answers = orders, answers

    def hear(self) -> int:
        return int(json.loads(self.answers.readline()))

    def _order(self, order: str) -> int:
        self.orders.write(order + "\n")
        self.orders.flush()
        return self.hear()

    def prepare(self, number: int) -> None:
        self._order(f"prepare {number}")

    def work(self) -> int:
        return self._order("work")
