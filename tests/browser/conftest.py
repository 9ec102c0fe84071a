"""A real browser: `page` is a fresh window without cookies; `live_server.url` serves the pages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium

FLAGS = ("--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none")


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    return chromium.unpacked() / "chromium"


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    environment: dict[str, str | float | bool] = {**os.environ}
    environment |= chromium.environment(chromium_path.parent)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=list(FLAGS), env=environment
        )
        # Playwright runs an event loop in this thread, which Django takes for an async context.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()
