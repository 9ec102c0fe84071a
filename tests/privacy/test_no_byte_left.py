"""After an erasure and a scrub, no byte of the person is left in any file, table, graph or key.

A whole installation of its own: the intake over HTTP, every worker, its logs. Nothing is stopped
while its files are searched.
"""

import base64
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import psycopg
import pytest
import redis

from apps.embedded.ports import free_port
from apps.embedded.programs import ROOT
from tests.embedded.test_up import STORES, Up
from tests.graph_store import GraphStore
from tests.privacy.worlds import ANONYMOUS, EMAIL, MESSAGE, PHONE, PROPERTY, TRAIT, USER, WORDS


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    running = Up(tmp_path / "data", free_port())
    try:
        running.read_until("API token")
        yield running
    finally:
        running.process.terminate()
        running.process.wait()


class Installation:
    """An installation as its users see it, and its files and stores."""

    def __init__(self, up: Up) -> None:
        self.data_dir, self.address = up.data_dir, f"http://127.0.0.1:{up.port}"
        self.known = json.loads((up.data_dir / "credentials.json").read_text())
        self.urls = json.loads((up.data_dir / "run" / "urls.json").read_text())

    def run(self, *command: str) -> str:
        inherited = {name: value for name, value in os.environ.items() if name not in STORES}
        own = {"DATA_DIR": str(self.data_dir), "DJANGO_SETTINGS_MODULE": "apps.config.settings"}
        done = subprocess.run(
            (sys.executable, *command),
            cwd=ROOT,
            env=inherited | own,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def call(self, path: str, body: Any = None, **headers: str) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        token = {"Authorization": f"Token {self.known['api_token']}"}
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", data, kind | token | headers)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def tell(self, *events: dict[str, Any]) -> None:
        pair = base64.b64encode(f"{self.known['write_key']}:".encode()).decode()
        self.call("/v1/batch", {"batch": list(events)}, Authorization=f"Basic {pair}")

    def sql(self, query: str, *asked: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.urls["DATABASE_URL"], autocommit=True) as connection:
            return list(connection.execute(query, asked).fetchall())


def wait_until(true: Callable[[], Any]) -> None:
    while not true():
        time.sleep(0.1)


def spellings(word: str) -> set[bytes]:
    """A word as bytes: as it is, in small letters, for Windows, in hex, and in base64, wherever in
    a longer text it begins."""
    plain = [word.encode(), word.lower().encode(), word.encode("utf-16-le")]
    encoded = {one.hex().encode() for one in plain}
    for before in range(3):
        # The letters at both ends depend on their neighbours.
        text = base64.b64encode(b"\0" * before + word.encode())
        encoded.add(text[4 if before else 0 : -4])
    return {*plain, *encoded}


def in_files(directory: Path) -> set[str]:
    """The files, by their place below the directory, that have one of the words."""
    wanted = {spelling for word in WORDS for spelling in spellings(word)}
    found = set()
    for path in directory.rglob("*"):
        if path.is_file():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            if any(spelling in content for spelling in wanted):
                found.add(str(path.relative_to(directory)))
    return found


def in_redis(url: str) -> list[str]:
    client = redis.Redis.from_url(url)
    found = []
    for key in client.scan_iter():
        kind = client.type(key)
        read: dict[bytes, Callable[[], object]] = {
            b"string": lambda key=key: client.get(key),  # type: ignore[misc]
            b"list": lambda key=key: client.lrange(key, 0, -1),  # type: ignore[misc]
            b"hash": lambda key=key: client.hgetall(key),  # type: ignore[misc]
            b"set": lambda key=key: client.smembers(key),  # type: ignore[misc]
            b"zset": lambda key=key: client.zrange(key, 0, -1),  # type: ignore[misc]
        }
        text = f"{key!r} {read[kind]()!r}".lower() if kind in read else repr(key)
        found += [text for word in WORDS if word.lower() in text]
    return found


def in_graph(url: str) -> list[dict[str, Any]]:
    with GraphStore(url) as graph:
        rows = graph.run("MATCH (n) RETURN labels(n) AS what, properties(n) AS told")
        rows += graph.run("MATCH ()-[r]->() RETURN type(r) AS what, properties(r) AS told")
    return [row for row in rows if any(word.lower() in str(row).lower() for word in WORDS)]


def in_tables(own: Installation) -> list[str]:
    patterns = [f"%{word}%" for word in WORDS]
    tables = own.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    asked = 'SELECT t::text FROM "{}" t WHERE t::text ILIKE ANY(%s)'
    return [row[0] for (table,) in tables for row in own.sql(asked.format(table), patterns)]


def live(own: Installation) -> None:
    """Zaphod comes by, says who he is, gets a message, and another one that fails."""
    for anonymous, user, email, planet, secret, id in (
        ("anon-t", "trillian", "t@x.example", "Earth", "none", "t"),
        (ANONYMOUS, USER, EMAIL, TRAIT, PROPERTY, MESSAGE),
    ):
        context = {"traits": {"email": email}}
        phone = PHONE if user == USER else "+4915111111111"
        traits = {"email": email, "planet": planet, "phone": phone}
        own.tell({"type": "page", "anonymousId": anonymous, "name": secret})
        own.tell({"type": "identify", "userId": user, "traits": traits, "messageId": id})
        own.tell({"type": "identify", "userId": user, "anonymousId": anonymous, "traits": traits})
        for name in ("Signed Up", "Failed"):
            body = {"userId": user, "event": name, "properties": {"secret": secret}}
            own.tell({"type": "track", "context": context} | body)
    own.tell({"type": "track", "userId": USER, "event": {"no": "name"}, "context": {"x": EMAIL}})


def go_wrong(own: Installation) -> None:
    """What is asked for, and goes wrong, with a name in it."""
    own.call(f"/api/people/?identifier=user_id:{USER}")
    for path in (f"/people/?q={EMAIL}", f"/nowhere/{USER}?email={EMAIL}"):
        try:
            own.call(path)
        except HTTPError as error:
            assert error.code in (401, 403, 404)
        except json.JSONDecodeError:
            pass
    for query, asked in (("SELECT %s::int", EMAIL), (f"SELECT '{USER}'::uuid + %s", TRAIT)):
        with pytest.raises(psycopg.Error):
            own.sql(query, asked)


@pytest.mark.timeout(0)
def test_no_byte_is_left(up: Up) -> None:
    own = Installation(up)
    own.run("-m", "tests.privacy.own_installation")
    live(own)
    sent = "SELECT count(*) FROM delivery_delivery WHERE status IN ('sent', 'failed')"
    wait_until(lambda: own.sql(sent) == [(4,)])
    wait_until(lambda: own.sql("SELECT count(*) FROM people_merge") == [(2,)])
    go_wrong(own)
    own.sql("SELECT pg_logical_emit_message(true, 'x', '')")
    own.run("manage.py", "scrub")
    before = in_files(own.data_dir)
    assert {path.split("/")[0] for path in before} == {"postgres", "graph"}
    (found,) = own.call(f"/api/people/?identifier=user_id:{USER}")["results"]
    asked = own.call(f"/api/people/{found['id']}/erase/", {"confirm": "erase", "refuse": True})
    done = "SELECT state, note FROM privacy_erasure WHERE id = %s"
    wait_until(lambda: own.sql(done, asked["id"])[0][0] in ("done", "failed"))
    assert own.sql(done, asked["id"]) == [("done", "")]
    assert in_tables(own) == []
    assert in_graph(own.urls["NEO4J_URL"]) == []
    assert in_redis(own.urls["REDIS_URL"]) == []
    # Who was refused comes again, and leaves nothing either.
    own.tell({"type": "track", "userId": USER, "event": "Signed Up", "properties": {"s": PROPERTY}})
    wait_until(lambda: own.sql("SELECT count(*) FROM events_event WHERE lane IS NULL") == [(0,)])
    own.run("manage.py", "scrub")
    assert in_files(own.data_dir) == set()
    assert in_tables(own) == []
    (other,) = own.call("/api/people/?identifier=user_id:trillian")["results"]
    assert other["label"] == "t@x.example"
