"""Whole journeys for property-based tests: well drawn, half drawn, and of any shape at all."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from apps.engine.nodes import NODE_TYPES
from apps.journeys import checks
from tests.journeys.generated_nodes import BENT, GOOD, settings
from tests.journeys.generated_values import (
    Values,
    anything,
    long_words,
    numbers,
    odd_durations,
    words,
)

KEYS = ("a", "b", "c", "d", "e", "f", "g", "h")
TYPES = sorted(NODE_TYPES)
OTHERS = [type for type in TYPES if type != "entry"]
Draw = Callable[[Values], Any]


@st.composite
def journeys(draw: Draw, *, good: bool = False) -> dict[str, Any]:
    """A journey as somebody might draw it; a `good` one is made of complete nodes only."""
    types = ["entry", *draw(st.lists(st.sampled_from(OTHERS if good else TYPES), max_size=6))]
    if good:
        types = ["entry", *sorted(types[1:], key=lambda type: type in ("goal", "exit"))]
    nodes = [_node(draw, key, type, good) for key, type in zip(KEYS, types, strict=False)]
    document: dict[str, Any] = {"nodes": nodes, "edges": _edges(draw, nodes, good)}
    more = {"tier": st.just("marketing"), "priority": st.integers(0, 100)}
    if not good:
        odd = {"tier": long_words | numbers, "priority": numbers | anything}
        more = {**odd, "longest_stay": odd_durations | anything, "layout": _odd_layouts}
    elif draw(st.booleans()):
        document["layout"] = draw(_layouts)
    made: dict[str, Any] = document | draw(st.fixed_dictionaries({}, optional=more))
    return _whole(made) if good else made


def _whole(document: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody can come to."""
    found = checks.problems(document, "way")
    lost = {one.node for one in found if one.code == "unreachable"}
    return document | {
        "nodes": [node for node in document["nodes"] if node["key"] not in lost],
        "edges": [edge for edge in document["edges"] if edge["from"] not in lost],
    }


def _node(draw: Draw, key: str, type: str, good: bool) -> dict[str, Any]:
    given = draw(GOOD[type] if good else settings(type))
    node = {"key": key, "type": type, "settings": given}
    if draw(st.booleans()):
        node["name"] = draw(
            st.sampled_from(["Welcome", key, "Order_Completed"]) if good else long_words
        )
    return node


def _edges(draw: Draw, nodes: list[dict[str, Any]], good: bool) -> list[dict[str, Any]]:
    """Most ports lead somewhere: on, mostly; now and then back, where it need not be good."""
    edges = []
    for place, node in enumerate(nodes):
        for port in _ports(node):
            later = nodes[place + 1 :]
            to = draw(st.sampled_from([*later, *later, *([] if good else nodes), None]))
            if to is not None:
                edges.append({"from": node["key"], "port": port, "to": to["key"]})
    if not good:
        edges += draw(st.lists(_odd_edges, max_size=1))
    return edges


def _ports(node: dict[str, Any]) -> list[str]:
    read, _ = checks.parsed(node)
    return [] if read is None else list(dict.fromkeys(NODE_TYPES[node["type"]].ports(read)))


_odd_edges = st.fixed_dictionaries(
    {"from": st.sampled_from([*KEYS, "gone"]), "to": st.sampled_from([*KEYS, "gone", 1])},
    optional={"port": st.sampled_from(["next", "else", "odd"]), "settings": anything},
)
_places = st.integers(-2000, 2000) | st.just(0.5)
_notes: Values = st.fixed_dictionaries(
    {"id": words, "text": long_words} | dict.fromkeys(("x", "y", "width", "height"), _places)
)
_layouts = st.fixed_dictionaries(
    {
        "positions": st.dictionaries(st.sampled_from(KEYS), st.tuples(_places, _places).map(list)),
        "notes": st.lists(
            _notes.filter(lambda note: note["id"]), max_size=3, unique_by=lambda note: note["id"]
        ),
    }
)
_odd_layouts = st.one_of(
    anything,
    _layouts,
    st.fixed_dictionaries(
        {},
        optional={
            "positions": anything
            | st.dictionaries(words, st.lists(numbers, max_size=3) | anything, max_size=2),
            "notes": anything | st.lists(_notes | anything, max_size=3),
        },
    ),
)


@st.composite
def _any_shapes(draw: Draw) -> Any:
    """Nodes and edges of any kind, under any key."""
    keys = st.sampled_from(["a", "b", "None", "1", ""]) | st.just("k" * 65) | anything
    nodes = st.lists(
        anything
        | st.fixed_dictionaries(
            {"key": keys, "type": st.sampled_from(TYPES) | words | anything},
            optional={
                "settings": anything | st.one_of([BENT[type] for type in TYPES]),
                "name": anything,
            },
        ),
        max_size=3,
    )
    edges = st.lists(
        anything | st.fixed_dictionaries({}, optional={"from": keys, "to": keys, "port": keys}),
        max_size=2,
    )
    optional = {"nodes": nodes | anything, "edges": edges | anything, "layout": _odd_layouts}
    return draw(st.fixed_dictionaries({}, optional=optional) | anything)


good_journeys = journeys(good=True)
documents = st.one_of(journeys(), journeys(), good_journeys, _any_shapes())
