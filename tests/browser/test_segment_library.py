"""Segment's browser library, unchanged, on a page of another origin, by its own host settings."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from apps.common import clock
from apps.events import credentials, operations
from apps.events.models import Event
from tests.browser.chromium import ROOT
from tests.browser.watch import Watch

LIBRARY = ROOT / "node_modules" / "@segment" / "analytics-next" / "dist" / "umd" / "index.js"

LOAD = """async ([writeKey, server, options, strategy]) => {
    const found = window.AnalyticsNext?.AnalyticsBrowser ?? window.AnalyticsBrowser;
    const host = server.split("//")[1] + "/v1";
    const segment = { protocol: "http", deliveryStrategy: strategy };
    if (options === "api") segment.apiHost = host;
    const settings = { writeKey };
    if (options === "cdn") settings.cdnURL = server;
    else settings.cdnSettings = { integrations: { "Segment.io": { apiKey: writeKey } } };
    const [analytics] = await found.load(settings, { integrations: { "Segment.io": segment } });
    window.analytics = analytics;
}"""
USE = """async () => {
    await analytics.page("Home");
    await analytics.track("Cart Viewed", { total: 9.5 });
    await analytics.alias("42");
    await analytics.identify("42", { email: "ü@example.com" });
    await analytics.track("Order Completed", { total: 9.5 });
    await analytics.group("g1", { plan: "pro" });
}"""


@pytest.fixture
def write_key(transactional_db: None) -> str:
    credentials.forget()
    _, key = operations.create_source(key="shop", name="Shop", kind="live", now=clock.now())
    return key


class Blank(BaseHTTPRequestHandler):
    """An empty page at every address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Shop</title>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def shop(page: Page, watch: Watch) -> Iterator[Page]:
    """A window on a page of another origin than the application's, with the library in it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        watch.trust(here)
        page.goto(here)
        page.add_script_tag(path=LIBRARY)
        yield page
        server.shutdown()


def stored(page: Page, count: int) -> list[tuple[Any, ...]]:
    for _ in range(200):
        if Event.objects.count() >= count:
            break
        page.wait_for_timeout(50)
    events = Event.objects.order_by("occurred_at", "id")
    return list(events.values_list("type", "name", "user_id"))


@pytest.mark.parametrize("options", ["cdn", "api"])
@pytest.mark.parametrize("strategy", ["standard", "batching"])
def test_it_sends_every_call(
    shop: Page, live_server: LiveServer, write_key: str, options: str, strategy: str
) -> None:
    delivery = {"strategy": strategy, "config": {"timeout": 100}}
    shop.evaluate(LOAD, [write_key, live_server.url, options, delivery])
    shop.evaluate(USE)
    assert sorted(stored(shop, 6), key=str) == [
        ("alias", "", "42"),
        ("group", "", "42"),
        ("identify", "", "42"),
        ("page", "Home", None),
        ("track", "Cart Viewed", None),
        ("track", "Order Completed", "42"),
    ]
    [anonymous] = set(Event.objects.values_list("anonymous_id", flat=True))
    assert Event.objects.get(type="alias").payload["previousId"] == anonymous
    assert Event.objects.get(type="identify").payload["traits"] == {"email": "ü@example.com"}


def test_it_takes_a_beacon(shop: Page, live_server: LiveServer, write_key: str) -> None:
    shop.evaluate(
        """([url, writeKey]) => navigator.sendBeacon(url, JSON.stringify(
            { writeKey, batch: [{ type: "track", event: "Left", anonymousId: "a" }] }))""",
        [f"{live_server.url}/v1/b", write_key],
    )
    assert stored(shop, 1) == [("track", "Left", None)]
