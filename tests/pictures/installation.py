"""An installation of its own with the demonstration, as `make up` starts it; gone afterwards."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from apps.embedded.ports import free_port
from apps.embedded.programs import ROOT

READY = "Throughline is at "


@dataclass(frozen=True, slots=True)
class Running:
    """Where it answers, and what logs in there."""

    address: str
    username: str
    password: str


@contextlib.contextmanager
def installation() -> Iterator[Running]:
    """Runs until the block ends. Raises RuntimeError where it doesn't start."""
    with tempfile.TemporaryDirectory(prefix="tl-pictures-") as directory:
        home = Path(directory)
        # Passable for PostgreSQL's own user.
        home.chmod(0o711)
        given = {"DATA_DIR": directory, "PORT": str(free_port()), "DEMO": "1"}
        command = (sys.executable, "-m", "apps.embedded", "up")
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | given, stdout=subprocess.PIPE, text=True
        )
        try:
            yield _ready(process, home)
        finally:
            process.terminate()
            process.communicate()


def _ready(process: "subprocess.Popen[str]", home: Path) -> Running:
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        if line.startswith(READY):
            kept = json.loads((home / "credentials.json").read_text())
            address = line.removeprefix(READY).strip()
            return Running(address, kept["username"], kept["password"])
    raise RuntimeError("the installation did not start")
