"""A small chart of counts over time, as numbers for an SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 60
STEP = 10


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Spark:
    """Bars in a box of `width` by `height`; `most` is what the tallest stands for."""

    width: int
    height: int
    most: int
    bars: tuple[Bar, ...]


def spark(counts: Sequence[int], labels: Sequence[str]) -> Spark:
    """One bar per count; whatever is not zero can be seen."""
    most = max(counts, default=0)
    bars = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        height = max(round(HEIGHT * count / most, 1), 2) if count else 0
        bars.append(Bar(place * STEP, HEIGHT - height, height, f"{label}: {count:,}"))
    return Spark(len(counts) * STEP, HEIGHT, most, tuple(bars))
