"""The browser itself."""

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_it_shows_a_page_of_the_application(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/")
    assert "Log in" in page.title()


def test_it_runs_scripts(page: Page) -> None:
    page.set_content("<p id=sum></p>")
    page.evaluate("document.getElementById('sum').textContent = 40 + 2")
    assert page.inner_text("#sum") == "42"
