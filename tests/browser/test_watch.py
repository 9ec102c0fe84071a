"""The watch itself: what it hears, and what it lets pass."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from apps.embedded.ports import free_port
from tests.browser.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)


def heard(watch: Watch, text: str) -> None:
    """It complained of this; for the rest of the test that is expected."""
    assert any(text in said for said in watch.complaints), watch.complaints
    watch.allow(text)
    assert watch.complaints == []


@pytest.mark.parametrize("kind", ["error", "warn"])
def test_it_hears_what_the_console_says(page: Page, watch: Watch, kind: str) -> None:
    page.evaluate(f"console.{kind}('a loose wire')")
    heard(watch, "a loose wire")


def test_it_hears_what_nobody_caught(page: Page, watch: Watch) -> None:
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    heard(watch, "thrown")


def test_it_hears_what_goes_elsewhere(page: Page, watch: Watch) -> None:
    address = f"http://127.0.0.1:{free_port()}/"
    page.evaluate("(address) => fetch(address).catch(() => {})", address)
    assert any("ERR_CONNECTION_REFUSED" in said for said in watch.complaints)
    watch.allow("ERR_CONNECTION_REFUSED")
    heard(watch, f"foreign request: {address}")


def test_it_hears_what_the_content_policy_forbids(
    page: Page, live_server: LiveServer, watch: Watch
) -> None:
    page.goto(f"{live_server.url}/login/")
    watch.allow("violates the following Content Security Policy directive")
    watch.allow("Applying inline style")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(50)
    heard(watch, "content policy: style-src-attr forbids inline")
