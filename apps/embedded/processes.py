"""Child processes that leave nothing behind: recorded, tied to their parent, ended whole."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

PATIENCE = 10.0
# Seconds within which the kernel removes what was killed.
GONE = 10
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LAUNCH = Path(__file__).with_name("launch.py")


class DidNotStart(Exception):
    """A program ended, or didn't answer, before it was ready. Carries the end of its log."""


@dataclass(frozen=True)
class Program:
    """What to run, and how it is asked to end."""

    name: str
    args: tuple[str, ...]
    # Where its output goes; None is the terminal.
    log: Path | None
    cwd: Path | None = None
    env: Mapping[str, str] | None = None
    user: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    # What the kernel sends when the parent was killed and can't ask any more.
    orphan_signal: signal.Signals = signal.SIGTERM
    # Seconds to end by itself before it is killed.
    patience: float = PATIENCE


@dataclass
class Child:
    """One run of a program. `record` is the file that remembers it for the next start."""

    program: Program
    record: Path
    _popen: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._popen.pid if self._popen else None

    @property
    def running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._popen.poll() if self._popen else None

    def start(self) -> None:
        """Starts the program in its own session, so that Ctrl-C reaches only the supervisor."""
        program = self.program
        end_leftover(self.record, program.patience)
        user = "-" if program.user is None else str(program.user)
        launch = (sys.executable, "-I", str(LAUNCH), str(os.getpid()))
        options = (str(int(program.orphan_signal)), user)
        with output(program.log) as log, signals_held():
            self._popen = subprocess.Popen(
                (*launch, *options, *program.args),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=program.cwd,
                env=program.env,
                start_new_session=True,
            )
            remember(self.record, self._popen.pid)

    def ask_to_stop(self) -> None:
        if self.running and self._popen:
            self._popen.send_signal(self.program.stop_signal)

    def stop(self) -> None:
        """Asks, waits, and kills what is left; returns when every process of it is gone."""
        if self._popen is None:
            return
        tree = family(self._popen.pid)
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(self.program.patience)
        self._end(tree)

    def kill(self) -> None:
        """`kill -9`, for the whole tree at once."""
        if self._popen is not None:
            self._end(family(self._popen.pid))

    def _end(self, tree: list[psutil.Process]) -> None:
        send_kill(tree)
        if self._popen:
            # Before anybody else waits for it, or its exit code is lost.
            self._popen.wait()
        psutil.wait_procs(tree, timeout=GONE)
        self.record.unlink(missing_ok=True)

    def tail(self, lines: int = 15) -> str:
        log = self.program.log
        if log is None or not log.exists():
            return ""
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def output(log: Path | None) -> Iterator[IO[bytes] | None]:
    """The file that a program's output goes to; None leaves it on the terminal."""
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        yield file


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Lets the signals that end us wait, so that no child starts without being known."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def family(pid: int) -> list[psutil.Process]:
    """A process, its descendants, and whoever else is in its process group."""
    found: dict[int, psutil.Process] = {}
    with contextlib.suppress(psutil.NoSuchProcess):
        leader = psutil.Process(pid)
        found = {each.pid: each for each in (leader, *leader.children(recursive=True))}
    for process in psutil.process_iter():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == pid:
                found[process.pid] = process
    return list(found.values())


def send_kill(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def kill_all(processes: list[psutil.Process]) -> None:
    """Kills what still lives and waits until it is gone."""
    send_kill(processes)
    psutil.wait_procs(processes, timeout=GONE)


def remember(record: Path, pid: int) -> None:
    record.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(psutil.NoSuchProcess):
        record.write_text(json.dumps({"pid": pid, "created": psutil.Process(pid).create_time()}))


def remembered(record: Path) -> list[psutil.Process]:
    """What still lives of the run in `record`; nothing of another program that got its number."""
    try:
        kept = json.loads(record.read_text())
    except (FileNotFoundError, ValueError):
        return []
    if "pid" not in kept:
        return []
    members = family(kept["pid"])
    leader = next((each for each in members if each.pid == kept["pid"]), None)
    if leader and abs(leader.create_time() - kept["created"]) > 1:
        return []
    return [each for each in members if each.create_time() >= kept["created"] - 1]


def end_leftover(record: Path, patience: float) -> None:
    """Ends what a killed supervisor left running: waits for it to go by itself, then kills it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        _, alive = psutil.wait_procs(remembered(record), timeout=patience)
        kill_all(alive)
    record.unlink(missing_ok=True)


def wait_until(ready: Callable[[], bool], child: Child, seconds: float = 60) -> None:
    """Waits until `ready()` is true. Raises `DidNotStart` when the child ends or time runs out."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not child.running or time.monotonic() > deadline:
            why = f"ended with {child.exit_code}" if not child.running else "does not answer"
            name, log = child.program.name, child.program.log
            raise DidNotStart(f"{name} {why}; the end of {log}:\n{child.tail()}")
        time.sleep(0.03)
