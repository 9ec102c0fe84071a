"""How fast the intake takes events durably, from senders in processes of their own.

    python -m tests.bench.intake http://127.0.0.1:8000 WRITE_KEY

Every sender is a thread with one kept-alive connection that waits for each answer before it sends
the next request. Any answer but 200 is counted and ends the measurement with an error.
"""

import argparse
import base64
import json
import multiprocessing
import socket
import threading
import time
import uuid
from typing import Any
from urllib.parse import urlsplit


def run(
    base_url: str,
    write_key: str,
    *,
    seconds: float = 5,
    single_connections: int = 32,
    batch_connections: int = 4,
    batch_size: int = 100,
) -> dict[str, Any]:
    """Events per second and latencies in milliseconds, for single events and for batches."""
    return {
        "single": measure(base_url, write_key, 1, single_connections, seconds),
        "batch": measure(base_url, write_key, batch_size, batch_connections, seconds),
    }


def measure(
    base_url: str, write_key: str, size: int, connections: int, seconds: float
) -> dict[str, Any]:
    """Sends requests of `size` events (1: to /v1/track) over so many connections."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        latencies, elapsed = pool.apply(_send, (base_url, write_key, size, connections, seconds))
    latencies.sort()
    return {
        "events": len(latencies) * size,
        "events_per_second": round(len(latencies) * size / elapsed),
        "requests_per_second": round(len(latencies) / elapsed),
        "connections": connections,
        "batch_size": size,
        **{f"p{p}_ms": round(_percentile(latencies, p) * 1000, 1) for p in (50, 95, 99)},
    }


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0


def _send(
    base_url: str, write_key: str, size: int, connections: int, seconds: float
) -> tuple[list[float], float]:
    latencies: list[float] = []
    failures: list[str] = []
    begin = time.perf_counter()
    senders = [
        threading.Thread(
            target=_sender,
            args=(base_url, write_key, size, begin + seconds, latencies, failures),
        )
        for _ in range(connections)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    if failures:
        raise RuntimeError(f"{len(failures)} senders stopped: {failures[0]}")
    return latencies, time.perf_counter() - begin


def _sender(
    base_url: str,
    write_key: str,
    size: int,
    until: float,
    latencies: list[float],
    failures: list[str],
) -> None:
    url = urlsplit(base_url)
    path = "/v1/track" if size == 1 else "/v1/batch"
    credentials = base64.b64encode(f"{write_key}:".encode()).decode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Basic {credentials}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    )
    template = _template()
    prefix = uuid.uuid4().hex
    number = 0
    with socket.create_connection((url.hostname or "", url.port or 80)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            events = [template % (prefix, number + i, (number + i) % 5000) for i in range(size)]
            number += size
            body = events[0] if size == 1 else '{"batch":[' + ",".join(events) + "]}"
            sent = time.perf_counter()
            connection.sendall(f"{head}{len(body)}\r\n\r\n{body}".encode())
            answer = connection.recv(4096)
            if not answer.startswith(b"HTTP/1.1 200"):
                failures.append(answer[:400].decode("utf-8", "replace"))
                return
            latencies.append(time.perf_counter() - sent)


def _template() -> str:
    """An event of about 1 KB with places for its id (two parts) and its user."""
    event = {
        "type": "track",
        "event": "Order Completed",
        "messageId": "PREFIX-NUMBER",
        "userId": "USER",
        "timestamp": "2026-11-06T08:30:00.000Z",
        "properties": {
            "order_id": "50314b8e9bcf000000000000",
            "total": 27.5,
            "currency": "EUR",
            "coupon": "hasbros",
            "products": [
                {"product_id": f"507f1f77bcf86cd79943901{i}", "name": "Monopoly", "price": 19.95}
                for i in range(4)
            ],
        },
        "context": {
            "ip": "203.0.113.7",
            "library": {"name": "bench", "version": "1"},
            "userAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari",
            "page": {"url": "https://shop.example/checkout", "path": "/checkout", "title": "Pay"},
        },
    }
    text = json.dumps(event).replace("%", "%%")
    return text.replace("PREFIX-NUMBER", "%s-%d").replace('"USER"', '"user-%d"')


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("write_key")
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    print(json.dumps(run(given.base_url, given.write_key, seconds=given.seconds), indent=1))
