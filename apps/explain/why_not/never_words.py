"""Why nobody entered, in words: the event that came and what it met, or that none came. Pure."""

from apps.explain.why_not.reasoning.cause import Cause, Leaf
from apps.rules.condition_words import OPS, plain, subject
from apps.rules.told import words
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling

# What is asked where the opposite is wanted.
NOT = {
    "eq": "is not",
    "ne": "is",
    "gt": "is at most",
    "gte": "is less than",
    "lt": "is at least",
    "lte": "is more than",
    "contains": "does not contain",
    "in": "is none of",
    "exists": "is not known",
    "missing": "is known",
}


def sentence(cause: Cause, journey: str, t: Telling) -> str:
    """The whole of it, without a full stop."""
    if cause.event is None and cause.code == "not_published":
        first = f"; it was first published on {t.moment(cause.at)}" if cause.at else ""
        return f"{journey} was not published at that time{first}"
    head = f"{t.who} never entered {journey}: "
    if cause.code == "event_never_came":
        return f"{head}“{cause.awaited}” never came"
    if cause.code == "event_other_name" and cause.event:
        return (
            f"{head}“{cause.awaited}” never came; “{cause.event.name}” did, on"
            f" {t.moment(cause.event.occurred_at)}, which is another name"
        )
    if cause.code == "event_received_later" and cause.event:
        return (
            f"{head}“{cause.awaited}” had happened on {t.moment(cause.event.occurred_at)}, but was"
            f" received only on {t.moment(cause.event.received_at)}"
        )
    return head + came_but(cause, t.of_them)


def came_but(cause: Cause, t: Telling) -> str:
    """ "“Order” came on …, but …"."""
    event = cause.event
    came = f"“{event.name}” came on {t.moment(event.occurred_at)}" if event else "its event came"
    match cause.code:
        case "not_published":
            return f"{came}, before the journey was published ({t.moment(cause.at)})"
        case "event_quarantined":
            return f"{came}, but could not be worked through and was set aside"
        case "not_applied_yet":
            return f"{came}, and has not been worked through yet"
        case "journey_not_live":
            since = f" since {t.moment(cause.since)}" if cause.since else ""
            return f"{came}, but the journey was {cause.status}{since}, and nobody was let in"
        case "event_properties" | "audience":
            return f"{came}, but {_asks(cause)}"
        case "unknown":
            return f"{came}; asked now, every condition holds, so something was different then"
    return f"{came}, but {clause(cause.reason, t)}" if cause.reason else came


def _asks(cause: Cause) -> str:
    asked = [leaf(one) for one in cause.leaves]
    return f"the journey asks that {'; '.join(asked)}" if asked else "its condition did not hold"


def leaf(one: Leaf) -> str:
    """ "trait plan is “pro”: it was “free” (it is “pro” now)"."""
    now = f" (it is {words.of_leaf(one.answer.subject, one.now)} now)" if one.is_other_now else ""
    return f"{wanted(one)}: it was {words.of_leaf(one.answer.subject, one.answer.actual)}{now}"


def wanted(one: Leaf) -> str:
    """What would have had to be so."""
    answer = one.answer
    op = OPS.get(answer.op, answer.op) if one.wanted else NOT.get(answer.op, "")
    asked = f"{_whose(answer.subject)} {op or OPS.get(answer.op, answer.op)}"
    if answer.op not in ("exists", "missing"):
        asked += f" {words.of_leaf(answer.subject, answer.expected)}"
    return asked if op else f"it is not so that {asked}"


def _whose(asked: str) -> str:
    """ "their plan", "the event’s total"; anything else as conditions call it."""
    kind, _, key = asked.partition(" ")
    owners = {"trait": "their", "event": "the event’s", "entry": "the entry event’s"}
    if kind == "count":
        return f"their {asked}"
    return f"{owners[kind]} {plain(key)}" if kind in owners else subject(asked)
