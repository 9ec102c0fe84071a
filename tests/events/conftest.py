"""Sources to send to, and a way to send."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from django.test import Client

from apps.embedded.ports import free_port
from apps.events import credentials, operations, rate
from apps.events.models import Event, Source

NOW = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)

Post = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    credentials.forget()
    rate.forget()


@pytest.fixture
def shop(db: None) -> tuple[Source, str]:
    """A live source and its write key."""
    return operations.create_source(key="shop", name="Shop", kind="live", now=NOW)


@pytest.fixture
def source(shop: tuple[Source, str]) -> Source:
    return shop[0]


@pytest.fixture
def write_key(shop: tuple[Source, str]) -> str:
    return shop[1]


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


@pytest.fixture
def post(write_key: str) -> Post:
    """Sends a body, or what is to be its JSON, to /v1/<call> of the application."""
    client = Client()

    def send(call: str, body: Any, *, key: str | None = None, **headers: str) -> Any:
        given = {"Authorization": basic(write_key if key is None else key)} if key != "" else {}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        content_type = headers.pop("content_type", "application/json")
        return client.post(
            f"/v1/{call}", data, content_type=content_type, headers={**given, **headers}
        )

    return send


def track(**fields: Any) -> dict[str, Any]:
    return {"type": "track", "event": "Order Completed", "userId": "42", **fields}


def only_event() -> Event:
    return Event.objects.get()


@pytest.fixture
def server(process_environment: dict[str, str]) -> Iterator[str]:
    """The address of the application, served as it is in production, over this test's database."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    options = ["--blocking-threads", "8", "--no-ws", "apps.config.wsgi:application"]
    process = subprocess.Popen([*command, *options], env=process_environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(process, address)
        yield address
    finally:
        process.terminate()
        process.wait()


def _await(process: subprocess.Popen[bytes], address: str) -> None:
    while process.poll() is None:
        try:
            requests.post(f"{address}/v1/m", timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError("the server ended before it answered")
