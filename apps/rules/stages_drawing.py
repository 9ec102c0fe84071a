"""Where the stages of a lifecycle stand in their picture, and how the moves run. Pure.

The stages stand side by side in their order, “no stage yet” before them. A move to the next one is
a straight line; one that skips stages is an arc above, one that leads back is an arc below.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 138, 74
GAP = 60
MARGIN = 12
# How far an arc rises, and how much more for each stage that it passes.
ARC, MORE = 26, 20
BESIDE = 20
THICKEST = 6


@dataclass(frozen=True, slots=True)
class Box:
    key: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A move as an SVG path; `weight` from 1 to THICKEST says how many people made it."""

    start: str
    end: str
    times: int
    weight: int
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(keys: Sequence[str], moves: Sequence[tuple[str, str, int]]) -> Drawing:
    """The picture of these stages and of the moves (from, to, how often) between them.

    A move from or to a stage that isn't there is left out.
    """
    place = {key: index for index, key in enumerate(keys)}
    moves = [m for m in moves if m[0] in place and m[1] in place and m[0] != m[1] and m[2]]
    spans = [place[end] - place[start] for start, end, _ in moves]
    above = max((_rise(span) for span in spans if span > 1), default=0)
    below = max((_rise(span) for span in spans if span < 0), default=0)
    top = MARGIN + above + (12 if above else 0)
    most = max((times for _, _, times in moves), default=1)
    return Drawing(
        width=2 * MARGIN + len(keys) * WIDTH + max(len(keys) - 1, 0) * GAP,
        height=top + HEIGHT + below + (12 if below else 0) + MARGIN,
        boxes=tuple(Box(key, _left(index), top) for key, index in place.items()),
        lines=tuple(
            _line(start, end, times, weight(times, most), place[start], place[end], top)
            for start, end, times in moves
        ),
    )


def weight(times: int, most: int) -> int:
    """1 for next to nothing, THICKEST for as many as the most."""
    return max(1, -(-times * THICKEST // most)) if most else 1


def _line(start: str, end: str, times: int, weight: int, first: int, last: int, top: int) -> Line:
    if last == first + 1:
        x, y, to_x = _left(first) + WIDTH, top + HEIGHT // 2, _left(last) - 3
        path = f"M{x} {y}L{to_x} {y}"
        return Line(start, end, times, weight, path, (x + to_x) // 2, y - 8 - weight // 2)
    span = last - first
    side = 1 if span > 0 else -1
    x = _left(first) + WIDTH // 2 + side * BESIDE
    to_x = _left(last) + WIDTH // 2 - side * BESIDE
    y = top if span > 0 else top + HEIGHT
    apex = y - side * _rise(span)
    # The curve comes to three quarters of the way to its control points.
    control = y + round((apex - y) * 4 / 3)
    path = f"M{x} {y}C{x} {control} {to_x} {control} {to_x} {y - side * 3}"
    return Line(start, end, times, weight, path, (x + to_x) // 2, apex + 4)


def _left(index: int) -> int:
    return MARGIN + index * (WIDTH + GAP)


def _rise(span: int) -> int:
    return ARC + MORE * abs(span)
