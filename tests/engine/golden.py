"""Golden cases: a book, a person's state, inputs and a moment, and what must come of them.

`cases/*.json` is plain JSON, so that another language can be held to the same answers. A file has
`defaults` and `cases`; a case's own keys replace the defaults; `expect` names only what matters:
dicts are compared by the keys given. `journeys` are documents whose nodes follow each other by
`path`, or by `on`, `after` and `message` where an event brings one message; "j@2" is the second
version of j, and the live one.
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
from apps.engine.book import Book, Holdout, Journey
from apps.engine.outcome import (
    Converted,
    Entered,
    Left,
    Moved,
    Outcome,
    Refused,
    SendMessage,
    StageDone,
    StageEntered,
    Visited,
)
from apps.engine.values import Absorb, Event, Input, ProfileState

CASES = Path(__file__).with_name("cases")
FIRST_PORT = {"wait_for_event": "event", "condition_split": "else", "jump": "limit"}
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


def path(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The nodes of a journey that is no more than an event, perhaps a delay, and a message."""
    entry = {"event": raw["on"], "again": "after_leaving"} | raw.get("entry", {})
    delay = [{"key": "wait", "type": "delay", "settings": raw["after"]}] if "after" in raw else []
    return [
        {"key": "in", "type": "entry", "settings": entry},
        *delay,
        {"key": "mail", "type": "message", "settings": {"template": "t"} | raw.get("message", {})},
    ]


def document(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A journey's document, with the edges that its path implies."""
    raw = raw if "path" in raw else {**raw, "path": path(raw)}
    nodes = [{"name": node["key"]} | node for node in raw["path"]]
    ways = [
        {"from": a["key"], "port": FIRST_PORT.get(a["type"], "next"), "to": b["key"]}
        for a, b in pairwise(nodes)
        if a["type"] not in ("goal", "exit", "random_split")
    ]
    return {**raw, "nodes": nodes, "edges": [*ways, *raw.get("edges", ())]}


def book(raw: Mapping[str, Any]) -> Book:
    journeys = [_journey(name, j) for name, j in raw["journeys"].items()]
    return compile.book(
        id="book",
        rules=compile.rule_set(RULES | raw.get("rules", {}), id="rules", number=1),
        journeys=journeys,
        live={j.key: j.version for j in journeys}.values(),
        paused=raw.get("paused", ()),
        holdouts=[Holdout(**h) for h in raw.get("holdouts", ())],
    )


def _journey(name: str, raw: Mapping[str, Any]) -> Journey:
    key, _, number = name.partition("@")
    version = f"{key}-{number or 1}"
    return compile.journey(document(raw), key=key, name=key.title(), version=version)


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
        source=raw.get("source", ""),
        session=raw.get("session", ""),
    )


def state(raw: Mapping[str, Any]) -> ProfileState:
    inside = [enrollment(one) for one in raw.get("enrollments", ())]
    past = {e["journey"]: {"entered": 1, "last_entered_at": e["entered_at"]} for e in inside}
    past |= raw.get("past", {})
    return msgspec.convert({**STATE, **raw, "enrollments": inside, "past": past}, ProfileState)


def enrollment(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A run with what `journey`, `node` and `since` imply."""
    since = raw["since"]
    entry = {"id": 900, "name": "Go", "occurred_at": since, "properties": {}}
    implied = {
        "id": raw["journey"],
        "version": f"{raw['journey']}-1",
        "entered_at": since,
        "entry": entry,
        "steps": 2,
        "visits": {"in": 1, raw["node"]: 1},
    }
    return implied | dict(raw)


def read(raw: Mapping[str, Any]) -> Case:
    inputs = tuple(given(one, id) for id, one in enumerate(raw.get("inputs", ()), 1))
    known = book(raw)
    # Who was looked at before the rules changed has another plan than the book.
    told = {"stage_plan": known.stage_plan} | raw.get("state", {})
    return Case(known, state(told), inputs, moment(raw["now"]), raw["expect"])


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
        "entered": [
            [e.enrollment.journey, e.enrollment.key, e.enrollment.entered_at]
            for e in effects
            if isinstance(e, Entered)
        ],
        "converted": [[e.version, e.node, e.at] for e in effects if isinstance(e, Converted)],
        "moved": [[e.before, e.version, e.node, e.at] for e in effects if isinstance(e, Moved)],
        "stages": [
            [e.lifecycle, e.previous, e.stage, e.at, e.because]
            for e in effects
            if isinstance(e, StageEntered)
        ],
        "done": [[e.lifecycle, e.stage, e.at] for e in effects if isinstance(e, StageDone)],
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
