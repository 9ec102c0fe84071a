"""What a hand does on the canvas, and how the page keeps up with it."""

import math
import re
import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Locator, Page

from tests.bench.frames import Times, frames, typing

CARDS = "[data-card][data-type]"
ROUNDS = 5
TEXT = "A journey that somebody writes a name for"


def log_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Overview").wait_for()


def measure(
    page: Page, address: str, seconds: float, many: int
) -> tuple[dict[str, Times], dict[str, int]]:
    """All of it, by name, in milliseconds; and how many cards were drawn meanwhile."""
    cards = page.locator(CARDS)
    found = {"open": Times([_open(page, address) for _ in range(ROUNDS)])}
    drawn = {"in the first view": cards.count()}
    found["drag one"] = _drag(page, seconds)
    found["type a name"] = _type(page, page.get_by_label("Name", exact=True))
    found["type in the journey"] = _type(page, page.get_by_label("Name of the journey"))
    found["pan"] = _pan(page, seconds)
    _open(page, address)
    _select(page, many)
    found["drag many"] = _drag(page, seconds)
    _open(page, address)
    page.get_by_role("button", name="See all of it").click()
    page.wait_for_timeout(800)
    drawn["from afar"] = cards.count()
    found["drag one from afar"] = _drag(page, seconds)
    found["pan from afar"] = _pan(page, seconds)
    found["tidy"] = Times([_tidy(page) for _ in range(ROUNDS)])
    return found, drawn


def _open(page: Page, address: str) -> float:
    """From the address until the cards are to be seen."""
    page.goto("about:blank")
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(f".canvas:not(.canvas-waiting) {CARDS}").first.wait_for()
    taken = 1000 * (time.perf_counter() - begun)
    page.wait_for_load_state("networkidle")
    return taken


def _boxes(page: Page, selector: str) -> list[dict[str, float]]:
    """The places on the screen of everything of this kind that is drawn."""
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(
        "(all) => all.map((it) => { const b = it.getBoundingClientRect();"
        " return { x: b.x, y: b.y, width: b.width, height: b.height }; })"
    )
    return found


def _middle(box: dict[str, float]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _center(page: Page) -> tuple[float, float]:
    [canvas] = _boxes(page, ".canvas")
    return _middle(canvas)


def _drag(page: Page, seconds: float) -> Times:
    """The card nearest to the middle of what is seen; what is selected moves with it."""
    center = _center(page)
    words = [_middle(box) for box in _boxes(page, f"{CARDS} .step-words")]
    x, y = min(words, key=lambda place: math.dist(place, center))
    times = _held(page, (x, y), lambda t: (x + 90 * math.sin(t), y + 70 * math.sin(2 * t)), seconds)
    page.get_by_role("button", name=re.compile("^Undo: Move")).wait_for()
    return times


def _pan(page: Page, seconds: float) -> Times:
    """By dragging the canvas itself, where nothing stands."""
    x, y = _free(page)
    cx, cy = _center(page)
    before = _view(page)
    times = _held(
        page, (x, y), lambda t: (cx + 180 * math.sin(t), cy + 140 * math.sin(2 * t)), seconds
    )
    assert _view(page) != before, "the canvas did not move"
    return times


def _view(page: Page) -> str:
    view = page.locator(".react-flow__viewport")
    return str(view.evaluate("(it) => getComputedStyle(it).transform"))


def _free(page: Page) -> tuple[float, float]:
    """A place on the canvas with nothing on it, the nearest to its middle."""
    found: list[float] = page.evaluate(
        """([cx, cy]) => {
            for (let far = 0; far < 340; far += 6)
                for (let turn = 0; turn < 6.3; turn += 0.2) {
                    const [x, y] = [cx + far * Math.cos(turn), cy + far * Math.sin(turn)];
                    const hit = document.elementFromPoint(x, y);
                    if (hit?.matches(".react-flow__pane")) return [x, y];
                }
            throw new Error("the canvas is full");
        }""",
        list(_center(page)),
    )
    return found[0], found[1]


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
    page.wait_for_timeout(200)
    return times()


def _turns(seconds: float) -> Iterator[float]:
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < seconds:
        yield 2 * math.pi * passed / 1.5


def _select(page: Page, many: int) -> None:
    """As many cards, by a click and the keyboard: it goes through them in reading order."""
    center = _center(page)
    words = [_middle(box) for box in _boxes(page, f"{CARDS} .step-words")]
    page.mouse.click(*min(words, key=lambda place: math.dist(place, center)))
    for _ in range(many - 1):
        page.keyboard.press("Shift+PageDown")
    page.get_by_text(f"{many} selected").first.wait_for()


def _type(page: Page, field: Locator) -> Times:
    field.click()
    field.fill("")
    return typing(page, TEXT)


def _tidy(page: Page) -> float:
    """From the click until the canvas says that it is done; undone again, so that it can be."""
    said = page.get_by_role("region", name="Canvas").get_by_role("status")
    begun = time.perf_counter()
    page.get_by_role("button", name="Tidy the layout", exact=True).click()
    said.get_by_text("Tidied the layout").wait_for()
    taken = 1000 * (time.perf_counter() - begun)
    page.get_by_role("button", name="Undo: Tidy the layout").click()
    said.get_by_text("Undone").wait_for()
    return taken
