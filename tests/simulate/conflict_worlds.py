"""Worlds to look for conflicts in, without any store."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.engine import compile
from apps.engine.problems import Invalid
from apps.simulate.conflicts import Finding, World, find
from apps.simulate.conflicts.world import Broken
from apps.simulate.history.numbers import History, MessageNumbers, Pair, Place
from tests.scenario import message_on, node, path

UNTIL = datetime(2026, 3, 31, tzinfo=UTC)
RULES: dict[str, Any] = {
    "tiers": [
        {"key": "transactional", "name": "Transactional", "transactional": True},
        {"key": "marketing", "name": "Marketing"},
        {"key": "news", "name": "News"},
    ],
    "arbitration_window_minutes": 5,
}


def world(
    journeys: Mapping[str, dict[str, Any]] | None = None,
    *,
    rules: Mapping[str, Any] | None = None,
    **more: Any,
) -> World:
    """Compiles the documents; one that can't be compiled is a broken draft."""
    compiled, broken = {}, []
    for key, document in (journeys or {}).items():
        try:
            compiled[key] = compile.journey(document, key=key, name=key.title(), version=key)
        except Invalid as invalid:
            broken.append(Broken(key, key.title(), invalid.problems))
    rule_set = compile.rule_set({**RULES, **(rules or {})}, id="rules", number=1)
    return World(rules=rule_set, journeys=compiled, broken=tuple(broken), **more)


def history(
    *,
    messages: Mapping[Place, MessageNumbers] | None = None,
    pairs: tuple[Pair, ...] = (),
    **more: Any,
) -> History:
    """Numbers of a month, made up."""
    return History(
        since=UNTIL - timedelta(days=30),
        until=UNTIL,
        messages=messages or {},
        pairs=pairs,
        **more,
    )


def found(known: World, kind: str) -> list[Finding]:
    """What is found of this kind."""
    return [one for one in find(known) if one.kind == kind]


def cap(id: str = "week", limit: int = 1, **more: Any) -> dict[str, Any]:
    window = {} if "calendar" in more else {"hours": 168}
    return {"id": id, "name": f"Cap {id}", "limit": limit, **window, **more}


def two(**more: Any) -> dict[str, dict[str, Any]]:
    """Two journeys that the same event lets people in to."""
    return {"alpha": message_on("Go", **more), "beta": message_on("Go", **more)}


def quiet(start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"q{start}",
        "name": "Night",
        "channel": "email",
        "start": start,
        "end": end,
        **more,
    }


def stay(days: float, wait: dict[str, Any]) -> dict[str, dict[str, Any]]:
    document = path(
        node("in", "entry", event="Go"),
        wait,
        node("late", "message", template="x"),
    )
    return {"alpha": document | {"longest_stay": {"days": days}}}


def leaving(**settings: Any) -> dict[str, dict[str, Any]]:
    document = message_on("Go")
    document["nodes"].append(node("stop", "goal", **settings))
    return {"alpha": document}


def plan(op: str, value: Any = None) -> dict[str, Any]:
    return {"trait": "plan", "op": op, "value": value}
