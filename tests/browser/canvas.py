"""The editor as a marketer uses it: what is seen is found by its words, what is done, by hand.

Every gesture is real events of mouse and keyboard; only what is stored is read through the API.
"""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Canvas:
    """One window on a journey's draft or version."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.canvas = page.get_by_role("region", name="Canvas")
        self.panel = page.get_by_role("complementary", name="Panel")
        self.palette = page.get_by_role("complementary", name="Nodes to add")
        self.tools = page.get_by_role("group", name="Canvas tools")
        self.suggestions = page.get_by_role("listbox").get_by_role("option")
        self.cards = self.canvas.locator("[data-card][data-type]")
        self.notes = self.canvas.locator("[data-card]:not([data-type])")
        self.ways = self.canvas.locator("[data-way-line]")

    def open(self, key: str, address: str = "draft/") -> "Canvas":
        self.page.goto(f"{self.server}/journeys/{key}/{address}")
        return self.drawn()

    def drawn(self) -> "Canvas":
        expect(self.page.locator(".canvas:not(.canvas-waiting)")).to_be_visible()
        return self

    def document(self, key: str) -> dict[str, Any]:
        """The draft's document as it is stored."""
        answer = self.page.request.get(f"{self.server}/api/journeys/{key}/draft/")
        assert answer.ok, answer.text()
        found: dict[str, Any] = answer.json()["document"]
        return found

    # What is there

    def card(self, words: str) -> Locator:
        """The node whose sentence has these words."""
        return self.cards.filter(has=self.page.locator(".step-words", has_text=words))

    def port(self, card: Locator, words: str = "") -> Locator:
        """A node's port: the one of these words, or its only one."""
        ports = card.locator(".port")
        named = ports.filter(has=self.page.get_by_text(words, exact=True)) if words else ports
        return named.locator(".port-out")

    def way(self, start: str, end: str) -> Locator:
        """The place to insert into the way from one node to another."""
        name = re.compile(f"^Way from .*{re.escape(start)}.* to .*{re.escape(end)}.*: insert")
        return self.canvas.get_by_role("button", name=name)

    def field(self, label: str) -> Locator:
        return self.panel.get_by_label(label, exact=True)

    def tab(self, name: str) -> Locator:
        return self.panel.get_by_role("tab", name=re.compile(f"^{name}"))

    def problems(self, count: int) -> None:
        """The tab says so many problems and warnings."""
        wrong = self.tab("Problems").locator(".editor-count")
        if count:
            expect(wrong).to_have_text(str(count))
        else:
            expect(wrong).to_have_count(0)

    def saved(self) -> None:
        """Everything is saved."""
        expect(self.page.locator(".save-state")).to_have_class(re.compile(r"\bsave-saved\b"))
        expect(self.page.locator(".save-state")).to_contain_text("Saved")

    def said(self, words: str) -> bool:
        """Whether this is what was said last to those who don't see the canvas."""
        return self.canvas.locator("> .said").inner_text() == words

    # By mouse

    def select(self, card: Locator) -> None:
        card.locator(".step-words").click()
        expect(card).to_have_class(re.compile("step-selected"))

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 14) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=steps)
        mouse.up()

    def drag_in(self, label: str, x: float, y: float) -> None:
        """A node type from the palette to this place of the canvas, from its upper left corner."""
        box = self.canvas.bounding_box()
        assert box
        item = self.palette.get_by_role("button", name=label, exact=True)
        self.drag(middle(item), (box["x"] + x, box["y"] + y))

    def connect(self, port: Locator, to: Locator) -> None:
        self.drag(middle(port), middle(to.locator(".step-words")))

    def pick(self, label: str) -> None:
        """Take this from the list that is open."""
        option = self.page.get_by_role("dialog").get_by_role("option")
        option.filter(has=self.page.locator(".picker-label").get_by_text(label, exact=True)).click()

    def insert(self, start: str, end: str, label: str) -> None:
        """By the + on the way from one node to another."""
        self.way(start, end).click()
        self.pick(label)

    def choose(self, label: str, value: str) -> None:
        """A value of a field with suggestions, typed as far as needed and clicked."""
        self.field(label).click()
        self.field(label).fill(value)
        self.suggestions.filter(has_text=value).first.click()

    def undo_all(self) -> int:
        return self._all(re.compile("^Undo: "), "Nothing to undo")

    def redo_all(self) -> int:
        return self._all(re.compile("^Redo: "), "Nothing to redo")

    def _all(self, step: re.Pattern[str], nothing: str) -> int:
        """Clicks until there is nothing more to do; how many steps that were."""
        clicks, button = 0, self.tools.get_by_role("button", name=step)
        while button.count():
            before = button.get_attribute("aria-label")
            button.click()
            clicks += 1
            assert clicks < 200, before
        expect(self.tools.get_by_role("button", name=nothing)).to_be_visible()
        return clicks


def middle(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box, "it is not to be seen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def shape(document: dict[str, Any]) -> set[tuple[str, str, str]]:
    """A document's ways, by the types of what they join."""
    types = {node["key"]: node["type"] for node in document["nodes"]}
    return {
        (types[edge["from"]], edge.get("port", "next"), types[edge["to"]])
        for edge in document["edges"]
    }
