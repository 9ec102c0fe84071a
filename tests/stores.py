"""The stores of one test process: planned before the settings are read, started when needed.

Each worker of pytest-xdist has stores of its own, so that a test which kills one disturbs nobody.
A store whose URL is in the environment is used instead, if TEST_STORES=given says so too: tests
empty their stores, and a shell that knows an installation's URLs must not cost its data.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from apps.embedded.arcadedb import ArcadeDB
from apps.embedded.postgres import Postgres
from apps.embedded.redis import Redis
from apps.embedded.store import Store
from apps.embedded.stores import Stores, sole_use
from tests.neo4j.server import JARS, Neo4j

PLANNED = "TEST_STORES_PLANNED"
ASKED, GIVEN = "TEST_STORES", "given"

_running = contextlib.ExitStack()
_stores: Stores | None = None


def plan() -> None:
    """Puts the addresses of this process's stores into its environment. Starts nothing yet."""
    global _stores
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Addresses that the process which started this one planned for itself.
        for variable in os.environ.get(PLANNED, "").split():
            os.environ.pop(variable, None)
    elif PLANNED in os.environ:
        return
    elif os.environ.get(ASKED) != GIVEN:
        for store in (Postgres, Redis, ArcadeDB):
            os.environ.pop(store.variable, None)
    data_dir = Path(tempfile.mkdtemp(prefix="tl-test-"))
    _running.callback(shutil.rmtree, data_dir, ignore_errors=True)
    # For whoever reads the settings without being a test run.
    atexit.register(stop)
    graph: type[Store] = Neo4j if os.environ.get(JARS) else ArcadeDB
    _stores = Stores(data_dir, durable=False, kinds=(Postgres, Redis, graph))
    own = {store.variable: store.url for store in _stores.own.values()}
    os.environ.update(own | {"DATA_DIR": str(data_dir), PLANNED: " ".join(own)})


def planned() -> Stores:
    assert _stores is not None, "tests.settings has not been read"
    return _stores


def start() -> None:
    stores = planned()
    _running.enter_context(sole_use(stores.data_dir))
    _running.callback(stores.stop_all)
    stores.start_all()


def stop() -> None:
    """Stops what was started and removes every trace of it. May be called twice."""
    _running.close()
