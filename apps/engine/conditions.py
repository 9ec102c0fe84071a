"""Conditions over traits, stages, sessions, event properties and counts of events in a window.

A condition in a journey's document is one of

    {"all": [condition, …]}   {"any": [condition, …]}   {"not": condition}
    {"trait": "plan", "op": "eq", "value": "pro"}
    {"event": "total", "op": "gte", "value": 50}       a property of the event at hand
    {"entry": "order_id", "op": "exists"}              a property of the entry event
    {"count": "Order Completed", "days": 30, "op": "gte", "value": 2}
    {"stage": "customer", "op": "eq", "value": "paying"}    the current stage of a lifecycle
    {"done": "customer", "op": "eq", "value": true}         the stage's "done" has been reached
    {"session": "events", "op": "gte", "value": 5}          of the latest session: its events so
                                     far, whole minutes since it began, the key of its source

and an empty one is true. Instead of a `value`, a leaf may take it from the person or the entry:
`"value_from": {"entry": "order_id"}` or `{"trait": "city"}`; what isn't there equals nothing.
Every leaf is evaluated, so that each *no* can be explained.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apps.engine.open_sessions import Sessions, latest
from apps.engine.problems import Problems
from apps.engine.reasons import ConditionAnswer, LeafAnswer
from apps.engine.values import InStage

MAX_COUNT = 1000
LONGEST_DAYS = 3650
KINDS = ("trait", "event", "entry", "count", "stage", "done", "session")
OF_SESSION = ("events", "minutes", "source")
VALUE_SOURCES = ("entry", "trait")


@dataclass(frozen=True, slots=True)
class Leaf:
    kind: str
    key: str
    op: str
    value: Any = None
    days: float | None = None
    # Where the value comes from, ("entry", "order_id"); None: it is `value`.
    source: tuple[str, str] | None = None

    @property
    def subject(self) -> str:
        if self.kind != "count":
            return f"{self.kind} {self.key}"
        return f"count of {self.key}" + (f" in {self.days:g} days" if self.days else "")


@dataclass(frozen=True, slots=True)
class Group:
    op: str
    parts: tuple["Condition", ...]


Condition = Leaf | Group
ALWAYS = Group("all", ())


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition may look at."""

    now: datetime
    traits: Mapping[str, Any] = field(default_factory=dict)
    event: Mapping[str, Any] = field(default_factory=dict)
    entry: Mapping[str, Any] = field(default_factory=dict)
    tallies: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    stages: Mapping[str, InStage] = field(default_factory=dict)
    sessions: Sessions = ()


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Numbers compare with numbers and texts with texts; anything else is simply not so."""

    def test(actual: Any, expected: Any) -> bool:
        if isinstance(actual, bool) or isinstance(expected, bool):
            return False
        for kind in ((int, float), str):
            if isinstance(actual, kind) and isinstance(expected, kind):
                return compare(actual, expected)
        return False

    return test


def _contains(actual: Any, expected: Any) -> bool:
    if isinstance(actual, str):
        return isinstance(expected, str) and expected in actual
    return isinstance(actual, list | tuple) and any(_same(one, expected) for one in actual)


def _same(actual: Any, expected: Any) -> bool:
    """Equal as JSON has it: a list is a list, and true is not 1."""
    if isinstance(actual, list | tuple) and isinstance(expected, list | tuple):
        return len(actual) == len(expected) and all(map(_same, actual, expected))
    return isinstance(actual, bool) == isinstance(expected, bool) and bool(actual == expected)


OPS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _same,
    "ne": lambda actual, expected: not _same(actual, expected),
    "gt": _ordered(lambda a, b: a > b),
    "gte": _ordered(lambda a, b: a >= b),
    "lt": _ordered(lambda a, b: a < b),
    "lte": _ordered(lambda a, b: a <= b),
    "contains": _contains,
    "in": lambda actual, expected: (
        isinstance(expected, list | tuple) and any(_same(actual, one) for one in expected)
    ),
    "exists": lambda actual, _: actual is not None,
    "missing": lambda actual, _: actual is None,
}
WITHOUT_VALUE = {"exists", "missing"}
COUNT_OPS = {"eq", "gt", "gte", "lt", "lte"}


def evaluate(condition: Condition, facts: Facts) -> ConditionAnswer:
    """Whether the condition holds, with the verdict of each of its leaves."""
    if isinstance(condition, Leaf):
        actual, expected = _value(condition, facts), condition.value
        ok = True
        if condition.source is not None:
            expected = _sourced(condition.source, facts)
            ok = expected is not None
        ok = ok and OPS[condition.op](actual, expected)
        leaf = LeafAnswer(condition.subject, condition.op, expected, actual, ok)
        return ConditionAnswer(ok, (leaf,))
    answers = [evaluate(part, facts) for part in condition.parts]
    oks = [answer.ok for answer in answers]
    ok = {"all": all(oks), "any": any(oks), "not": not any(oks)}[condition.op]
    return ConditionAnswer(ok, tuple(leaf for answer in answers for leaf in answer.leaves))


def _value(leaf: Leaf, facts: Facts) -> Any:
    if leaf.kind == "trait":
        return facts.traits.get(leaf.key)
    if leaf.kind == "event":
        return facts.event.get(leaf.key)
    if leaf.kind == "entry":
        return facts.entry.get(leaf.key)
    if leaf.kind in ("stage", "done"):
        known = facts.stages.get(leaf.key)
        if leaf.kind == "done":
            return known is not None and known.done_at is not None
        return known.stage if known else None
    if leaf.kind == "session":
        return _of_session(leaf.key, facts)
    times = facts.tallies.get(leaf.key, ())
    if leaf.days is None:
        return len(times)
    since = facts.now - timedelta(days=min(leaf.days, LONGEST_DAYS))
    return sum(since < at <= facts.now for at in times)


def _of_session(key: str, facts: Facts) -> Any:
    session = latest(facts.sessions)
    if session is None:
        return None
    if key == "minutes":
        return max(facts.now - session.started_at, timedelta()) // timedelta(minutes=1)
    return session.events if key == "events" else session.source


def _sourced(source: tuple[str, str], facts: Facts) -> Any:
    kind, key = source
    return (facts.entry if kind == "entry" else facts.traits).get(key)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of a condition."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


def tally_depth(leaf: Leaf) -> int:
    """How many of the latest occurrences must be kept to answer this count exactly."""
    return int(leaf.value) if leaf.op == "gte" else int(leaf.value) + 1


def parse(raw: Any, problems: Problems, field: str) -> Condition:
    """The condition of a document; what is wrong with it goes to `problems` under `field`."""
    if not raw:
        return ALWAYS
    if not isinstance(raw, Mapping):
        problems.add(field, "not_a_condition", 'a condition is an object such as {"all": []}')
        return ALWAYS
    for op in ("all", "any"):
        if op in raw:
            parts = raw[op] if isinstance(raw[op], list) else []
            if not isinstance(raw[op], list):
                problems.add(f"{field}.{op}", "not_a_list", f"“{op}” takes a list of conditions")
            return Group(
                op, tuple(parse(p, problems, f"{field}.{op}.{i}") for i, p in enumerate(parts))
            )
    if "not" in raw:
        return Group("not", (parse(raw["not"], problems, f"{field}.not"),))
    return _parse_leaf(raw, problems, field)


def _parse_leaf(raw: Mapping[str, Any], problems: Problems, field: str) -> Condition:
    kind = next((kind for kind in KINDS if kind in raw), "")
    if not kind:
        problems.add(field, "unknown_condition", f"a condition names one of {', '.join(KINDS)}")
        return ALWAYS
    key, op, value = str(raw[kind]), str(raw.get("op", "eq")), raw.get("value")
    if kind == "session" and key not in OF_SESSION:
        remedy = f"of a session, {', '.join(OF_SESSION)} can be asked"
        problems.add(f"{field}.session", "unknown_question", remedy)
        return ALWAYS
    if op not in OPS or (kind == "count" and op not in COUNT_OPS):
        known = ", ".join(sorted(COUNT_OPS if kind == "count" else OPS))
        problems.add(f"{field}.op", "unknown_operator", f"“{op}” is none of {known}")
        return ALWAYS
    source = _parse_source(raw.get("value_from"), problems, f"{field}.value_from")
    if source is None and value is None and op not in WITHOUT_VALUE:
        problems.add(f"{field}.value", "missing", f"“{op}” needs a value to compare with")
        return ALWAYS
    days = raw.get("days")
    if kind == "count" and not _is_count(value):
        problems.add(f"{field}.value", "not_a_count", f"a whole number from 0 to {MAX_COUNT}")
        return ALWAYS
    if days is not None and not _is_span(days):
        remedy = f"a number of days greater than 0, {LONGEST_DAYS} at most"
        problems.add(f"{field}.days", "not_positive", remedy)
        return ALWAYS
    if isinstance(value, list):
        value = tuple(value)
    return Leaf(kind, key, op, value, days, source)


def _parse_source(raw: Any, problems: Problems, field: str) -> tuple[str, str] | None:
    if raw is None:
        return None
    if isinstance(raw, Mapping) and len(raw) == 1:
        [(kind, key)] = raw.items()
        if kind in VALUE_SOURCES and isinstance(key, str) and key:
            return kind, key
    problems.add(field, "unknown_source", 'give {"entry": property} or {"trait": key}')
    return None


def _is_span(days: Any) -> bool:
    return isinstance(days, int | float) and not isinstance(days, bool) and 0 < days <= LONGEST_DAYS


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT
