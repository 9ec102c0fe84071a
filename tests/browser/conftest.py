"""A real browser: `page` is a fresh window without cookies; `live_server.url` serves the pages.

Every window is watched: what a console, the content policy or the network says against a page
fails the test, unless it was allowed with `watch.allow("the expected text")`.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium
from tests.browser.watch import Watch
from tests.pages import BACKEND, may_see


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        # Playwright runs an event loop in this thread, which Django takes for an async context.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        browser.close()


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """What the windows of this test complain of; the server's own origin is no foreign one."""
    served = "live_server" in request.fixturenames
    watch = Watch([request.getfixturevalue("live_server").url] if served else [])
    yield watch
    assert watch.complaints == []


@pytest.fixture
def window(browser: Browser, watch: Watch) -> Iterator[Callable[[], Page]]:
    """Opens fresh windows, each with cookies and a clipboard of its own."""
    contexts = []

    def open_window() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
        contexts.append(context)
        watch.look(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def page(window: Callable[[], Page]) -> Page:
    return window()


@pytest.fixture
def console(page: Page, live_server: LiveServer) -> Page:
    """The overview, after ann's login with her password."""
    may_see(User.objects.create_user("ann", password="secret", is_staff=True))
    page.goto(live_server.url)
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    return page


@pytest.fixture
def as_user(window: Callable[[], Page], live_server: LiveServer) -> Callable[[str], Page]:
    """Opens a window in which this member of staff is logged in already."""

    def enter(name: str) -> Page:
        user = User.objects.filter(username=name).first()
        client = Client()
        user = user or may_see(User.objects.create_user(name, is_staff=True))
        client.force_login(user, BACKEND)
        cookie = client.cookies["sessionid"].value
        page = window()
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return enter
