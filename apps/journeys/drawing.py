"""Where the nodes of a journey stand in its drawing, and how the ways run. Pure.

Layers from top to bottom by the longest path from the entry; within a layer the order that
brings neighbours together (barycenters); a way over several layers gets a place in each of them,
so that it runs between the boxes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 284, 78
GAP_X, GAP_Y = 32, 48
THIN = 40
MARGIN = 12
SWEEPS = 6
# The width of the longest port name.
LABEL = 126

Key = str
Way = tuple[Key, str, Key]


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node: its upper left corner, in pixels."""

    key: Key
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A way as an SVG path, and where the name of its port is written."""

    start: Key
    port: str
    end: Key
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(keys: Sequence[Key], ways: Sequence[Way]) -> Drawing:
    """The drawing of these nodes; the first is the entry, nodes without a way in come last."""
    depth = layers(keys, ways)
    chains = {way: _chain(way, depth) for way in ways if depth[way[0]] < depth[way[2]]}
    ranks = _ranks(keys, depth, chains)
    links = [link for chain in chains.values() for link in pairwise(chain)]
    before, after = _neighbours(links)
    _order(ranks, before, after)
    middle = _middles(ranks, before, after)
    left = min((x - _width(key) / 2 for key, x in middle.items()), default=0)
    middle = {key: x - left + MARGIN for key, x in middle.items()}
    top = {key: MARGIN + rank * (HEIGHT + GAP_Y) for rank, row in enumerate(ranks) for key in row}
    boxes = tuple(Box(key, round(middle[key] - WIDTH / 2), top[key]) for key in keys)
    beside: dict[Key, list[Way]] = defaultdict(list)
    for way in ways:
        beside[way[0]].append(way)
    for siblings in beside.values():
        siblings.sort(key=lambda way: middle[way[2]])
    lines = tuple(_line(way, chains.get(way), beside[way[0]], middle, top) for way in ways)
    right = max((middle[key] + _width(key) / 2 for key in middle), default=0)
    # A way back runs beside the boxes, and its port is written there.
    labels = [
        line.label_x + LABEL / 2
        for line in lines
        if (line.start, line.port, line.end) not in chains
    ]
    return Drawing(
        round(max(right, *labels, 0)) + MARGIN,
        (max(top.values(), default=0) + HEIGHT + MARGIN),
        boxes,
        lines,
    )


def layers(keys: Sequence[Key], ways: Sequence[Way]) -> dict[Key, int]:
    """How far down each node stands: the longest path that leads to it, ways back left out."""
    ends: dict[Key, list[Key]] = defaultdict(list)
    for start, _, end in ways:
        ends[start].append(end)
    order, back = _topological(keys, ends)
    depth = dict.fromkeys(keys, 0)
    for key in order:
        for end in ends[key]:
            if (key, end) not in back:
                depth[end] = max(depth[end], depth[key] + 1)
    lonely = set(keys[1:]) - {end for _, _, end in ways} - {start for start, _, _ in ways}
    last = max((depth[key] for key in keys if key not in lonely), default=0)
    return depth | {key: max(last, 1) for key in lonely}


def _topological(
    keys: Sequence[Key], ends: Mapping[Key, Sequence[Key]]
) -> tuple[list[Key], set[tuple[Key, Key]]]:
    """The nodes with every start before its end, and the ways that lead back."""
    order: list[Key] = []
    back: set[tuple[Key, Key]] = set()
    state: dict[Key, int] = {}
    for root in keys:
        todo = [(root, iter(ends.get(root, ())))] if root not in state else []
        state.setdefault(root, 1)
        while todo:
            key, left = todo[-1]
            end = next(left, None)
            if end is None:
                state[key] = 2
                order.append(key)
                todo.pop()
            elif end not in state:
                state[end] = 1
                todo.append((end, iter(ends.get(end, ()))))
            elif state[end] == 1:
                back.add((key, end))
    return order[::-1], back


def _chain(way: Way, depth: Mapping[Key, int]) -> list[Key]:
    start, port, end = way
    between = range(depth[start] + 1, depth[end])
    return [start, *(f"~{start}~{port}~{rank}" for rank in between), end]


def _ranks(
    keys: Sequence[Key], depth: Mapping[Key, int], chains: Mapping[Way, list[Key]]
) -> list[list[Key]]:
    ranks: list[list[Key]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for key in keys:
        ranks[depth[key]].append(key)
    for way, chain in chains.items():
        for step, key in enumerate(chain[1:-1], depth[way[0]] + 1):
            ranks[step].append(key)
    return ranks


def _neighbours(
    links: Sequence[tuple[Key, Key]],
) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    before: dict[Key, list[Key]] = defaultdict(list)
    after: dict[Key, list[Key]] = defaultdict(list)
    for start, end in links:
        after[start].append(end)
        before[end].append(start)
    return before, after


def _order(
    ranks: list[list[Key]], before: Mapping[Key, list[Key]], after: Mapping[Key, list[Key]]
) -> None:
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        sides = before if down else after
        for row in ranks if down else ranks[::-1]:
            place = {key: i for rank in ranks for i, key in enumerate(rank)}
            center = {key: _mean([place[n] for n in sides.get(key, ())], place[key]) for key in row}
            row.sort(key=lambda key: center[key])


def _middles(
    ranks: list[list[Key]], before: Mapping[Key, list[Key]], after: Mapping[Key, list[Key]]
) -> dict[Key, float]:
    middle: dict[Key, float] = {}
    for row in ranks:
        middle |= _spread(row, dict.fromkeys(row, 0.0))
    for sweep in range(SWEEPS * 2):
        down = sweep % 2 == 0
        sides = before if down else after
        for row in ranks if down else ranks[::-1]:
            wish = {key: _mean([middle[n] for n in sides.get(key, ())], middle[key]) for key in row}
            middle |= _spread(row, wish)
    return middle


def _spread(row: Sequence[Key], wish: Mapping[Key, float]) -> dict[Key, float]:
    """The places nearest to the wished ones with the gaps kept (pooling neighbours in the way)."""
    offsets, at = [], 0.0
    for index, key in enumerate(row):
        at += (_width(row[index - 1]) + _width(key)) / 2 + GAP_X if index else 0.0
        offsets.append(at)
    pools: list[list[float]] = []
    for key, offset in zip(row, offsets, strict=True):
        pools.append([wish[key] - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [[(a * m + b * n) / (m + n), m + n]]
    starts = [start for start, count in pools for _ in range(int(count))]
    return {key: s + offset for key, s, offset in zip(row, starts, offsets, strict=True)}


def _line(
    way: Way,
    chain: list[Key] | None,
    siblings: Sequence[Way],
    middle: Mapping[Key, float],
    top: Mapping[Key, int],
) -> Line:
    start, port, end = way
    spread = min(60, WIDTH / (len(siblings) + 1))
    x = middle[start] + (siblings.index(way) - (len(siblings) - 1) / 2) * spread
    y = top[start] + HEIGHT
    if chain is None:
        return _way_back(way, x, y, middle[end], top[end])
    path = [f"M{x:.0f} {y}"]
    label_x, first = x, True
    for key in chain[1:]:
        to_x, to_y = middle[key], top[key]
        half = (y + to_y) / 2
        path.append(f"C{x:.0f} {half:.0f} {to_x:.0f} {half:.0f} {to_x:.0f} {to_y}")
        if first:
            label_x, first = x + (to_x - x) * 0.42, False
        x, y = to_x, to_y
        if key != end:
            y += HEIGHT
            path.append(f"L{x:.0f} {y}")
    return Line(start, port, end, "".join(path), round(label_x), top[start] + HEIGHT + GAP_Y // 2)


def _way_back(way: Way, x: float, y: float, end_x: float, end_y: float) -> Line:
    """A way to a node above: around the right side."""
    side = max(x, end_x) + WIDTH / 2 + GAP_X / 2
    path = (
        f"M{x:.0f} {y:.0f}C{x:.0f} {y + 30:.0f} {side:.0f} {y + 30:.0f} {side:.0f} {y:.0f}"
        f"L{side:.0f} {end_y:.0f}C{side:.0f} {end_y - 30:.0f} {end_x:.0f} {end_y - 30:.0f} "
        f"{end_x:.0f} {end_y:.0f}"
    )
    return Line(*way, path, round(side), round((y + end_y) / 2))


def _width(key: Key) -> int:
    return THIN if key.startswith("~") else WIDTH


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default
