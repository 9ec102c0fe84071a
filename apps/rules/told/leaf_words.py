"""What a condition saw, as a clause of a sentence: “their plan was “pro””. Pure."""

import re
from collections.abc import Sequence

from apps.engine.reasons import LeafAnswer
from apps.rules.condition_words import plain, subject
from apps.rules.told import event_words, session_words, words
from apps.rules.told.telling import Telling

COUNT = re.compile(r"count of (?P<name>.+?)(?: in (?P<days>[\d.]+) days)?")
# So many are named in one sentence; the page has them all.
MOST = 2


def clauses(leaves: Sequence[LeafAnswer], telling: Telling, *, ok: bool) -> list[str]:
    """The first leaves that held, or that did not, each as a clause of what was there."""
    found = [clause(leaf, telling) for leaf in leaves if leaf.ok is ok]
    return list(dict.fromkeys(found))[:MOST]


def clause(leaf: LeafAnswer, telling: Telling) -> str:
    """What was there: “their plan was “pro””, “they completed an order once in …”."""
    kind, _, key = leaf.subject.partition(" ")
    counted = COUNT.fullmatch(leaf.subject)
    if counted and isinstance(leaf.actual, int):
        return event_words.counted(counted["name"], leaf.actual, counted["days"] or "")
    if kind == "stage":
        was = telling.stage(key, str(leaf.actual)) if leaf.actual else "none"
        return f"their stage of {telling.lifecycle(key)} was {was}"
    if kind == "done":
        return f"their stage of {telling.lifecycle(key)} was {'' if leaf.actual else 'not '}done"
    if kind == "session":
        return session_words.clause(key, leaf.actual)
    whose = {"trait": "their", "event": "the event’s", "entry": "the entry event’s"}
    what = f"{whose[kind]} {plain(key)}" if kind in whose else subject(leaf.subject)
    if leaf.actual is None:
        return f"{what} was not known"
    if leaf.op == "exists":
        return f"{what} was known"
    return f"{what} was {words.under(key, leaf.actual)}"
