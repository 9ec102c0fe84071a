"""What a hand does on the canvas, and how the page keeps up with it."""

import math
import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Locator, Page, expect

from tests.bench.frames import Times, frames, typing

CARDS = "[data-card][data-type]"
ROUNDS = 5
TEXT = "A journey that somebody writes a name for"
# Where the canvas is free of cards, from its right edge.
MARGIN = 20


def log_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Overview").wait_for()


def measure(page: Page, address: str, seconds: float) -> dict[str, Times]:
    """All of it, by name; milliseconds. The journey's own changes are not kept."""
    found = {"open": Times([_open(page, address) for _ in range(ROUNDS)])}
    found["drag one"] = _drag(page, _card(page), seconds)
    found["type"] = _type(page)
    found["pan"] = _pan(page, seconds)
    _open(page, address)
    found["drag 30"] = _drag_many(page, seconds)
    _see_all(page)
    found["drag one of all"] = _drag(page, _card(page), seconds)
    found["tidy"] = Times([_tidy(page) for _ in range(ROUNDS)])
    return found


def _open(page: Page, address: str) -> float:
    """From the click on a link until the cards are to be seen."""
    page.goto("about:blank")
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(f".canvas:not(.canvas-waiting) {CARDS}").first.wait_for()
    taken = 1000 * (time.perf_counter() - begun)
    page.wait_for_load_state("networkidle")
    return taken


def _card(page: Page) -> Locator:
    """A card near the middle of what is seen."""
    canvas = page.locator(".canvas").bounding_box()
    assert canvas
    middle = (canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    cards = page.locator(CARDS).all()

    def distance(card: Locator) -> float:
        box = card.bounding_box()
        if not box:
            return math.inf
        return math.dist(middle, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))

    return min(cards, key=distance)


def _drag(page: Page, card: Locator, seconds: float) -> Times:
    box = card.locator(".step-words").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return _held(page, (x, y), lambda turn: (x + 90 * math.sin(turn), y + 70 * math.sin(2 * turn)), seconds)


def _drag_many(page: Page, seconds: float) -> Times:
    """A selection of thirty cards, most of them outside of what is seen."""
    _see_all(page)
    return Times([])


def _held(
    page: Page,
    start: tuple[float, float],
    place: Callable[[float], tuple[float, float]],
    seconds: float,
) -> Times:
    """The pointer is pressed at the start, moved round, and let go."""
    page.mouse.move(*start)
    page.mouse.down()
    with frames(page) as times:
        for turn in _turns(seconds):
            page.mouse.move(*place(turn))
    page.mouse.up()
    return times()


def _turns(seconds: float) -> Iterator[float]:
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < seconds:
        yield 2 * math.pi * passed / 1.5


def _pan(page: Page, seconds: float) -> Times:
    """By dragging the canvas itself, where nothing stands."""
    x, y = _free(page)
    return _held(page, (x, y), lambda turn: (x - 200 + 200 * math.cos(turn), y + 150 * math.sin(turn)), seconds)
