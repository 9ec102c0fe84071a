"""Neo4j Community as a store of the tests, in the place of the embedded graph."""

import os
from pathlib import Path
from typing import ClassVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from apps.embedded.ports import free_port, is_free
from apps.embedded.processes import Program
from apps.embedded.store import Store
from tests.neo4j.jars import java

JARS = "TEST_NEO4J_JARS"
OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.lang")
SETTINGS = """\
dbms.security.auth_enabled=false
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
db.tx_log.rotation.retention_policy=keep_none
"""


class Neo4j(Store):
    """Runs the jars of the directory that the environment names. It asks for no password."""

    name: ClassVar[str] = "graph"
    variable: ClassVar[str] = "NEO4J_URL"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        super().__init__(data_dir, durable=durable)
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"bolt://neo4j:unused@127.0.0.1:{self.port}/neo4j"

    def program(self) -> Program:
        opened = [f"--add-opens={each}=ALL-UNNAMED" for each in OPENED]
        classes = ("-cp", f"{os.environ[JARS]}/*", "org.neo4j.server.CommunityEntryPoint")
        home = (f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        command = (java(), "-Xmx1g", "-XX:+UseSerialGC", *opened, *classes, *home)
        return Program(self.name, command, self.log, patience=30)

    def prepare(self) -> None:
        for directory in ("conf", "data", "logs", "plugins", "import", "run"):
            (self.home / directory).mkdir(parents=True, exist_ok=True)
        (self.home / "conf" / "neo4j.conf").write_text(SETTINGS.format(port=self.port))

    def answers(self) -> bool:
        if is_free(self.port):
            return False
        try:
            with (
                neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{self.port}") as driver,
                driver.session(database="neo4j") as session,
            ):
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError):
            return False
        return True
