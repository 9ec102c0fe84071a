"""`make up`, as its user sees it."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import psutil
import pytest

from apps.embedded.ports import free_port
from apps.embedded.programs import ROOT

STORES = ("DATABASE_URL", "REDIS_URL", "NEO4J_URL")


class Up:
    """An installation under `data_dir`, started by the command that `make up` runs."""

    def __init__(self, data_dir: Path, port: int) -> None:
        own = {"DATA_DIR": str(data_dir), "PORT": str(port), "DEMO": "0"}
        inherited = {name: value for name, value in os.environ.items() if name not in STORES}
        self.data_dir, self.port = data_dir, port
        self.process = subprocess.Popen(
            (sys.executable, "-m", "apps.embedded", "up"),
            cwd=ROOT,
            env=inherited | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def read_until(self, word: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if word in line:
                return line
        raise AssertionError(f"{word!r} was never said:\n{''.join(self.said)}")

    def child(self, name: str) -> psutil.Process:
        """One of its processes, as it remembers them."""
        return psutil.Process(
            json.loads((self.data_dir / "run" / f"{name}.json").read_text())["pid"]
        )

    def everything(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def status_of(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return int(answer.status)
        except HTTPError as problem:
            return problem.code


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    running = Up(tmp_path / "data", free_port())
    yield running
    if running.process.poll() is None:
        left = running.everything()
        running.process.kill()
        psutil.wait_procs(left, timeout=30)
    assert running.process.stdout is not None
    running.process.stdout.close()
    running.process.wait()


def test_it_serves_heals_and_leaves_no_process(up: Up) -> None:
    up.read_until("Ctrl-C ends it")
    assert up.status_of("/healthz") == 200
    credentials = up.data_dir / "credentials.json"
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    assert json.loads(credentials.read_text())["password"] in "".join(up.said)

    up.child("worker-advance").kill()
    up.read_until("worker-advance ended")
    up.child("redis").kill()
    up.read_until("redis ended")

    processes = up.everything()
    assert len(processes) >= 9
    up.process.send_signal(signal.SIGINT)
    up.read_until("Ended.")
    assert up.process.wait() == 0
    assert not [process for process in processes if process.is_running()]
    assert [path.name for path in (up.data_dir / "run").glob("*.json")] == []


def test_a_killed_one_takes_every_process_along_and_starts_again(up: Up) -> None:
    up.read_until("Ctrl-C ends it")
    password = json.loads((up.data_dir / "credentials.json").read_text())["password"]
    processes = up.everything()
    up.process.kill()
    again = Up(up.data_dir, up.port)
    again.read_until("Ctrl-C ends it")
    assert not [process for process in processes if process.is_running()]
    assert password in "".join(again.said)
    again.process.terminate()
    again.read_until("Ended.")
    assert again.process.wait() == 0
    assert again.process.stdout is not None
    again.process.stdout.close()


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = Up(tmp_path / "data", port)
        said, _ = refused.process.communicate()
    assert refused.process.returncode == 1
    assert f"port {port} is taken" in said
    assert not (tmp_path / "data").exists()
