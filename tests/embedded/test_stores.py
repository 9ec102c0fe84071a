"""The embedded stores, each test over a DATA_DIR of its own."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from apps.embedded.programs import ROOT
from apps.embedded.stores import AlreadyRunning, Stores, stores
from tests.graph_store import GraphStore

NOTHING_GIVEN: dict[str, str] = {}
HOLD = """
import sys, time
from pathlib import Path
from apps.embedded.stores import stores
with stores(Path(sys.argv[1]), environ={}):
    print("up", flush=True)
    time.sleep(600)
"""


@contextlib.contextmanager
def held_by_another(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """The stores of `data_dir`, run by a process that can be killed."""
    holder = subprocess.Popen(
        (sys.executable, "-c", HOLD, str(data_dir)), stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    yield holder
    holder.kill()
    holder.wait()
    holder.stdout.close()


def store_processes(running: Stores) -> list[psutil.Process]:
    children = [store.child for store in running.own.values()]
    return [psutil.Process(child.pid) for child in children if child]


def remember_in(running: Stores, word: str) -> None:
    with psycopg.connect(running.urls["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS word (word text)")
        connection.execute("INSERT INTO word VALUES (%s)", [word])
    with GraphStore(running.urls["NEO4J_URL"]) as graph:
        graph.run("CREATE (:Word {word: $word})", word=word)


def words_in(running: Stores) -> tuple[list[str], list[str]]:
    with psycopg.connect(running.urls["DATABASE_URL"]) as connection:
        rows = [row[0] for row in connection.execute("SELECT word FROM word ORDER BY word")]
    with GraphStore(running.urls["NEO4J_URL"]) as graph:
        nodes = graph.run("MATCH (w:Word) RETURN w.word AS word ORDER BY word")
    return rows, [node["word"] for node in nodes]


def test_what_was_committed_is_there_after_a_stop_and_after_a_kill(tmp_path: Path) -> None:
    with stores(tmp_path, environ=NOTHING_GIVEN) as running:
        remember_in(running, "first")
        for name in running.own:
            running.kill(name)
            running.start(name)
        remember_in(running, "second")
    with stores(tmp_path, environ=NOTHING_GIVEN) as running:
        assert words_in(running) == (["first", "second"], ["first", "second"])


def test_it_leaves_nothing_behind(tmp_path: Path) -> None:
    with stores(tmp_path, environ=NOTHING_GIVEN) as running:
        started = store_processes(running)
        assert len(started) == 3
    assert not [process for process in started if process.is_running()]
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["lock"]


def test_it_starts_again_after_a_kill_of_the_process_that_held_it(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as holder:
        orphans = psutil.Process(holder.pid).children(recursive=True)
        holder.kill()
        with stores(tmp_path, environ=NOTHING_GIVEN) as running:
            assert not [process for process in orphans if process.is_running()]
            remember_in(running, "after")
            assert words_in(running) == (["after"], ["after"])


def test_a_store_that_ignored_the_end_of_its_holder_is_ended(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as holder:
        redis = next(
            each
            for each in psutil.Process(holder.pid).children()
            if each.name().startswith("redis")
        )
        redis.send_signal(signal.SIGSTOP)
        holder.kill()
        with stores(tmp_path, environ=NOTHING_GIVEN):
            assert not redis.is_running()


def test_a_second_process_is_kept_out(tmp_path: Path) -> None:
    with held_by_another(tmp_path), pytest.raises(AlreadyRunning, match=str(tmp_path)):
        stores(tmp_path, environ=NOTHING_GIVEN).__enter__()


def test_a_store_with_an_address_of_its_own_is_not_started(tmp_path: Path) -> None:
    given = {"REDIS_URL": "redis://elsewhere:6379/3", "NEO4J_URL": "bolt://elsewhere:7687"}
    with stores(tmp_path, environ=given) as running:
        assert list(running.own) == ["postgres"]
        assert running.urls["REDIS_URL"] == "redis://elsewhere:6379/3"
        assert not (tmp_path / "redis").exists()


def test_a_deep_directory_is_no_obstacle(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    given = {"REDIS_URL": "redis://elsewhere", "NEO4J_URL": "bolt://elsewhere"}
    with stores(deep, environ=given) as running:
        psycopg.connect(running.urls["DATABASE_URL"]).close()
        sockets = running.own["postgres"].sockets  # type: ignore[attr-defined]
        assert sockets.exists()
    assert not sockets.exists()


def test_passwords_are_generated_and_private(tmp_path: Path) -> None:
    first, second = (Stores(tmp_path / name, environ=NOTHING_GIVEN) for name in ("a", "b"))
    for name in ("redis", "graph"):
        kept = [tmp_path / each / name / "password" for each in ("a", "b")]
        assert kept[0].read_text() != kept[1].read_text()
        assert all(stat.S_IMODE(os.stat(path).st_mode) == 0o600 for path in kept)
    assert first.urls != second.urls
