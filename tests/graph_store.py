"""The graph as a test sees it: a driver of its own, beside that of the application."""

from typing import Any, Self
from urllib.parse import unquote, urlsplit

import neo4j
from django.core.management import call_command, get_commands

BATCH = 5000


class GraphStore:
    """Runs Cypher on the graph at `url` (bolt://user:password@host:port/database)."""

    def __init__(self, url: str, database: str = "") -> None:
        parts = urlsplit(url)
        auth = (unquote(parts.username or ""), unquote(parts.password or ""))
        self.database = database or parts.path.strip("/") or "neo4j"
        self.driver = neo4j.GraphDatabase.driver(
            f"{parts.scheme}://{parts.hostname}:{parts.port}",
            auth=auth if any(auth) else None,
            # A connection that a killed server left behind is noticed before it is used.
            liveness_check_timeout=0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.driver.close()

    def run(self, cypher: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one query in a transaction of its own."""
        with (
            self.driver.session(database=self.database) as session,
            session.begin_transaction() as tx,
        ):
            rows = tx.run(cypher, parameters).data()
            tx.commit()
            return rows

    def clear(self) -> None:
        """Deletes every node, in batches that no transaction's memory minds."""
        while self.run("MATCH (n) RETURN n LIMIT 1"):
            self.run(f"MATCH (n) WITH n LIMIT {BATCH} DETACH DELETE n")

    def install_schema(self) -> None:
        if "install_graph" in get_commands():
            call_command("install_graph")
