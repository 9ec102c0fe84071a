"""Why somebody is in a stage, and how long that took, in words. Pure."""

import re
from dataclasses import replace

import msgspec

from apps.engine.conditions import Leaf
from apps.engine.reasons import LeafAnswer
from apps.people import shown
from apps.rules import condition_words

UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
COUNT = re.compile(r"count of (?P<key>.+?)(?: in (?P<days>[\d.e+]+) days)?", re.DOTALL)
_leaves = msgspec.json.Decoder(tuple[LeafAnswer, ...])


def length(seconds: float | None) -> str:
    """“3 days 4 hours”, in at most two units; “–” for none."""
    if seconds is None:
        return "–"
    rest, parts = round(seconds), []
    for size, unit in UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
        elif parts:
            break
    return " ".join(parts[:2]) or "0 seconds"


def brief(seconds: float | None) -> str:
    """“3.2 days”, in one unit; “–” for none."""
    if seconds is None:
        return "–"
    size, unit = next((pair for pair in UNITS if seconds >= pair[0]), UNITS[-1])
    count = f"{seconds / size:.1f}".removesuffix(".0")
    return f"{count} {unit}{'' if count == '1' else 's'}"


def evidence(leaves: str) -> tuple[str, ...]:
    """What was so when the stage was entered, from the leaves as they are stored."""
    return tuple(said(answer) for answer in _leaves.decode(leaves) if answer.ok) if leaves else ()


def missing(leaves: str) -> tuple[str, ...]:
    """What was asked as well and wasn't so."""
    answers = _leaves.decode(leaves) if leaves else ()
    return tuple(said(answer) for answer in answers if not answer.ok)


def said(answer: LeafAnswer) -> str:
    """“2 or more Order Completed in 30 days (3)”: what was asked, and what was found."""
    answer = _shown(answer)
    leaf = asked(answer)
    text = condition_words.leaf(leaf)
    if leaf.kind == "count" or (leaf.op != "eq" and answer.actual is not None):
        return f"{text} ({condition_words.value(answer.actual)})"
    if not answer.ok:
        actual = "nothing" if answer.actual is None else condition_words.value(answer.actual)
        return f"{text} ({actual})"
    return text


def _shown(answer: LeafAnswer) -> LeafAnswer:
    kind, _, key = answer.subject.partition(" ")
    if kind not in ("trait", "event", "entry"):
        return answer
    expected, actual = shown.trait(key, answer.expected), shown.trait(key, answer.actual)
    return replace(answer, expected=expected, actual=actual)


def asked(answer: LeafAnswer) -> Leaf:
    """The leaf as it was asked; its value is that of the moment."""
    value = tuple(answer.expected) if isinstance(answer.expected, list) else answer.expected
    counted = COUNT.fullmatch(answer.subject)
    if counted:
        days = float(counted["days"]) if counted["days"] else None
        return Leaf("count", counted["key"], answer.op, value, days)
    kind, _, key = answer.subject.partition(" ")
    return Leaf(kind, key, answer.op, value)
