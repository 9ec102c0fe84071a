"""What is in each picture: a page of the demonstration, brought to the moment that is shown."""

from collections.abc import Callable

import requests
from playwright.sync_api import Page

from tests.pictures.installation import Running

Scene = Callable[[Page, Running], None]


def overview(page: Page, running: Running) -> None:
    page.goto(running.address)
    page.wait_for_load_state("networkidle")


def why(page: Page, running: Running) -> None:
    """A message that others competed with."""
    answer = requests.get(
        f"{running.address}/api/messages/",
        params={"state": "sent"},
        headers={"Authorization": f"Token {running.token}"},
        timeout=30,
    ).json()
    page.goto(f"{running.address}/messages/{answer['results'][0]['id']}/why/")


SCENES: dict[str, Scene] = {"overview": overview, "why": why}
