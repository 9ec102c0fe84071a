"""Conditions as people say them: “plan is pro”, “2 or more Order Completed in 30 days”. Pure."""

from typing import Any

from apps.engine.conditions import Condition, Leaf

OPS = {
    "eq": "is",
    "ne": "is not",
    "gt": "is more than",
    "gte": "is at least",
    "lt": "is less than",
    "lte": "is at most",
    "contains": "contains",
    "in": "is one of",
    "exists": "is known",
    "missing": "is not known",
}
SESSION = {
    "events": "number of events in the latest session",
    "minutes": "number of minutes since the latest session began",
    "source": "source of the latest session",
}
COUNTS = {
    "eq": "exactly {n}",
    "gt": "more than {n}",
    "gte": "{n} or more",
    "lt": "fewer than {n}",
    "lte": "at most {n}",
}


def words(condition: Condition) -> str:
    """The whole condition; "" for one that always holds."""
    if isinstance(condition, Leaf):
        return leaf(condition)
    if condition.op == "not":
        said = " or ".join(filter(None, map(words, condition.parts)))
        return f"not ({said})" if said else ""
    parts = [text for part in condition.parts if (text := _part(part))]
    return (" and " if condition.op == "all" else " or ").join(parts)


def leaf(leaf: Leaf) -> str:
    """One question."""
    if leaf.kind == "count":
        within = f" in {leaf.days:g} days" if leaf.days else ""
        return f"{_count(leaf)} {leaf.key}{within}"
    if leaf.kind == "done":
        return _done(leaf)
    text = f"{_subject(leaf)} {OPS[leaf.op]}"
    return text if leaf.op in ("exists", "missing") else f"{text} {_compared(leaf)}"


def subject(asked: str) -> str:
    """What a leaf asked about, as its answer names it: “trait plan”, “source of the …”."""
    kind, _, key = asked.partition(" ")
    return SESSION.get(key, asked) if kind == "session" else asked


def value(value: Any) -> str:
    """A value as it is read: “yes” for true, lists with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value) or "empty"


def plain(key: str) -> str:
    """A key without its underscores."""
    return key.replace("_", " ")


def _subject(leaf: Leaf) -> str:
    if leaf.kind == "session":
        return SESSION.get(leaf.key, leaf.key)
    return f"stage of {plain(leaf.key)}" if leaf.kind == "stage" else plain(leaf.key)


def _compared(leaf: Leaf) -> str:
    if leaf.source is None:
        return value(leaf.value)
    kind, key = leaf.source
    return f"the {'entry’s' if kind == 'entry' else 'person’s'} {plain(key)}"


def _done(leaf: Leaf) -> str:
    name = plain(leaf.key)
    if leaf.op in ("eq", "ne") and isinstance(leaf.value, bool):
        said = leaf.value == (leaf.op == "eq")
        return f"the stage of {name} is {'' if said else 'not '}done"
    return f"“done” of {name} {OPS[leaf.op]} {_compared(leaf)}".removesuffix(" None")


def _count(leaf: Leaf) -> str:
    if (leaf.op, leaf.value) in (("eq", 0), ("lt", 1), ("lte", 0)):
        return "no"
    return COUNTS[leaf.op].format(n=leaf.value)


def _part(part: Condition) -> str:
    text = words(part)
    several = not isinstance(part, Leaf) and len(part.parts) > 1
    return f"({text})" if text and several else text
