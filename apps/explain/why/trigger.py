"""What set a decision off: an event as it was received, a moment that fell due, or a merge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine.outcome import Step
from apps.events.models import Event
from apps.people import shown
from apps.rules.told import sentences, words
from apps.rules.told.telling import Telling


@dataclass(frozen=True, slots=True)
class Trigger:
    """`kind` is event, timer or merge; `event` is the log's row, where one brought it."""

    kind: str
    sentence: str
    event: Event | None = None

    @property
    def payload(self) -> str:
        """The event as received, as indented JSON."""
        return pretty(self.received) if self.event else ""

    @property
    def received(self) -> Any:
        """The event as received, None where none brought it."""
        return shown.payload(self.event.payload) if self.event else None


def pretty(payload: object) -> str:
    return json.dumps(payload, indent=2, ensure_ascii=False, sort_keys=True)


def trigger(step: Step, events: Mapping[int, Event], telling: Telling) -> Trigger:
    """What the step of a decision began with."""
    if step.absorb is not None:
        at = telling.moment(step.absorb.at)
        text = f"Two profiles turned out to be one person on {at}, and were joined."
        return Trigger("merge", text, events.get(step.absorb.event_id))
    if step.input is None:
        return Trigger("timer", sentences.timer(_fell_due(step, telling)))
    given = step.input
    name = sentences.event_name(given.type, given.name)
    told = f"The event “{name}” of {telling.moment(given.occurred_at)}"
    late = (given.received_at - given.occurred_at).total_seconds()
    if late >= 60:
        told += f", received {words.length(late)} later"
    return Trigger("event", f"{told}.", events.get(given.id))


def _fell_due(step: Step, telling: Telling) -> list[str]:
    state, due = step.state, []
    for run in state.enrollments:
        at = run.waiting.wake_at if run.waiting else run.until
        if at is None or at > step.at:
            continue
        node, journey = telling.node(run.version, run.node), telling.journey(run.journey)
        waited = words.between(run.since, at)
        if run.waiting:
            due.append(f"“{node.name}” of {journey} was asked again, as it had to wait")
        elif node.type == "wait_for_event":
            event = node.settings.get("event", "an event")
            due.append(f"“{event}” had not come for {waited} at “{node.name}” of {journey}")
        else:
            due.append(f"the wait “{node.name}” of {journey} was over, after {waited}")
    if state.window_closes_at and state.window_closes_at <= step.at:
        due.append("the short time was over in which messages that become ready together compete")
    return due
