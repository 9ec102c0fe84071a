"""A journey as it is drawn: a version with its counts, or a draft as far as it can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.text import slugify

from apps.engine.book import Node
from apps.engine.problems import Problem
from apps.graph import queries_journeys
from apps.graph.queries_journeys import NodeCount
from apps.journeys import checks, drawing
from apps.journeys.models import JourneyVersion
from apps.journeys.ports import port_words
from apps.journeys.queries import compiled_version
from apps.journeys.sentences import Sentence, sentence


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node as it is drawn. `id` names it in the page; `problems` is what is wrong with it."""

    id: str
    key: str
    type: str
    x: int
    y: int
    href: str
    says: Sentence
    count: NodeCount
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """`draft`: nobody walks it, so there are problems instead of counts."""

    width: int
    height: int
    nodes: list[NodeView]
    lines: list[drawing.Line]
    draft: bool = False


def picture(version: JourneyVersion) -> Picture:
    """The drawing of a version, with how many people stand, wait and passed where."""
    return _picture(version, queries_journeys.node_counts(str(version.id)))


def outline(version: JourneyVersion) -> Picture:
    """The drawing of a version without any numbers."""
    return _picture(version, {})


def _picture(version: JourneyVersion, counts: Mapping[str, NodeCount]) -> Picture:
    compiled = compiled_version(version)
    keys = tuple(sorted(compiled.nodes, key=lambda key: key != compiled.entry))
    ways = tuple(
        (node.key, port, end) for node in compiled.nodes.values() for port, end in node.next.items()
    )
    drawn = _draw(keys, ways)
    nodes = [
        NodeView(
            f"node-{slugify(box.key)}",
            box.key,
            compiled.nodes[box.key].type,
            box.x,
            box.y,
            _address(version, box.key),
            sentence(compiled.nodes[box.key]),
            counts.get(box.key, NodeCount()),
        )
        for box in drawn.boxes
    ]
    types = {node.key: node.type for node in compiled.nodes.values()}
    return Picture(drawn.width, drawn.height, nodes, _named(drawn.lines, types))


def sketch(document: Any, problems: Sequence[Problem]) -> Picture | None:
    """The drawing of a draft: what can be read of it; None where there is nothing to draw."""
    raws = {raw["key"]: raw for raw in checks.nodes(document)[: checks.MOST_NODES]}
    if not raws:
        return None
    keys = tuple(sorted(raws, key=lambda key: raws[key].get("type") != "entry"))
    ways = tuple(way for way in checks.edges(document) if way[0] in raws and way[2] in raws)
    drawn = _draw(keys, ways)
    nodes = [
        NodeView(
            f"node-{number}",
            box.key,
            _type(raws[box.key]),
            box.x,
            box.y,
            f"#at-{slugify(box.key) or number}",
            says(raws[box.key]),
            NodeCount(),
            tuple(problem for problem in problems if problem.node == box.key),
        )
        for number, box in enumerate(drawn.boxes)
    ]
    types = {key: _type(raw) for key, raw in raws.items()}
    return Picture(drawn.width, drawn.height, nodes, _named(drawn.lines, types), draft=True)


def says(raw: Mapping[str, Any]) -> Sentence:
    """The sentence of a node of a draft; of one that can't be read, its name."""
    settings, found = checks.parsed(raw)
    kind, name = _type(raw), str(raw.get("name") or raw["key"])
    if settings is None or found:
        return Sentence(name[:200], f"{kind.replace('_', ' ') or 'no type'}, not complete yet")
    return sentence(Node(str(raw["key"]), kind, name, settings))


def _type(raw: Mapping[str, Any]) -> str:
    return str(raw.get("type", ""))[:32]


def _named(lines: Sequence[drawing.Line], types: Mapping[str, str]) -> list[drawing.Line]:
    return [replace(line, port=port_words(types[line.start], line.port)) for line in lines]


def _address(version: JourneyVersion, node: str) -> str:
    page = reverse("journey-node", args=[version.journey.key, node])
    return f"{page}?version={quote(str(version.number))}"


_draw = lru_cache(maxsize=64)(drawing.draw)
