"""Child processes: they are ended whole, and nobody else is."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from apps.embedded.processes import Child, DidNotStart, Program, end_leftover, wait_until


def child_of(tmp_path: Path, script: str, patience: float = 0.2) -> Child:
    program = Program("it", ("/bin/sh", "-c", script), tmp_path / "it.log", patience=patience)
    return Child(program, tmp_path / "it.json")


def test_it_kills_what_does_not_end_when_asked(tmp_path: Path) -> None:
    child = child_of(tmp_path, "trap '' TERM; sleep 100 & echo ready; wait; wait")
    child.start()
    wait_until(lambda: child.tail() == "ready", child)
    tree = psutil.Process(child.pid).children()
    child.stop()
    assert child.exit_code == -signal.SIGKILL
    assert not [each for each in tree if each.is_running()]


def test_a_program_that_ends_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    child = child_of(tmp_path, "echo the disk is full; exit 3")
    child.start()
    with pytest.raises(DidNotStart, match=r"ended with 3(.|\n)*the disk is full"):
        wait_until(lambda: False, child)


def test_a_forgotten_run_is_ended(tmp_path: Path) -> None:
    child = child_of(tmp_path, "trap '' TERM; sleep 100 & wait; wait")
    child.start()
    assert child.pid
    forgotten = psutil.Process(child.pid)
    end_leftover(tmp_path / "it.json", patience=0.1)
    assert not child.running
    assert not forgotten.is_running()
    assert not (tmp_path / "it.json").exists()


def test_another_program_with_the_remembered_number_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen((sys.executable, "-c", "import time; time.sleep(100)")) as stranger:
        record = tmp_path / "it.json"
        created = psutil.Process(stranger.pid).create_time()
        record.write_text(json.dumps({"pid": stranger.pid, "created": created - 50}))
        end_leftover(record, patience=0.1)
        assert stranger.poll() is None
        stranger.kill()


def test_it_dies_with_the_one_that_started_it(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.embedded.test_processes import child_of;"
        "c = child_of(Path(sys.argv[1]), 'sleep 100'); c.start(); print(c.pid, flush=True);"
        "sys.stdin.read()"
    )
    starter = subprocess.Popen(
        (sys.executable, "-c", script, str(tmp_path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with starter:
        assert starter.stdout is not None
        started = psutil.Process(int(starter.stdout.readline()))
        starter.kill()
        psutil.wait_procs([started], timeout=30)
        assert not started.is_running()
