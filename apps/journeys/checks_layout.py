"""What is wrong with where things stand on the canvas: wrong shapes only. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.engine.problems import Problem

FARTHEST = 1_000_000
MOST_NOTES = 200
LONGEST_TEXT = 2000
SIDES = ("x", "y", "width", "height")


def problems(document: Mapping[str, Any]) -> list[Problem]:
    """What no canvas can show; a document without a layout is arranged by itself."""
    layout = document.get("layout")
    if layout is None:
        return []
    if not isinstance(layout, Mapping):
        return [Problem("layout", "not_an_object", "an object with positions and notes")]
    return [*_positions(layout.get("positions")), *_notes(layout.get("notes"))]


def _positions(raw: Any) -> Iterator[Problem]:
    if raw is None:
        return
    if not isinstance(raw, Mapping):
        yield Problem("layout.positions", "not_an_object", "an object: node to [x, y]")
        return
    for key, place in raw.items():
        if not isinstance(place, list) or len(place) != 2 or not all(map(_is_place, place)):
            remedy = f"two numbers, [x, y], from -{FARTHEST} to {FARTHEST}"
            yield Problem(f"layout.positions.{key}", "not_a_place", remedy)


def _notes(raw: Any) -> Iterator[Problem]:
    if raw is None:
        return
    if not isinstance(raw, list):
        yield Problem("layout.notes", "not_a_list", "a list of notes")
        return
    if len(raw) > MOST_NOTES:
        yield Problem("layout.notes", "too_many", f"at most {MOST_NOTES} notes")
        return
    seen: set[str] = set()
    for index, note in enumerate(raw):
        yield from _note(note, f"layout.notes.{index}", seen)


def _note(note: Any, field: str, seen: set[str]) -> Iterator[Problem]:
    if not isinstance(note, Mapping):
        yield Problem(field, "not_an_object", "an object such as {…}")
        return
    id = note.get("id")
    if not isinstance(id, str) or not id or id in seen:
        yield Problem(f"{field}.id", "not_unique", "every note has an id of its own")
    else:
        seen.add(id)
    for side in SIDES:
        if not _is_place(note.get(side)):
            remedy = f"a number from -{FARTHEST} to {FARTHEST}"
            yield Problem(f"{field}.{side}", "not_a_place", remedy)
    text = note.get("text")
    if not isinstance(text, str):
        yield Problem(f"{field}.text", "not_a_text", "a text")
    elif len(text) > LONGEST_TEXT:
        yield Problem(f"{field}.text", "too_long", f"at most {LONGEST_TEXT} characters")


def _is_place(raw: Any) -> bool:
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    return number and abs(raw) <= FARTHEST
