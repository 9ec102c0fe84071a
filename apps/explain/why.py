"""Explains one decision: reads every store, and puts together what the page and the API show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.delivery.models import Delivery
from apps.engine import person
from apps.engine.book import Book
from apps.engine.reasons import Code, Verdict
from apps.engine.values import Considered, Decision, Step
from apps.events.models import Event
from apps.explain import deliveries, names
from apps.explain.deliveries import Sent
from apps.explain.path import PathStep, as_datetime, because, path
from apps.explain.trigger import Trigger, trigger
from apps.explain.who import Who, who
from apps.graph import queries_decisions, queries_people
from apps.graph.queries_decisions import Judged, Stored
from apps.graph.queries_people import Run, Visit
from apps.orchestrator import books
from apps.rules.models import RuleSetVersion
from apps.rules.told import sentences, words
from apps.rules.told.telling import Telling, VersionName

# Candidates whose way through their journey is read as well.
WITH_PATH = 20


@dataclass(frozen=True, slots=True)
class GateView:
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


@dataclass(frozen=True, slots=True)
class Other:
    """What became of the same message at another decision."""

    decision: str
    at: datetime
    verdict: str
    reason: str
    rule_name: str


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


@dataclass(frozen=True, slots=True)
class Arm:
    key: str
    name: str
    arm: str
    share: float


@dataclass(frozen=True, slots=True)
class UsedVersion:
    name: str
    version: VersionName


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one decision. `about` is the message that was asked for, "" for none."""

    stored: Stored
    decision: Decision
    who: Who
    telling: Telling
    sentence: str
    trigger: Trigger
    candidates: tuple[CandidateView, ...]
    rule_set: RuleSetVersion | None
    arms: tuple[Arm, ...]
    about: str

    @property
    def asked(self) -> CandidateView | None:
        """The candidate that was asked about, or else the first that was sent."""
        found = [c for c in self.candidates if c.asked_about]
        return next(iter(found or [c for c in self.candidates if c.sent]), None)

    @property
    def versions(self) -> list[UsedVersion]:
        """The journey versions of the candidates, each once."""
        used = {
            c.version.id: UsedVersion(c.journey_name, c.version)
            for c in self.candidates
            if c.version
        }
        return list(used.values())

    @property
    def own_zone(self) -> bool:
        """Whether the times are the person's own, and not the workspace's."""
        own = person.trait(self.stored.started_from.state, "timezone")
        return bool(own == self.telling.zone.key)


def of_message(message_id: UUID) -> Explanation | None:
    """Why this message was sent, or None where there is none of that id."""
    row = Delivery.objects.filter(id=message_id).values_list("decision_id", flat=True).first()
    decision = str(row or "") or queries_decisions.of_message(str(message_id))
    return of_decision(decision, about=str(message_id)) if decision else None


def of_decision(uid: str, *, about: str = "") -> Explanation | None:
    """Why everything in this decision came out as it did, or None where there is none."""
    stored = queries_decisions.get(uid)
    someone = who(UUID(stored.profile)) if stored else None
    if stored is None or someone is None:
        return None
    made, step, book = stored.decision, stored.started_from, books.stored(stored.book)
    versions = {c.version for c in made.considered} | {e.version for e in step.state.enrollments}
    telling = names.telling(
        state=step.state, rule_set=book.rules, versions=versions, who=someone.label
    )
    reading = _read(stored, made, step, someone)
    candidates = tuple(_candidate(one, made, reading, telling, about) for one in made.considered)
    return Explanation(
        stored=stored,
        decision=made,
        who=someone,
        telling=telling,
        sentence=_sentence(made, candidates, telling, about),
        trigger=trigger(step, reading.events, telling),
        candidates=candidates,
        rule_set=RuleSetVersion.objects.filter(id=stored.rule_set)
        .select_related("published_by")
        .first()
        if stored.rule_set
        else None,
        arms=_arms(step, book),
        about=about,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the stores said about all candidates at once."""

    runs: Mapping[str, Run]
    visits: Sequence[Visit]
    others: Sequence[Judged]
    events: Mapping[int, Event]
    sent: Mapping[str, Sent]


def _read(stored: Stored, made: Decision, step: Step, someone: Who) -> _Reading:
    runs = queries_people.runs_by_id([one.enrollment for one in made.considered])
    ids = {run.entry_event for run in runs.values()} | {made.event_id}
    ids |= {step.absorb.event_id if step.absorb else None}
    known = Event.objects.filter(id__in=[id for id in ids if id]).select_related("source")
    messages = [one.message_id for one in made.considered]
    since = min((one.ready_at for one in made.considered), default=made.at)
    return _Reading(
        runs=runs,
        visits=queries_people.visits([one.enrollment for one in made.considered][:WITH_PATH]),
        others=queries_decisions.candidates(
            someone.texts, messages=messages, since=since.timestamp()
        ),
        events={event.pk: event for event in known},
        sent=deliveries.of([one for one in made.considered if one.verdict == Verdict.SENT]),
    )


def _candidate(
    one: Considered, made: Decision, reading: _Reading, telling: Telling, about: str
) -> CandidateView:
    run = reading.runs.get(one.enrollment)
    event = reading.events.get(run.entry_event or 0) if run else None
    steps = path(run, reading.visits, made.at) if run else []
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
        path=tuple(_with_message(steps, one, made, telling)),
        because=because(run, event.occurred_at if event else None, steps, telling) if run else "",
        entry_event=event,
        earlier=tuple(other for other in others if other.at < made.at),
        later=tuple(other for other in others if other.at >= made.at),
        sent=reading.sent.get(one.message_id),
        asked_about=one.message_id == about,
    )


def _with_message(
    steps: Sequence[PathStep], one: Considered, made: Decision, telling: Telling
) -> list[PathStep]:
    """The way up to the message, which may stand there still."""
    way = [step for step in steps if step.at <= one.ready_at or step.key == one.node]
    if way and way[-1].key == one.node and (way[-1].left_at or made.at) >= made.at:
        way.pop()
    node = telling.node(one.version, one.node)
    return [*way, PathStep(one.node, node.name, "message", one.ready_at, None, "")]


def _gate(one: Considered, answer: Any, telling: Telling) -> GateView:
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


def _sentence(
    made: Decision, candidates: Sequence[CandidateView], telling: Telling, about: str
) -> str:
    sent = [c for c in candidates if c.considered.verdict == Verdict.SENT]
    asked = next((c for c in sent if c.asked_about), sent[0] if sent else None)
    if asked is None:
        return sentences.decision(made, telling, about=about)
    fate, more = deliveries.fate(asked.sent)
    said = sentences.decision(made, telling, because=asked.because, fate=fate, about=about)
    waited = _waited(asked, telling)
    return " ".join(part for part in (said, waited, more) if part)


def _waited(asked: CandidateView, telling: Telling) -> str:
    """What kept the message from going out as soon as it was ready."""
    stops = list(dict.fromkeys(other.rule_name for other in asked.earlier if other.rule_name))
    if not stops:
        return ""
    ready = telling.moment(asked.considered.ready_at)
    named = words.listed([f"“{name}”" for name in stops])
    return f"It had been ready since {ready} and had to wait because of {named}."


def _arms(step: Step, book: Book) -> tuple[Arm, ...]:
    return tuple(
        Arm(holdout.key, holdout.name, person.arm(step.state, holdout), holdout.share)
        for holdout in book.holdouts
    )
