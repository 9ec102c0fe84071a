"""How fluid the editor is with 300 nodes: time per frame, key to paint; what its server takes.

In the Chromium of the browser tests, at 1280 × 800. It has no graphics card here (`--disable-gpu`):
everything is drawn by the processor, on the cores that also run the server. Only the cards in view
are drawn; “from afar” shows as many at once as the smallest zoom can.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import requests
from playwright.sync_api import Page, sync_playwright

from apps.common import clock
from apps.journeys import operations as journeys
from tests.bench import big_journey, drawing, world
from tests.bench.figures import Figure, Result
from tests.bench.frames import Times
from tests.bench.installation import Bench
from tests.browser import chromium

KEY = "big"
# Milliseconds: a frame that takes two of the screen's.
FLUID = 32


def measure(bench: Bench) -> Result:
    bench.stop()
    world.template()
    world.rules()
    document = big_journey.document(bench.size(300, 60))
    journeys.publish(key=KEY, name="Big", document=document, by=None, now=clock.now())
    bench.start("web")
    kept = json.loads((bench.stores.data_dir / "credentials.json").read_text())
    server = _server(bench, kept["api_token"], document)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        window = browser.new_page(viewport={"width": 1280, "height": 800})
        drawing.log_in(window, bench.address, kept["username"], kept["password"])
        seconds = bench.size(3, 1)
        address = f"{bench.address}/journeys/{KEY}/draft/"
        pages = _timed(lambda n: _opened(window, address), bench.size(15, 3))
        server = {"page": pages, **server}
        shown, drawn = drawing.measure(window, address, seconds, many=30)
        browser.close()
    figures = [
        *_frames("dragging one node", shown["drag one"]),
        *_frames("dragging 30 nodes", shown["drag many"]),
        *_frames("panning", shown["pan"]),
        *_frames("dragging one, seen from afar", shown["drag one from afar"]),
        Figure("panning, seen from afar, a frame, p95", shown["pan from afar"].at(95), "ms"),
        *_keys("typing a node’s name", shown["type a name"]),
        *_keys("typing the journey’s name", shown["type in the journey"]),
        Figure("opening until drawn, p50", shown["open"].at(50), "ms"),
        Figure("tidy, p50", shown["tidy"].at(50), "ms"),
        *(Figure(f"server: {name}, p50", times.at(50), "ms") for name, times in server.items()),
    ]
    detail = {name: times.as_json() for name, times in (shown | server).items()}
    return Result(figures, {"nodes": len(document["nodes"]), "cards drawn": drawn, **detail})


def _frames(name: str, times: Times) -> list[Figure]:
    return [
        Figure(f"{name}, a frame, p50", times.at(50), "ms"),
        Figure(f"{name}, a frame, p95", times.at(95), "ms", at_most=FLUID),
        Figure(f"{name}, the longest frame", times.at(100), "ms"),
    ]


def _keys(name: str, times: Times) -> list[Figure]:
    return [
        Figure(f"{name}, key to paint, p50", times.at(50), "ms"),
        Figure(f"{name}, key to paint, p95", times.at(95), "ms"),
    ]


def _server(bench: Bench, token: str, document: dict[str, Any]) -> dict[str, Times]:
    """What the web answers with, and how long that takes, of one caller alone."""
    api = f"{bench.address}/api/journeys/{KEY}"
    with requests.Session() as session:
        session.headers["Authorization"] = f"Token {token}"
        asked: dict[str, Callable[[int], bool]] = {
            "save": lambda n: (
                session.put(
                    f"{api}/draft/", json={"name": f"Big {n}", "document": document, "revision": n}
                ).ok
            ),
            "check": lambda n: session.post(f"{api}/check/", json={"document": document}).ok,
            "vocabulary": lambda n: session.get(f"{bench.address}/api/vocabulary/").ok,
            "live": lambda n: session.get(f"{api}/live/").ok,
        }
        return {name: _timed(ask, bench.size(15, 3)) for name, ask in asked.items()}


def _opened(window: Page, address: str) -> bool:
    return window.request.get(address).ok


def _timed(ask: Callable[[int], bool], rounds: int) -> Times:
    """How long each of so many requests takes; one that is refused raises ValueError."""
    taken: list[float] = []
    for number in range(rounds):
        begun = time.perf_counter()
        if not ask(number):
            raise ValueError("a request was refused")
        taken.append(1000 * (time.perf_counter() - begun))
    return Times(taken)
