"""How smoothly a page moves: the time between its frames, and from a key press to the paint."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests.bench.figures import percentile

# Moments at which the page was asked for a frame: it is asked again in each.
RECORD = """() => {
    const frames = [];
    window.benchFrames = { frames, going: true };
    const tick = (at) => {
        frames.push(at);
        if (window.benchFrames.going) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
}"""
STOP = "() => { window.benchFrames.going = false; return window.benchFrames.frames; }"
# From the moment the browser got the key until the task after the frame that shows it.
KEYS = """() => {
    const waits = [];
    window.benchKeys = waits;
    addEventListener("keydown", (event) => {
        const begun = event.timeStamp;
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => waits.push(performance.now() - begun);
            port2.postMessage(null);
        });
    }, true);
}"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: between frames, or of key presses."""

    values: Sequence[float]

    def at(self, percent: float) -> float:
        return round(percentile(self.values, percent), 1)

    def as_json(self) -> dict[str, Any]:
        known = {f"p{percent}": self.at(percent) for percent in (50, 95, 99)}
        return known | {"max": self.at(100), "count": len(self.values)}


@contextmanager
def frames(page: Page) -> Iterator[Callable[[], Times]]:
    """Records while the block runs; the function it gives answers afterwards."""
    page.evaluate(RECORD)
    moments: list[float] = []
    yield lambda: Times([after - before for before, after in pairwise(moments)])
    moments.extend(page.evaluate(STOP))


def typing(page: Page, text: str) -> Times:
    """Types this into the focused field, a letter at a time; each letter until it is painted."""
    page.evaluate(KEYS)
    for letter in text:
        page.keyboard.press(letter)
        page.wait_for_timeout(40)
    return Times(page.evaluate("() => window.benchKeys"))
