"""What every test may ask for. The stores run for the whole session; see tests/stores.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as properties

from apps.embedded.stores import Stores
from tests import stores as test_stores
from tests.graph_store import GraphStore

TESTS = Path(__file__).parent
# Rooms whose tests touch no store: alone, they start in no time.
PURE = {"engine", "architecture", "replayed"}
ON_THE_GRAPH = {"graph", "orchestrator", "explain", "simulate"}

# The same examples in every run: what failed once can be run again, and nothing fails by chance or
# because the machine is busy. HYPOTHESIS_PROFILE=search looks for new ones.
properties.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
properties.register_profile(
    "search", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
properties.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def room(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""


def pytest_configure(config: pytest.Config) -> None:
    # Processes that tests start read the application's settings, over the stores of this run.
    os.environ["DJANGO_SETTINGS_MODULE"] = "apps.config.settings"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if room(item) in ON_THE_GRAPH:
            item.add_marker("graph")


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    if any(room(item) not in PURE for item in session.items):
        test_stores.start()


def pytest_unconfigure() -> None:
    test_stores.stop()


@pytest.fixture
def stores() -> Iterator[Stores]:
    """The stores of this run, to `kill`, `stop` and `start` by name; the URLs stay the same.

    What a test leaves down is brought back after it.
    """
    running = test_stores.planned()
    yield running
    for name in running.own:
        if not running.is_running(name):
            running.start(name)
    if connection.connection and not connection.is_usable():
        connection.close()


@pytest.fixture(scope="session")
def graph_store() -> Iterator[GraphStore]:
    with GraphStore(settings.NEO4J_URL, settings.NEO4J_DATABASE) as store:
        store.install_schema()
        yield store


@pytest.fixture
def graph(graph_store: GraphStore) -> GraphStore:
    """The graph with its schema and no node. `graph.run(cypher, **parameters)` gives dicts."""
    graph_store.clear()
    return graph_store


@pytest.fixture(autouse=True)
def graph_before_worlds(request: pytest.FixtureRequest) -> None:
    """Worlds are built on an empty graph, in whatever order a test names its fixtures."""
    if "graph" in request.fixturenames:
        request.getfixturevalue("graph")


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a process of the application that is to see this test's database."""
    address = settings.DATABASE_URL.rsplit("/", 1)[0]
    return os.environ | {"DATABASE_URL": f"{address}/{connection.settings_dict['NAME']}"}
