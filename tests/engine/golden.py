"""Golden cases: a book, a person's state, inputs and a moment, and what must come of them.

`cases/*.json` is plain JSON, so that another language can be held to the same answers. A file has
`defaults` and `cases`; a case's own keys replace the defaults. `journeys` are documents whose nodes
follow each other by `path`; `expect` names only what matters: dicts are compared by the keys given.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from apps.engine import compile
from apps.engine.advance import next_due
from apps.engine.book import Book, Holdout
from apps.engine.values import (
    Absorb,
    Event,
    Input,
    Left,
    Outcome,
    ProfileState,
    Refused,
    SendMessage,
    Visited,
)

CASES = Path(__file__).with_name("cases")
FIRST_PORT = {"wait_for_event": "event", "condition_split": "else"}
TIERS = [
    {"key": "transactional", "name": "Transactional", "transactional": True},
    {"key": "lifecycle", "name": "Lifecycle"},
    {"key": "marketing", "name": "Marketing"},
]
RULES = {
    "tiers": TIERS,
    "arbitration_window_minutes": 0,
    "consent": {"email": "opt_out", "sms": "opt_out", "webhook": "none"},
}
STATE = {
    "id": "p",
    "as_of": "2026-03-01T00:00:00Z",
    "traits": {"email": {"value": "ann@example.test", "at": "2026-03-01T00:00:00Z"}},
    "bucket_keys": ["user_id:ann"],
}


@dataclass(frozen=True)
class Case:
    book: Book
    state: ProfileState
    inputs: tuple[Input, ...]
    now: datetime
    expect: Mapping[str, Any]


def all_cases() -> dict[str, dict[str, Any]]:
    """Every case's raw JSON, by file and name."""
    found = {}
    for file in sorted(CASES.glob("*.json")):
        content = json.loads(file.read_text())
        for raw in content["cases"]:
            found[f"{file.stem}: {raw['name']}"] = content.get("defaults", {}) | raw
    return found


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def document(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A journey's document, with the edges that `path` implies."""
    nodes = [{"name": node["key"]} | node for node in raw["path"]]
    ways = [
        {"from": a["key"], "port": FIRST_PORT.get(a["type"], "next"), "to": b["key"]}
        for a, b in pairwise(nodes)
        if a["type"] not in ("goal", "exit", "random_split")
    ]
    return {**raw, "nodes": nodes, "edges": [*ways, *raw.get("edges", ())]}


def book(raw: Mapping[str, Any]) -> Book:
    journeys = [
        compile.journey(document(j), key=key, name=key.title(), version=f"{key}-1")
        for key, j in raw["journeys"].items()
    ]
    return compile.book(
        id="book",
        rules=compile.rule_set(RULES | raw.get("rules", {}), id="rules", number=1),
        journeys=journeys,
        live=[j.version for j in journeys],
        paused=raw.get("paused", ()),
        holdouts=[Holdout(**h) for h in raw.get("holdouts", ())],
    )


def given(raw: Mapping[str, Any], id: int) -> Input:
    at = moment(raw["at"])
    if "absorb" in raw:
        return Absorb(raw.get("id", id), at, state(raw["absorb"]))
    name = raw.get("track") or raw.get("status") or ""
    kind = next(k for k in ("track", "identify", "status") if k in raw)
    return Event(
        id=raw.get("id", id),
        type=kind,
        name=name,
        occurred_at=moment(raw.get("occurred", raw["at"])),
        received_at=at,
        user_id=raw.get("user", ""),
        properties=raw.get("properties", {}),
        traits=raw.get("identify", {}),
        timezone=raw.get("timezone", ""),
    )


def state(raw: Mapping[str, Any]) -> ProfileState:
    return msgspec.convert({**STATE, **raw}, ProfileState)


def read(raw: Mapping[str, Any]) -> Case:
    inputs = tuple(given(one, id) for id, one in enumerate(raw.get("inputs", ()), 1))
    return Case(book(raw), state(raw.get("state", {})), inputs, moment(raw["now"]), raw["expect"])


def shown(outcome: Outcome) -> dict[str, Any]:
    """What an expectation may name."""
    effects = outcome.effects
    return {
        "decisions": [
            [
                {**asdict(one), "gates": {g.gate: asdict(g) for g in one.gates}, "at": decision.at}
                for one in decision.considered
            ]
            for decision in outcome.decisions
        ],
        "sent": [[e.journey, e.node, e.at] for e in effects if isinstance(e, SendMessage)],
        "visited": [[e.node, e.port] for e in effects if isinstance(e, Visited)],
        "leaves": [e.leaves for e in effects if isinstance(e, Visited) and e.leaves],
        "left": [[e.node, e.reason.code, e.at] for e in effects if isinstance(e, Left)],
        "refused": [[e.journey, e.reason.code] for e in effects if isinstance(e, Refused)],
        "state": outcome.state,
        "next_due": next_due(outcome.state),
        "effects": [{"type": type(e).__name__, **asdict(e)} for e in effects],
    }


def difference(expected: Any, actual: Any, where: str = "") -> str:
    """Where the two part, "" where what is expected is so."""
    if is_dataclass(actual) and not isinstance(actual, type):
        actual = {name: getattr(actual, name) for name in actual.__dataclass_fields__}
    if isinstance(actual, datetime) and isinstance(expected, str):
        expected = moment(expected)
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        keys = (k for k in expected if k not in actual)
        for key in keys:
            return f"{where}.{key} is missing in {sorted(actual)}"
        return _first(difference(expected[k], actual[k], f"{where}.{k}") for k in expected)
    if isinstance(expected, list) and isinstance(actual, Sequence) and not isinstance(actual, str):
        if len(expected) != len(actual):
            return f"{where}: {len(expected)} expected, but {len(actual)} came: {actual}"
        return _first(
            difference(e, a, f"{where}[{i}]")
            for i, (e, a) in enumerate(zip(expected, actual, strict=True))
        )
    return "" if expected == actual else f"{where}: {expected!r} expected, but {actual!r} came"


def _first(differences: Any) -> str:
    return next((found for found in differences if found), "")
