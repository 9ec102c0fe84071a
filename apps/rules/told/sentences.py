"""What happened, in sentences that anyone understands. Pure: engine values in, text out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apps.engine.outcome import Considered
from apps.engine.reasons import Answer, Code, LeafAnswer, Reason, Verdict
from apps.engine.values import Enrollment
from apps.rules import condition_words
from apps.rules.condition_words import OPS
from apps.rules.told import words
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling

GATES = {
    "journey_live": "Journey is live",
    "suppression": "Not suppressed",
    "address": "Has an address",
    "consent": "Consent",
    "exclusion_group": "Exclusion groups",
    "quiet_hours": "Quiet hours",
    "frequency_cap": "Frequency caps",
    "arbitration": "Against the others",
    "holdout": "Holdout",
}
VERDICTS = {
    Verdict.SENT: "Sent",
    Verdict.HELD_OUT: "Held out",
    Verdict.WAITS: "Waits",
    Verdict.SKIPPED: "Skipped",
    Verdict.LEFT: "Stopped, left",
}
LOST = {
    Code.LOST_TIER,
    Code.LOST_PRIORITY,
    Code.LOST_READY_TIME,
    Code.LOST_KEY,
    Code.LOST_SAME_JOURNEY,
}


def reason(given: Reason, telling: Telling) -> str:
    """A reason as a sentence of its own."""
    return words.sentence(clause(given, telling))


def message_name(one: Considered, telling: Telling) -> str:
    """The message as marketers know it: the name of its node."""
    return f"“{telling.node(one.version, one.node).name}”"


def full_name(one: Considered, telling: Telling) -> str:
    """The message and its journey; once, where both have one name."""
    name, journey = telling.node(one.version, one.node).name, telling.journey(one.journey)
    return f"“{name}”" if name == journey else f"“{name}” of {journey}"


def verdict(one: Considered) -> str:
    """One or two words for what became of a candidate."""
    if one.reason.code in LOST and one.verdict == Verdict.WAITS:
        return "Lost, waits"
    return VERDICTS[one.verdict]


def candidate(one: Considered, telling: Telling) -> str:
    """What became of one candidate, and why."""
    name = full_name(one, telling)
    why = clause(one.reason, telling)
    if one.verdict == Verdict.SENT:
        return f"{name} was sent {words.by_channel(one.channel)}."
    if one.verdict == Verdict.HELD_OUT:
        return f"{name} would have been sent at this very moment, but {why}."
    if one.verdict == Verdict.WAITS:
        return f"{name} did not go out: {why}. {_what_next(one, telling)}"
    if one.verdict == Verdict.SKIPPED:
        return f"{name} was skipped: {why}. The path went on without it."
    return f"{name} was not sent and the journey was left: {why}."


def brief(one: Considered, telling: Telling) -> str:
    """A candidate in a list: its name, its verdict and why."""
    name = full_name(one, telling)
    if one.verdict == Verdict.SENT:
        return f"{name}: sent {words.by_channel(one.channel)}."
    if one.reason.code in LOST:
        return f"{name} lost: {loss(one.reason, telling)}."
    return f"{name}: {verdict(one).lower()}, as {clause(one.reason, telling)}."


def loss(given: Reason, telling: Telling) -> str:
    """Why one message went before another, in a few words."""
    own, other = given.numbers.get("own", "?"), given.numbers.get("winner", "?")
    lost = {
        Code.LOST_TIER: f"lower tier ({own} comes after {other})",
        Code.LOST_PRIORITY: f"lower priority ({own} against {other}, in the same tier)",
        Code.LOST_READY_TIME: f"ready later ({telling.short(own)}), all else being equal",
        Code.LOST_KEY: f"its key “{own}” comes after “{other}”, all else being equal",
        Code.LOST_SAME_JOURNEY: "another run of its journey was ready at the same moment",
    }[given.code]
    then = given.numbers.get("then")
    return f"{lost}, and the cap “{then}” had no place for both" if then else lost


def _what_next(one: Considered, telling: Telling) -> str:
    if one.give_up_at is None:
        return "It waits."
    last = telling.moment(one.give_up_at)
    if one.again_at is None or one.again_at == one.give_up_at:
        return (
            f"It waits, and is asked once more {last}; if it still can't go then, it is given up."
        )
    again = telling.moment(one.again_at)
    return f"It waits, and is asked again {again}; if it can't go by {last}, it is given up."


def gate(answer: Answer) -> str:
    return GATES.get(answer.gate, answer.gate.replace("_", " ").capitalize())


def gate_answer(answer: Answer, telling: Telling) -> str:
    """What a gate said, with its rule's name and numbers."""
    if answer.reason.code == Code.NOT_COMPETING:
        return "Not compared: it was stopped before."
    if answer.ok:
        return {"arbitration": "First of those that could go.", "holdout": "In no holdout."}.get(
            answer.gate, "Nothing stood in the way."
        )
    return reason(answer.reason, telling)


def else_stopped(one: Considered, telling: Telling) -> list[str]:
    """What else would have stopped it, had the first *no* not been there."""
    nos = [answer for answer in one.gates if not answer.ok]
    return [gate_answer(answer, telling) for answer in nos if answer.reason != one.reason]


def leaf(answer: LeafAnswer) -> str:
    """One question of a condition and what was there: "trait plan is “pro”: it was “free”"."""
    op = OPS.get(answer.op, answer.op)
    asked = f"{condition_words.subject(answer.subject)} {op}"
    if answer.op not in ("exists", "missing"):
        asked += f" {words.of_leaf(answer.subject, answer.expected)}"
    return f"{asked}: it was {words.of_leaf(answer.subject, answer.actual)}"


def standing(enrollment: Enrollment, telling: Telling) -> str:
    """Where somebody stands in a journey, and what is waited for."""
    node = telling.node(enrollment.version, enrollment.node)
    if enrollment.waiting is not None:
        return _waiting_message(enrollment, telling, node.name)
    if node.type == "wait_for_event":
        event = node.settings.get("event", "an event")
        return f"Waits for “{event}”{_until(enrollment.until, telling, ' at most')}."
    if enrollment.until is not None:
        return f"Waits{_until(enrollment.until, telling)}."
    return "Passes through."


def _until(at: datetime | None, telling: Telling, more: str = "") -> str:
    return f" until {telling.moment(at)}{more}" if at else ""


def _waiting_message(enrollment: Enrollment, telling: Telling, name: str) -> str:
    waiting = enrollment.waiting
    assert waiting is not None
    if waiting.reason is None:
        return f"“{name}” is ready and competes when the window closes."
    said = f"“{name}” wants to go out but waits: {clause(waiting.reason, telling)}."
    if waiting.wake_at and waiting.wake_at != waiting.give_up_at:
        said += f" It is asked again {telling.moment(waiting.wake_at)}."
    return said + f" It is given up {telling.moment(waiting.give_up_at)}."


def timer(ended: Sequence[str]) -> str:
    """What fell due where no event brought a decision."""
    return (
        words.sentence("No event set it off: " + words.listed(list(ended)))
        if ended
        else "No event set it off: a moment had come."
    )


UNNAMED = {
    "identify": "Told who they are",
    "alias": "Took another id",
    "group": "Told their account",
}


def event_name(kind: str, name: str) -> str:
    """An event as a timeline shows it."""
    if kind in ("page", "screen"):
        return f"Viewed {name} {kind}".replace("  ", " ")
    return name or UNNAMED.get(kind, kind)


def plain(value: Any) -> str:
    return words.value(value)
