"""The graph: ArcadeDB from its wheel, which answers over Bolt as Neo4j does."""

import contextlib
import importlib.util
import json
from pathlib import Path
from typing import ClassVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from apps.embedded.passwords import kept_secret, write_private
from apps.embedded.ports import free_port, is_free
from apps.embedded.processes import Program
from apps.embedded.store import Store

NAME = "throughline"

# Where its administration is told to be, in its directory.
ADDRESS = "http.json"

JVM = (
    "-Xmx1g",
    # As fast as the parallel collector on two cores, with half its memory.
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--add-modules=jdk.incubator.vector",
    "-Djava.awt.headless=true",
)
LOGGING = """\
handlers = java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.level = WARNING
java.util.logging.ConsoleHandler.formatter = java.util.logging.SimpleFormatter
java.util.logging.SimpleFormatter.format = %1$tF %1$tT %4$s %3$s %5$s%6$s%n
.level = WARNING
"""


def wheel() -> Path:
    """Where the wheel keeps its Java runtime and jars; importing its module loads a JVM bridge."""
    spec = importlib.util.find_spec("arcadedb_embedded")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("arcadedb-embedded is not installed, and NEO4J_URL is not set")
    return Path(spec.origin).parent


class ArcadeDB(Store):
    name: ClassVar[str] = "graph"
    variable: ClassVar[str] = "NEO4J_URL"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        super().__init__(data_dir, durable=durable)
        self.port = free_port()
        self.http_port = free_port()
        self.password = kept_secret(self.home / "password")

    @property
    def url(self) -> str:
        return f"bolt://root:{self.password}@127.0.0.1:{self.port}/{NAME}"

    def program(self) -> Program:
        java = str(wheel() / "jre" / "bin" / "java")
        arguments = f"@{self.home / 'java.args'}"
        return Program(self.name, (java, arguments), self.log, cwd=self.home, patience=20)

    def settings(self) -> dict[str, object]:
        return {
            # "production" hides what is wrong with a query from the one who asked.
            "server.mode": "development",
            "server.rootPath": self.home,
            "server.rootPassword": self.password,
            "server.databaseDirectory": self.home / "databases",
            "server.logsDirectory": self.home / "log",
            "server.defaultDatabases": f"{NAME}[root]",
            "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "server.httpIncomingHost": "127.0.0.1",
            "server.httpIncomingPort": self.http_port,
            "bolt.host": "127.0.0.1",
            "bolt.port": self.port,
            "bolt.defaultDatabase": NAME,
            "studio.enabled": "false",
            "serverMetrics": "false",
            "backup.enabled": "false",
            "polyglotEngineEnabled": "false",
            "support.autoRegister": "false",
            # 1 writes each commit through to the disk; it costs a single-row commit a fifth, a
            # batch nothing.
            "txWalFlush": 1 if self.durable else 0,
        }

    def prepare(self) -> None:
        """In a file and not on the command line, where everybody could read the password."""
        for directory in ("databases", "log", "config"):
            (self.home / directory).mkdir(parents=True, exist_ok=True)
        logging = self.home / "logging.properties"
        logging.write_text(LOGGING)
        options = [f"-Darcadedb.{name}={value}" for name, value in self.settings().items()]
        options.append(f"-Djava.util.logging.config.file={logging}")
        classes = ("-cp", f"{wheel() / 'jars'}/*", "com.arcadedb.server.ArcadeDBServer")
        address = json.dumps({"address": f"http://127.0.0.1:{self.http_port}"})
        write_private(self.home / ADDRESS, address)
        lines = [f'"{option}"\n' for option in (*JVM, *options, *classes)]
        write_private(self.home / "java.args", "".join(lines))

    def answers(self) -> bool:
        if is_free(self.port):
            return False
        credentials = ("root", self.password)
        address = f"bolt://127.0.0.1:{self.port}"
        with contextlib.suppress(DriverError, Neo4jError):
            # The database is made after the port is opened, so a question to it is the proof.
            with (
                neo4j.GraphDatabase.driver(address, auth=credentials) as driver,
                driver.session(database=NAME) as session,
            ):
                session.run("RETURN 1").consume()
            return True
        return False
