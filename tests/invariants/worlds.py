"""Worlds for properties: generated journeys and rules, and one person's life in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from apps.engine import compile
from apps.engine.advance import advance
from apps.engine.book import Book, Holdout
from apps.engine.outcome import Effect, Outcome
from apps.engine.values import Event, ProfileState
from apps.graph import codec

START = datetime(2026, 3, 26, 9, tzinfo=UTC)
EVENTS = ["A", "B", "C"]
TIERS = ["lifecycle", "marketing", "transactional"]
BEFORE = "2026-01-01T00:00:00Z"

condition = st.one_of(
    st.just({}),
    st.builds(
        lambda n, op: {"event": "n", "op": op, "value": n},
        st.integers(0, 3),
        st.sampled_from(["gte", "lt", "eq"]),
    ),
    st.builds(
        lambda e, n, d: {"count": e, "op": "gte", "value": n, "days": d},
        st.sampled_from(EVENTS),
        st.integers(1, 3),
        st.integers(1, 3),
    ),
    st.just({"trait": "plan", "op": "eq", "value": "pro"}),
    st.just({"stage": "customer", "op": "eq", "value": "active"}),
    st.just({"done": "customer", "op": "eq", "value": True}),
    st.just({"event": "n", "op": "eq", "value_from": {"entry": "n"}}),
)
hours = st.builds(lambda h: {"hours": h}, st.sampled_from([0, 1, 5, 24, 70]))
some_hours = st.builds(lambda h: {"hours": h}, st.sampled_from([1, 5, 24, 70]))
KINDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "message": st.fixed_dictionaries(
        {
            "template": st.just("t"),
            "channel": st.sampled_from(["email", "webhook"]),
            "when_stopped": st.sampled_from(["wait", "wait", "skip", "leave"]),
            "at_most": hours,
            "tags": st.sampled_from([[], ["promo"]]),
        }
    ),
    "delay": st.one_of(
        st.fixed_dictionaries({"duration": hours}),
        st.just({"until": {"time": "02:30", "weekdays": ["sun", "tue"]}}),
        st.just({"trait": "renews", "offset": {"days": -1}, "time": "09:00"}),
    ),
    "wait_for_event": st.fixed_dictionaries(
        {
            "event": st.sampled_from(EVENTS),
            "where": condition,
            "at_most": some_hours,
            "match": st.sampled_from([[], [{"property": "n", "entry": "n"}]]),
        }
    ),
    "jump": st.just({"limit": 2}),
    "move_stage": st.builds(
        lambda stage: {"lifecycle": "customer", "stage": stage}, st.sampled_from(["new", "won"])
    ),
    "condition_split": st.builds(
        lambda when: {"branches": [{"port": "yes", "when": when}]}, condition
    ),
    "random_split": st.just({"variants": [{"port": "a", "weight": 1}, {"port": "b", "weight": 1}]}),
    "update_trait": st.just({"trait": "plan", "value": "pro"}),
    "goal": st.fixed_dictionaries({"event": st.sampled_from([*EVENTS, ""]), "where": condition}),
    "exit": st.just({}),
}
PORTS = {
    "wait_for_event": ["event", "timeout"],
    "condition_split": ["yes", "else"],
    "random_split": ["a", "b"],
    "jump": ["limit", "again"],
    "goal": [],
    "exit": [],
}


@st.composite
def documents(draw: st.DrawFn, kinds: Sequence[str] = tuple(KINDS)) -> dict[str, Any]:
    entry = {
        "event": draw(st.sampled_from(EVENTS)),
        "again": draw(st.sampled_from(["once", "after_leaving", "once_per_key"])),
        "where": draw(condition),
        "cool_down": draw(st.sampled_from([{"hours": 0}, {"hours": 7}])),
        "key": "n",
    }
    weighted = [k for k in kinds for _ in range(4 if k == "message" else 1)]
    types = draw(st.lists(st.sampled_from(weighted), min_size=1, max_size=6))
    nodes = [{"key": "in", "type": "entry", "settings": entry}]
    nodes += [
        {"key": f"{number} {kind}", "type": kind, "settings": draw(KINDS[kind])}
        for number, kind in enumerate(types, 1)
    ]
    edges = []
    for place, node in enumerate(nodes[:-1]):
        ports = PORTS.get(str(node["type"]), ["next"])
        for number, port in enumerate(ports):
            # The first way leads on, so that every node is reached; the others lead anywhere.
            to = place + 1 if number == 0 else draw(st.integers(1, len(nodes) - 1))
            edges.append({"from": node["key"], "port": port, "to": nodes[to]["key"]})
        if not ports:
            edges.append({"from": "in", "port": "next", "to": nodes[place + 1]["key"]})
    if nodes[-1]["type"] == "delay" and draw(st.booleans()):
        edges.append({"from": nodes[-1]["key"], "port": "next", "to": nodes[1]["key"]})
    return {
        "tier": draw(st.sampled_from(TIERS)),
        "priority": draw(st.sampled_from([10, 50, 90])),
        "longest_stay": draw(st.sampled_from([None, None, {"hours": 30}])),
        "nodes": nodes,
        "edges": edges,
    }


def cap(**changes: Any) -> dict[str, Any]:
    return {"id": "cap", "name": "Cap", "limit": 1, "hours": 24} | changes


caps = st.builds(
    lambda number, limit, window, scope: cap(id=str(number), limit=limit) | window | scope,
    st.integers(1, 10_000),
    st.integers(0, 3),
    st.sampled_from(
        [{"hours": 2}, {"hours": 30}, *({"hours": None, "calendar": c} for c in ("day", "week"))]
    ),
    st.sampled_from(
        [
            {},
            {},
            {"channels": ["email"]},
            {"tags": ["promo"]},
            {"tiers": ["marketing"]},
            {"transactional": True},
            {"journeys": ["j0", "j2"]},
        ]
    ),
)
QUIET = [{"id": "night", "channel": "email", "start": "21:00", "end": "08:00"}]
SMALL_HOURS = [
    {"id": "small", "channel": "email", "start": "01:30", "end": "02:30"},
    {"id": "then", "channel": "email", "start": "02:30", "end": "02:30", "weekdays": ["sun"]},
]
GROUPS: list[list[dict[str, Any]]] = [
    [],
    [{"id": "g", "name": "G", "journeys": ["j0", "j1", "j2"]}],
    [{"id": "g", "name": "G", "journeys": ["j0", "j1", "j2"], "displace": True}],
]
STAGES = [
    {"key": "new", "when": {"count": "A", "op": "gte", "value": 1}},
    {"key": "active", "when": {"count": "B", "days": 2, "op": "gte", "value": 2}},
    {"key": "won", "when": {"trait": "plan", "op": "eq", "value": "pro"}},
]
AGAIN = {
    "key": "asleep",
    "when": {"count": "B", "days": 2, "op": "lt", "value": 1},
    "from": ["active", "won"],
}
DONE = {"done": {"count": "C", "op": "gte", "value": 2}}
LIFECYCLES: list[list[dict[str, Any]]] = [
    [],
    [{"key": "customer", "stages": [{**stage, **DONE} for stage in STAGES]}],
    [{"key": "customer", "stages": [*STAGES, AGAIN]}],
]
rules = st.fixed_dictionaries(
    {
        "tiers": st.just([{"key": k, "transactional": k == "transactional"} for k in TIERS]),
        "caps": st.lists(caps, max_size=3),
        "quiet_hours": st.sampled_from([[], QUIET, QUIET, SMALL_HOURS]),
        "exclusion_groups": st.sampled_from(GROUPS),
        "look_ahead_hours": st.sampled_from([0, 12]),
        "lifecycles": st.sampled_from(LIFECYCLES),
        "timezone": st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]),
        "arbitration_window_minutes": st.sampled_from([0, 5]),
        "consent": st.just({"email": "opt_out", "webhook": "none"}),
    }
)
holdouts = st.lists(
    st.builds(
        Holdout,
        key=st.just("h"),
        name=st.just("H"),
        salt=st.sampled_from("abcdef"),
        share=st.just(0.5),
        scope=st.sampled_from(["everything", "journeys"]),
        values=st.just(("j0", "j1")),
    ),
    max_size=1,
)


@dataclass(frozen=True)
class World:
    """A book and what happens to one person, in the order in which it is received."""

    book: Book
    state: ProfileState
    events: tuple[Event, ...]

    @property
    def end(self) -> datetime:
        return (self.events[-1].received_at if self.events else START) + timedelta(days=9)

    def live(self) -> Outcome:
        return advance(self.state, self.events, self.book, self.end)


def make_book(documents: Sequence[Any], rules: Any, holdouts: Sequence[Holdout] = ()) -> Book:
    # A node that the drawing left without a way to it is drawn out of the document.
    journeys = [
        compile.journey(connected(d), key=f"j{n}", name=f"J{n}", version=f"v{n}")
        for n, d in enumerate(documents)
    ]
    return compile.book(
        id="book",
        rules=compile.rule_set(rules, id="rules", number=1),
        journeys=journeys,
        live=[j.version for j in journeys],
        holdouts=holdouts,
    )


def connected(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what can't be reached, and with one way out of each port."""
    ways = {(e["from"], e["port"]): e["to"] for e in document["edges"]}
    seen, todo = set(), ["in", *(n["key"] for n in document["nodes"] if listens(n))]
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo += [to for (start, _), to in ways.items() if start == key]
    edges = [{"from": s, "port": p, "to": t} for (s, p), t in ways.items() if s in seen]
    return document | {"nodes": [n for n in document["nodes"] if n["key"] in seen], "edges": edges}


def listens(node: dict[str, Any]) -> bool:
    """Whether the node is reached from anywhere, by an event or a condition."""
    told = node["settings"]
    return node["type"] == "goal" and bool(told["event"] or told["where"])


@st.composite
def lives(draw: st.DrawFn, most: int = 12) -> tuple[Event, ...]:
    """Events as they are received; some occurred earlier than others that came before them."""
    at, told = START, []
    for id in range(1, draw(st.integers(1, most)) + 1):
        at += timedelta(minutes=draw(st.sampled_from([0, 0, 1, 4, 5, 60, 300, 1440])))
        late = timedelta(minutes=draw(st.sampled_from([0, 0, 0, 30, 3000])))
        kind = draw(st.sampled_from(["track"] * 6 + ["identify", "consent", "zone"]))
        told.append(one(draw, id, kind, at, at - late))
    return tuple(told)


def one(draw: st.DrawFn, id: int, kind: str, at: datetime, occurred: datetime) -> Event:
    if kind == "identify":
        traits = {
            "plan": draw(st.sampled_from(["pro", "free"])),
            "renews": draw(st.sampled_from(["2026-03-29", "2026-04-01", "never"])),
        }
        return Event(id, "identify", "", occurred, at, "ann", traits=traits)
    if kind == "zone":
        zone = draw(st.sampled_from(["Asia/Tokyo", "America/New_York", "No/Where", 7]))
        return Event(id, "identify", "", occurred, at, "ann", traits={"timezone": zone})
    if kind == "consent":
        properties = {"status": draw(st.sampled_from(["subscribed", "unsubscribed"]))}
        return Event(id, "track", "Subscription Changed", occurred, at, "ann", properties)
    name = draw(st.sampled_from(EVENTS))
    return Event(id, "track", name, occurred, at, "ann", {"n": draw(st.integers(0, 3))})


def person(id: str = "p") -> ProfileState:
    raw = {"email": {"value": "ann@example.test", "at": BEFORE}}
    return codec.state(codec.encode({"id": id, "as_of": START, "traits": raw}))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    drawn = draw(st.lists(documents(), min_size=1, max_size=4))
    book = make_book(drawn, draw(rules), draw(holdouts))
    return World(book, person(), draw(lives()))


def text(values: Sequence[Effect] | Sequence[Any]) -> str:
    return codec.encode(list(values))
