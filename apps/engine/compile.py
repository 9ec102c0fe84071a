"""Turns documents (JSON, as authored) into the frozen values of a book.

A journey's document is `{"tier", "priority", "longest_stay", "nodes": [{"key", "type", "name",
"settings"}], "edges": [{"from", "port", "to"}]}`. Everything wrong with it is found in one go.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from apps.engine import conditions, durations
from apps.engine.book import Book, Holdout, Journey, Listener, Node, RuleSet
from apps.engine.compile_rules import rule_set
from apps.engine.conditions import Condition, Leaf
from apps.engine.nodes import NODE_TYPES
from apps.engine.problems import Problems

__all__ = ["book", "is_made", "journey", "node_name", "rule_set"]

LONGEST_KEY = 64
# A key that the editor makes ends with five of these, by chance; see editor/model/keys.ts.
LETTERS = set("23456789abcdefghjkmnpqrstuvwxyz")


def journey(document: Mapping[str, Any], *, key: str, name: str, version: str) -> Journey:
    """The compiled journey; raises `Invalid` with every problem of the document."""
    problems = Problems()
    nodes = _nodes(document.get("nodes") or (), problems)
    _connect(nodes, document.get("edges") or (), problems)
    entries = [node.key for node in nodes.values() if node.type == "entry"]
    if len(entries) != 1:
        problems.add(
            "nodes", "one_entry", f"a journey has exactly one entry, this has {len(entries)}"
        )
    priority = document.get("priority", 50)
    if not isinstance(priority, int) or not 0 <= priority <= 100:
        problems.add("priority", "out_of_range", "a whole number from 0 to 100")
    if len(str(document.get("tier", ""))) > LONGEST_KEY:
        problems.add("tier", "too_long", f"at most {LONGEST_KEY} characters")
    stay = document.get("longest_stay")
    longest_stay = durations.parse(stay, problems, "longest_stay") if stay else None
    _reachable(nodes, entries, problems)
    problems.raise_if_any()
    return Journey(
        key=key,
        name=name,
        version=version,
        tier=str(document.get("tier", "")),
        priority=priority,
        nodes=nodes,
        entry=entries[0],
        listeners=tuple(
            Listener(node.key, node.settings.event, node.settings.where, node.settings.window)
            for node in nodes.values()
            if _listens(node)
        ),
        longest_stay=longest_stay,
    )


def _listens(node: Node) -> bool:
    return node.type in ("goal", "exit") and node.settings.listens


def _nodes(raws: Sequence[Mapping[str, Any]], problems: Problems) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for raw in raws:
        key, kind = str(raw.get("key", "")), str(raw.get("type", ""))
        here = problems.at(key)
        if not key or key in nodes:
            here.add("key", "not_unique", "every node has a key of its own")
        elif len(key) > LONGEST_KEY:
            here.add("key", "too_long", f"at most {LONGEST_KEY} characters")
        elif kind not in NODE_TYPES:
            here.add("type", "unknown_type", f"“{kind}” is none of {', '.join(NODE_TYPES)}")
        else:
            settings = NODE_TYPES[kind].parse(raw.get("settings") or {}, here)
            nodes[key] = Node(key, kind, node_name(raw, key, kind, settings), settings, {})
    return nodes


def is_made(key: str, kind: str) -> bool:
    """Whether the editor made this key, so that nobody chose its words."""
    end = key.removeprefix(f"{kind}_")
    return end != key and len(end) == 5 and LETTERS.issuperset(end)


def node_name(raw: Mapping[str, Any], key: str, kind: str, settings: Any) -> str:
    """Its name, else its key; where that says nothing, its template or event if it has one."""
    if raw.get("name") or not is_made(key, kind):
        return str(raw.get("name") or key)
    return getattr(settings, "template", "") or getattr(settings, "event", "") or key


def _connect(
    nodes: dict[str, Node], edges: Sequence[Mapping[str, Any]], problems: Problems
) -> None:
    ways: dict[str, dict[str, str]] = {key: {} for key in nodes}
    for edge in edges:
        start, port, end = (
            str(edge.get(k, d)) for k, d in (("from", ""), ("port", "next"), ("to", ""))
        )
        here = problems.at(start)
        if start not in nodes or end not in nodes:
            here.add("edges", "unknown_node", f"an edge leads from “{start}” to “{end}”; draw both")
        elif port not in NODE_TYPES[nodes[start].type].ports(nodes[start].settings):
            here.add("edges", "unknown_port", f"there is no port “{port}”")
        elif port in ways[start]:
            here.add("edges", "port_taken", f"port “{port}” leads to two nodes; keep one")
        else:
            ways[start][port] = end
    for key, node in list(nodes.items()):
        nodes[key] = Node(node.key, node.type, node.name, node.settings, ways[key])


def _reachable(nodes: Mapping[str, Node], entries: list[str], problems: Problems) -> None:
    seen: set[str] = set()
    todo = list(entries)
    todo += [node.key for node in nodes.values() if _listens(node)]
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo.extend(nodes[key].next.values())
    for key in nodes.keys() - seen:
        problems.at(key).add("key", "unreachable", "connect this node or delete it")


def book(
    *,
    id: str,
    rules: RuleSet,
    journeys: Iterable[Journey],
    live: Iterable[str],
    paused: Iterable[str] = (),
    holdouts: Iterable[Holdout] = (),
) -> Book:
    """A book with its indexes: who enters by which event, and what must be counted how far back."""
    versions = {journey.version: journey for journey in journeys}
    live = tuple(live)
    entries: dict[str, tuple[Journey, ...]] = {}
    for version in live:
        known = versions[version]
        event = known.nodes[known.entry].settings.event
        entries[event] = (*entries.get(event, ()), known)
    depths = _tally_depths(versions.values(), rules)
    return Book(
        id=id,
        rules=rules,
        journeys=versions,
        live=live,
        paused=tuple(paused),
        holdouts=tuple(holdouts),
        entries={
            event: tuple(sorted(known, key=lambda journey: _strength(journey, rules)))
            for event, known in entries.items()
        },
        tally_depths=depths,
        tally_plan=_fingerprint(sorted(depths.items())) if depths else "",
        stage_plan=_fingerprint(rules.lifecycles) if rules.lifecycles else "",
        stage_windows=tuple(
            sorted({(leaf.key, leaf.days) for leaf in _counts(_of_stages(rules)) if leaf.days})
        ),
    )


def _strength(journey: Journey, rules: RuleSet) -> tuple[int, int, str]:
    """The better journey first: where one event lets into two of a group, it takes the place."""
    return rules.tier_rank(journey.tier), -journey.priority, journey.key


def _tally_depths(journeys: Iterable[Journey], rules: RuleSet) -> dict[str, int]:
    depths: dict[str, int] = {}
    for leaf in _counts(asked(journeys, rules)):
        depths[leaf.key] = max(conditions.tally_depth(leaf), depths.get(leaf.key, 0))
    return depths


def asked(journeys: Iterable[Journey], rules: RuleSet) -> Iterator[Condition]:
    """Every condition of these journeys and of the lifecycles' stages."""
    yield from _of_nodes(journeys)
    yield from _of_stages(rules)


def _of_nodes(journeys: Iterable[Journey]) -> Iterator[Condition]:
    for known in journeys:
        for node in known.nodes.values():
            yield from NODE_TYPES[node.type].asks(node.settings)


def _of_stages(rules: RuleSet) -> Iterator[Condition]:
    for lifecycle in rules.lifecycles:
        for stage in lifecycle.stages:
            yield stage.when
            if stage.done is not None:
                yield stage.done


def _counts(asked: Iterable[Condition]) -> Iterator[Leaf]:
    for condition in asked:
        yield from (leaf for leaf in conditions.leaves(condition) if leaf.kind == "count")


def _fingerprint(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]
