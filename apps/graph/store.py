"""The connection to the graph, through neomodel's `db`. Only this room speaks Cypher."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import neo4j
from django.conf import settings
from neo4j.exceptions import ClientError, ServiceUnavailable, SessionExpired, TransientError
from neomodel import db
from neomodel.exceptions import UniqueProperty

T = TypeVar("T")

_connecting = threading.Lock()
ATTEMPTS = 8
DRIVER_ERRORS = (ServiceUnavailable, SessionExpired, TransientError, ClientError)
# What two writers that meet in the same place are told, by either graph.
COLLISIONS = ("ConcurrentModification", "Concurrent modification", "DuplicatedKey", "Duplicated")


def connect() -> None:
    """Connect neomodel to NEO4J_URL (bolt://user:password@host:port/database), once a process."""
    with _connecting:
        if db.driver is None:
            db.set_connection(driver=_driver())
    # The driver is the process's, the database's name is the thread's.
    name = settings.NEO4J_DATABASE or urlsplit(settings.NEO4J_URL).path.strip("/") or "neo4j"
    if db._database_name != name:
        db._database_name = name


def _driver() -> neo4j.Driver:
    url = urlsplit(settings.NEO4J_URL)
    if not url.hostname:
        raise RuntimeError("NEO4J_URL is not set; start the stores with “make up” or set it.")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    return neo4j.GraphDatabase.driver(
        f"{url.scheme}://{url.hostname}:{url.port or 7687}",
        auth=(user, password) if user else None,
        max_connection_pool_size=50,
        connection_timeout=5,
        liveness_check_timeout=30,
        notifications_min_severity="OFF",
    )


def read(query: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a query, as dicts."""
    return transact(lambda: run(query, **parameters))


def run(query: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a query inside the transaction of `transact`."""
    rows, names = db.cypher_query(query, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def transact(work: Callable[[], T]) -> T:
    """Run this in one explicit transaction, again if another writer was in the way.

    Always explicit: a MERGE that fails in an implicit one may leave half of itself behind.
    """
    connect()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with db.transaction:
                return work()
        except (*DRIVER_ERRORS, UniqueProperty) as error:
            if attempt == ATTEMPTS or not _passing(error):
                raise
            time.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")


def _passing(error: Exception) -> bool:
    # A connection of the pool that the server has closed is noticed only when it is used.
    if isinstance(error, TransientError | UniqueProperty | SessionExpired | ServiceUnavailable):
        return True
    return any(sign in str(error) for sign in COLLISIONS)
