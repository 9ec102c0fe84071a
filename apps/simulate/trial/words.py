"""What becomes of somebody in a trial, in sentences of the present. Pure.

What was, `apps.rules.told` tells; here nothing was, so nobody reads that something “was sent”.
"""

from typing import Any

from apps.engine.book import Node
from apps.engine.outcome import Considered, Left, Refused, Visited
from apps.engine.reasons import Code, LeafAnswer, Reason, Verdict
from apps.engine.values import Enrollment, Event
from apps.journeys.ports import port_words
from apps.rules import condition_words
from apps.rules.told import sentences, words
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling

# The short word of each kind of step.
LABELS = {
    "event": "Event",
    "entered": "Enters",
    "refused": "Stays out",
    "arrived": "Ready",
    "waits": "Waits",
    "passed": "Goes on",
    "sent": "Goes out",
    "held_out": "Held out",
    "skipped": "Skipped",
    "stopped": "Stopped",
    "goal": "Goal",
    "left": "Leaves",
    "trait": "Trait",
    "stage": "Stage",
    "consent": "Consent",
    "elsewhere": "Elsewhere",
    "failed": "Fails",
}
VERDICTS = {
    Verdict.SENT: "sent",
    Verdict.HELD_OUT: "held_out",
    Verdict.WAITS: "waits",
    Verdict.SKIPPED: "skipped",
    Verdict.LEFT: "stopped",
}


def event(came: Event, *, made: bool) -> str:
    if not came.name:
        return "Something new is told of the person."
    return f"“{came.name}” comes" + (", made as the entry asks for it." if made else ".")


def entered(name: str, ignored: bool) -> str:
    return f"“{name}” lets the person in" + (", whatever the entry asks." if ignored else ".")


def refused(no: Refused, telling: Telling) -> str:
    """Why not; of an audience or of properties, which question was answered with no."""
    if no.reason.code not in (Code.AUDIENCE, Code.EVENT_PROPERTIES):
        return f"Would not enter: {clause(no.reason, telling)}."
    failed = [leaf for leaf in no.leaves if not leaf.ok]
    if not failed:
        return f"Would not enter: {clause(no.reason, telling)}."
    what = "the audience" if no.reason.code == Code.AUDIENCE else "the entry"
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return f"Would not enter: {what} asks “{asked(failed[0])}”{more}, and {found(failed[0])}."


def asked(leaf: LeafAnswer) -> str:
    """The question alone: “trait plan is “pro””."""
    return sentences.leaf(leaf).rpartition(": it was ")[0]


def found(leaf: LeafAnswer) -> str:
    subject = condition_words.subject(leaf.subject).removeprefix("trait ").removeprefix("event ")
    if leaf.actual is None:
        return f"{subject} is not known"
    return f"{subject} is {words.of_leaf(leaf.subject, leaf.actual)}"


def passed(way: Visited, node: Node, telling: Telling, details: dict[str, Any]) -> str:
    """What happened at a node that was passed."""
    port = f"“{port_words(node.type, way.port)}”"
    match node.type:
        case "entry":
            return "Begins again at the entry."
        case "delay":
            return _delay(way, node, telling)
        case "wait_for_event" if way.port == "event":
            return f"“{node.settings.event}” came: goes on through {port}."
        case "wait_for_event":
            waited = words.between(way.arrived_at, way.left_at)
            return f"“{node.settings.event}” did not come within {waited}: goes on through {port}."
        case "condition_split":
            return _split(way, port)
        case "random_split":
            return f"By chance through {port}: for this person the same each time."
        case "update_trait":
            return trait(node.settings.trait, details.get("value"))
        case "move_stage":
            cycle, stage = node.settings.lifecycle, node.settings.stage
            return f"Moves to the stage {_stage(cycle, stage, telling)}."
        case "jump":
            return "Goes back once more." if way.port == "again" else "Was back often enough."
    return f"Goes on through {port}."


def _delay(way: Visited, node: Node, telling: Telling) -> str:
    if way.port == "missed":
        return f"“{node.settings.trait}” has no date, or its moment is over: goes on at once."
    if way.left_at == way.arrived_at:
        return "There is nothing to wait for."
    return f"The wait of {words.between(way.arrived_at, way.left_at)} is over."


def _split(way: Visited, port: str) -> str:
    if way.port == "else":
        return f"None of the conditions holds: goes on through {port}."
    return f"Its condition holds: goes on through {port}."


def _stage(cycle: str, stage: str, telling: Telling) -> str:
    return f"“{telling.stage(cycle, stage)}” of {telling.lifecycle(cycle)}"


def stage(cycle: str, key: str, telling: Telling) -> str:
    return f"Enters the stage {_stage(cycle, key, telling)}."


def stage_done(cycle: str, key: str, telling: Telling) -> str:
    return f"Has done what the stage {_stage(cycle, key, telling)} is for."


def waits(run: Enrollment, node: Node, telling: Telling) -> str:
    """What a run that stands at a wait is waiting for."""
    assert run.until is not None
    until = telling.moment(run.until)
    if node.type == "wait_for_event":
        return f"Waits for “{node.settings.event}”, until {until} at most."
    return f"Waits until {until}."


def decided(one: Considered, telling: Telling) -> str:
    """What becomes of one message of the draft, and why."""
    name, why = sentences.message_name(one, telling), clause(one.reason, telling)
    match one.verdict:
        case Verdict.SENT:
            return f"{name} goes out {words.by_channel(one.channel)}."
        case Verdict.HELD_OUT:
            return f"{name} would go out at this moment, but {why}."
        case Verdict.WAITS:
            return f"{name} waits: {why}.{_again(one, telling)}"
        case Verdict.SKIPPED:
            return f"{name} is skipped: {why}. The path goes on without it."
    return f"{name} is stopped, and the journey is left: {why}."


def _again(one: Considered, telling: Telling) -> str:
    if one.give_up_at is None:
        return ""
    last = telling.moment(one.give_up_at)
    if one.again_at is None or one.again_at == one.give_up_at:
        return f" It is asked once more {last}."
    return f" It is asked again {telling.moment(one.again_at)}, until {last} at most."


def elsewhere(one: Considered, telling: Telling) -> str:
    """What became of another journey's message."""
    name, why = sentences.full_name(one, telling), clause(one.reason, telling)
    if one.verdict == Verdict.SENT:
        return f"{name} goes out {words.by_channel(one.channel)}."
    if one.verdict == Verdict.HELD_OUT:
        return f"{name} would go out, but {why}."
    if one.reason.code in sentences.LOST:
        return f"{name} comes after: {why}."
    return f"{name} is stopped: {why}."


def left(gone: Left, telling: Telling) -> str:
    why = clause(gone.reason, telling)
    if gone.reason.code == Code.GOAL:
        event = gone.reason.numbers.get("event")
        return f"Reaches the goal “{gone.reason.name}”" + (f": “{event}” came." if event else ".")
    if gone.reason.code == Code.END_OF_PATH:
        return f"Here {why}: the run is over."
    return f"Leaves the journey: {why}."


def failed(error: str) -> str:
    return (
        "The engine can’t work this through, and would set the person aside here with an error:"
        f" {error}"
    )


def reason(given: Reason, telling: Telling) -> str:
    return "" if given.code == Code.OK else sentences.reason(given, telling)


def trait(key: str, value: Any) -> str:
    return f"“{key}” becomes {words.under(key, value)}."


def consent(channel: str, topic: str, status: str) -> str:
    what = words.consent_topic(f"{channel}/{topic}" if topic else channel)
    return f"{'Subscribes to' if status == 'subscribed' else 'Unsubscribes from'} {what}."


def ready(name: str, closes: str) -> str:
    if not closes:
        return f"“{name}” is ready to go out."
    return f"“{name}” is ready: it competes with what else is ready until {closes}."


def converted(name: str) -> str:
    return f"The run is over, and yet the goal “{name}” is reached: within its window it counts."
