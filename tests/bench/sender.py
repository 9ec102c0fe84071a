"""Sends events over HTTP from a process of its own: paced one by one, or as fast as it goes."""

import base64
import json
import multiprocessing
import random
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

THREADS = 8
Events = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sending:
    """When each event was to leave (epoch seconds), and the sender's own CPU seconds."""

    due: list[float]
    cpu: float


def paced(address: str, write_key: str, events: Events, *, per_second: float) -> Sending:
    """One request per event, at this rate with jitter; latency counts from when it was due."""
    return _apart(_paced, address, write_key, events, per_second)


def burst(address: str, write_key: str, events: Events, *, size: int = 100) -> Sending:
    """All of them in batches, over four connections."""
    return _apart(_burst, address, write_key, events, size)


def _apart(work: Any, *given: Any) -> Sending:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        sending: Sending = pool.apply(work, given)
        return sending


def _paced(address: str, write_key: str, events: Events, per_second: float) -> Sending:
    jitter = random.Random(1)
    begin = time.time() + 0.3
    due = [begin + (number + jitter.random()) / per_second for number in range(len(events))]
    jobs = [(due[n], "/v1/track", json.dumps(event)) for n, event in enumerate(events)]
    _in_threads(address, write_key, jobs, THREADS)
    return Sending(due, time.process_time())


def _burst(address: str, write_key: str, events: Events, size: int) -> Sending:
    bodies = [json.dumps({"batch": events[n : n + size]}) for n in range(0, len(events), size)]
    begin = time.time()
    _in_threads(address, write_key, [(begin, "/v1/batch", body) for body in bodies], 4)
    return Sending([begin], time.process_time())


Job = tuple[float, str, str]


def _in_threads(address: str, write_key: str, jobs: Sequence[Job], count: int) -> None:
    failures: list[str] = []
    threads = [
        threading.Thread(target=_work, args=(address, write_key, jobs[n::count], failures))
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"the intake did not take an event: {failures[0]}")


def _work(address: str, write_key: str, jobs: Sequence[Job], failures: list[str]) -> None:
    url = urlsplit(address)
    credentials = base64.b64encode(f"{write_key}:".encode()).decode()
    with socket.create_connection((url.hostname or "", url.port or 80)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for due, path, text in jobs:
            time.sleep(max(due - time.time(), 0))
            body = text.encode()
            head = (
                f"POST {path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: {len(body)}\r\n"
                f"Authorization: Basic {credentials}\r\nContent-Type: application/json\r\n\r\n"
            )
            connection.sendall(head.encode() + body)
            answer = connection.recv(4096)
            if not answer.startswith(b"HTTP/1.1 200"):
                failures.append(answer[:300].decode("utf-8", "replace"))
                return
