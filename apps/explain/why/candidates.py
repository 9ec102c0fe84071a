"""The candidates of a decision, each with everything that led to it and became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.engine.outcome import Considered, Decision, Step
from apps.engine.reasons import Answer, Code
from apps.events.models import Event
from apps.explain.conflicts import costs
from apps.explain.why.because import because
from apps.explain.why.deliveries import Sent
from apps.explain.why.path import PathStep, as_datetime, path
from apps.graph.queries_decisions import Judged
from apps.graph.queries_people import Run, Visit
from apps.rules.told import decision_words, sentences
from apps.rules.told.telling import Telling, VersionName


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stores said about all candidates at once."""

    step: Step
    runs: Mapping[str, Run]
    visits: Sequence[Visit]
    others: Sequence[Judged]
    events: Mapping[int, Event]
    sent: Mapping[str, Sent]


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate's answer. `decided`: it gave the reason; `href` is its rule's page."""

    gate: str
    name: str
    ok: bool
    code: str
    sentence: str
    rule: str
    rule_name: str
    numbers: Mapping[str, Any]
    retry_at: datetime | None
    decided: bool

    @property
    def href(self) -> str:
        return "" if self.ok else costs.page(self.code, self.rule)


@dataclass(frozen=True, slots=True)
class Other:
    """What became of the same message at another decision."""

    decision: str
    at: datetime
    verdict: str
    reason: str
    rule_name: str

    @property
    def kept_by(self) -> str:
        return decision_words.kept_by(self.reason, self.rule_name)


@dataclass(frozen=True, slots=True)
class CandidateView:
    """One candidate: what became of it, and everything that led to it."""

    considered: Considered
    name: str
    journey_name: str
    verdict: str
    sentence: str
    gates: tuple[GateView, ...]
    else_stopped: tuple[str, ...]
    version: VersionName | None
    tier_name: str
    path: tuple[PathStep, ...]
    because: str
    run: Run | None
    entry_event: Event | None
    earlier: tuple[Other, ...]
    later: tuple[Other, ...]
    sent: Sent | None
    asked_about: bool

    @property
    def passed(self) -> list[GateView]:
        return [g for g in self.gates if g.ok and g.code != Code.NOT_COMPETING]

    @property
    def not_asked(self) -> list[GateView]:
        return [g for g in self.gates if g.code == Code.NOT_COMPETING]

    @property
    def asking(self) -> list[PathStep]:
        """The nodes of the way that asked something of the person or the event."""
        return [step for step in self.path if step.leaves]


def candidate(
    one: Considered, made: Decision, reading: Reading, telling: Telling, about: str
) -> CandidateView:
    """One candidate, from what the stores said."""
    run = reading.runs.get(one.enrollment)
    event = reading.events.get(run.entry_event or 0) if run else None
    steps = path(run, reading.visits, made.at) if run else []
    way = _with_message(steps, one, telling)
    others = [
        Other(j.decision, as_datetime(j.at), j.verdict, j.reason, j.rule_name)
        for j in sorted(reading.others, key=lambda j: j.at)
        if j.message == one.message_id and j.decision != made.id
    ]
    return CandidateView(
        considered=one,
        name=sentences.message_name(one, telling),
        journey_name=telling.journey(one.journey),
        verdict=sentences.verdict(one),
        sentence=sentences.candidate(one, telling),
        gates=tuple(_gate(one, answer, telling) for answer in one.gates),
        else_stopped=tuple(sentences.else_stopped(one, telling)),
        version=telling.versions.get(one.version),
        tier_name=telling.tier(one.tier),
        path=tuple(way),
        because=_because(run, event, way, one, made, reading, telling),
        run=run,
        entry_event=event,
        earlier=tuple(other for other in others if other.at < made.at),
        later=tuple(other for other in others if other.at >= made.at),
        sent=reading.sent.get(one.message_id),
        asked_about=one.message_id == about,
    )


def _because(
    run: Run | None,
    event: Event | None,
    way: Sequence[PathStep],
    one: Considered,
    made: Decision,
    reading: Reading,
    telling: Telling,
) -> str:
    if run is None:
        return ""
    entry = _entry(run, event, way, one, reading)
    occurred = event.occurred_at if event else None
    return because(run, occurred, way, telling, at=made.at, entry=entry)


def _entry(
    run: Run,
    event: Event | None,
    way: Sequence[PathStep],
    one: Considered,
    reading: Reading,
) -> Mapping[str, Any]:
    """What the entry event carried, from wherever it is kept; what it was asked for at least.

    An event that the engine told itself, such as a stage, has no row of its own in the log.
    """
    for known in reading.step.state.enrollments:
        if known.id == one.enrollment:
            return known.entry.properties
    if event is not None and event.name and event.name == run.entry_name:
        return event.payload.get("properties") or {}
    sent = reading.sent.get(one.message_id)
    if sent and sent.delivery and isinstance(sent.delivery.context.get("event"), dict):
        return dict(sent.delivery.context["event"])
    asked = (leaf for step in way if step.type == "entry" for leaf in step.leaves)
    return {
        leaf.subject.removeprefix("event "): leaf.actual
        for leaf in asked
        if leaf.subject.startswith("event ")
    }


def _with_message(steps: Sequence[PathStep], one: Considered, telling: Telling) -> list[PathStep]:
    """The way up to this visit of the message."""
    way: list[PathStep] = []
    visits = 0
    for step in steps:
        visits += step.key == one.node
        if visits >= one.visit or step.at > one.ready_at:
            break
        way.append(step)
    node = telling.node(one.version, one.node)
    return [*way, PathStep(one.node, node.name, "message", one.ready_at, None, "")]


def _gate(one: Considered, answer: Answer, telling: Telling) -> GateView:
    return GateView(
        gate=answer.gate,
        name=sentences.gate(answer),
        ok=answer.ok,
        code=answer.reason.code.value,
        sentence=sentences.gate_answer(answer, telling),
        rule=answer.reason.rule,
        rule_name=answer.reason.name,
        numbers=answer.reason.numbers,
        retry_at=answer.retry_at,
        decided=not answer.ok and answer.reason == one.reason,
    )
