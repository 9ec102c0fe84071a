"""What is wrong with a journey's document, whatever has been put into it. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apps.engine import compile
from apps.engine.nodes import NODE_TYPES
from apps.engine.problems import Invalid, Problem, Problems
from apps.events import decode
from apps.journeys import checks_graph, checks_layout
from apps.journeys.checks_graph import Drawn
from apps.rules.checks_reading import DEEPEST

MOST_NODES = 500


def problems(document: Any, key: str) -> list[Problem]:
    """Everything that keeps this document from being published; a draft may be any shape."""
    found = list(_shape(document))
    if found:
        return found
    return [
        *_of_compiling(document, key),
        *checks_graph.problems(_drawn(document)),
        *checks_layout.problems(document),
    ]


def warnings(document: Any, key: str) -> list[Problem]:
    """What may be published, but is hardly meant: dead ends, ports that lead nowhere, no goal."""
    return [] if any(_shape(document)) else checks_graph.warnings(_drawn(document))


def _of_compiling(document: Any, key: str) -> list[Problem]:
    try:
        compile.journey(document, key=key, name=key, version="")
    except Invalid as error:
        return list(error.problems)
    except Exception as error:
        # The compiler trusts the shapes inside a node's settings; a draft promises none.
        return _unreadable(document) or [Problem("document", "unreadable", _remedy(error))]
    return []


def too_deep(document: Any) -> list[Problem]:
    """The problem of a document that is nested deeper than anything may go on with, or none."""
    layer = [document]
    for _ in range(DEEPEST):
        layer = [inner for value in layer for inner in _inside(value)]
        if not layer:
            return []
    remedy = f"at most {DEEPEST} levels inside each other; flatten its conditions"
    return [Problem("document", "too_deep", remedy)]


def parsed(raw: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
    """A node's settings as its type reads them, None where it can't, and what is wrong there."""
    found = Problems(str(raw.get("key", "")))
    kind = str(raw.get("type", ""))
    if kind not in NODE_TYPES:
        found.add("type", "unknown_type", f"“{kind}” is none of {', '.join(NODE_TYPES)}")
        return None, list(found)
    try:
        settings = NODE_TYPES[kind].parse(raw.get("settings") or {}, found)
    except Exception as error:
        return None, [Problem("settings", "unreadable", _remedy(error), found.node)]
    return settings, list(found)


def nodes(document: Any) -> list[Mapping[str, Any]]:
    """The nodes of a document that can be told apart: each with a key of its own."""
    raws = document.get("nodes") if isinstance(document, Mapping) else None
    seen: dict[str, Mapping[str, Any]] = {}
    for raw in raws if isinstance(raws, list) else ():
        if isinstance(raw, Mapping) and raw.get("key") and isinstance(raw["key"], str):
            seen.setdefault(raw["key"], raw)
    return list(seen.values())


def edges(document: Any) -> list[tuple[str, str, str]]:
    """The ways of a document between such nodes: from, port, to."""
    known = {raw["key"] for raw in nodes(document)}
    raws = document.get("edges") if isinstance(document, Mapping) else None
    found: dict[tuple[str, str, str], None] = {}
    for raw in raws if isinstance(raws, list) else ():
        if isinstance(raw, Mapping):
            way = (str(raw.get("from")), str(raw.get("port", "next")), str(raw.get("to")))
            if way[0] in known and way[2] in known:
                found[way] = None
    return list(found)


def _drawn(document: Any) -> dict[str, Drawn]:
    ways: dict[str, list[tuple[str, str]]] = {}
    for start, port, end in edges(document):
        ways.setdefault(start, []).append((port, end))
    found: dict[str, Drawn] = {}
    for raw in nodes(document):
        key, (settings, wrong) = raw["key"], parsed(raw)
        name = str(raw.get("name") or key)
        kind = str(raw.get("type", ""))
        found[key] = Drawn(key, kind, name, settings, not wrong, ways.get(key, ()))
    return found


def _shape(document: Any) -> Iterator[Problem]:
    if not isinstance(document, Mapping):
        yield Problem("document", "not_an_object", "an object with nodes and edges")
        return
    deep = too_deep(document)
    if deep:
        yield from deep
        return
    if decode.clean(document) != document:
        yield Problem("document", "not_text", "take out the characters that are no text")
    for field in ("nodes", "edges"):
        raws = document.get(field) or []
        if not isinstance(raws, list):
            yield Problem(field, "not_a_list", f"a list of {field}")
            continue
        for index, raw in enumerate(raws):
            if not isinstance(raw, Mapping):
                yield Problem(f"{field}.{index}", "not_an_object", "an object such as {…}")
            elif not isinstance(raw.get("settings") or {}, Mapping):
                node = str(raw.get("key", ""))
                yield Problem("settings", "not_an_object", "an object with settings", node)
    if isinstance(document.get("nodes"), list) and len(document["nodes"]) > MOST_NODES:
        yield Problem("nodes", "too_many", f"at most {MOST_NODES} nodes")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _unreadable(document: Any) -> list[Problem]:
    return [problem for raw in nodes(document) for problem in parsed(raw)[1]]


def _remedy(error: Exception) -> str:
    return f"something here has a shape that can’t be read ({type(error).__name__})"
