"""The parts of steps: reasons, gates, candidates and leaves, told. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from apps.engine.book import Node
from apps.engine.outcome import Considered, Decision
from apps.engine.reasons import Answer, LeafAnswer, Reason, Verdict
from apps.engine.values import Enrollment
from apps.rules.told import sentences
from apps.rules.told.reason_words import clause
from apps.rules.told.telling import Telling
from apps.simulate.trial import words
from apps.simulate.trial.step import CandidateTold, GateTold, LeafTold, ReasonTold, Step

__all__ = ["clause", "decision", "leaves", "ready", "reason", "wait"]

GOES_ON = (Verdict.SENT, Verdict.HELD_OUT, Verdict.SKIPPED)


def reason(given: Reason, telling: Telling) -> ReasonTold:
    return ReasonTold(
        code=given.code.value,
        rule=given.rule,
        name=given.name,
        words=words.reason(given, telling),
        numbers=given.numbers,
    )


def leaves(answers: Iterable[LeafAnswer]) -> tuple[LeafTold, ...]:
    return tuple(
        LeafTold(a.subject, a.op, a.expected, a.actual, a.ok, sentences.leaf(a)) for a in answers
    )


def decision(
    one: Considered, made: Decision, own: Sequence[Considered], telling: Telling, run: int
) -> Step:
    """What a decision made of one message of the draft, with all that was asked."""
    mine = {(c.enrollment, c.node) for c in own}
    told = reason(one.reason, telling)
    return Step(
        at=made.at,
        kind=words.VERDICTS[one.verdict],
        says=words.decided(one, telling),
        node=one.node,
        port="next" if one.verdict in GOES_ON else "",
        run=run,
        reason=told,
        gates=tuple(_gate(answer, one, telling) for answer in one.gates),
        also_stopped_by=tuple(sentences.else_stopped(one, telling))
        if one.verdict != Verdict.SENT
        else (),
        candidates=tuple(
            _candidate(c, (c.enrollment, c.node) in mine, telling) for c in made.considered
        )
        if len(made.considered) > 1
        else (),
        until=one.again_at,
        details={"channel": one.channel, "template": one.template},
    )


def wait(run: Enrollment, node: Node, at: datetime, telling: Telling, number: int) -> Step:
    """A run that has come to stand at a wait."""
    return Step(
        at=at,
        kind="waits",
        says=words.waits(run, node, telling),
        node=run.node,
        run=number,
        until=run.until,
        waits_for=node.settings.event if node.type == "wait_for_event" else "",
    )


def ready(
    run: Enrollment, at: datetime, closes: datetime | None, telling: Telling, number: int
) -> Step:
    """A run whose message is ready, and waits for the window of arbitration to close."""
    name = telling.node(run.version, run.node).name
    says = words.ready(name, telling.moment(closes) if closes else "")
    return Step(at=at, kind="arrived", says=says, node=run.node, run=number, until=closes)


def _gate(answer: Answer, one: Considered, telling: Telling) -> GateTold:
    return GateTold(
        gate=answer.gate,
        name=sentences.gate(answer),
        ok=answer.ok,
        decided=not answer.ok and answer.reason == one.reason,
        words=sentences.gate_answer(answer, telling),
        reason=reason(answer.reason, telling),
        retry_at=answer.retry_at,
    )


def _candidate(one: Considered, own: bool, telling: Telling) -> CandidateTold:
    return CandidateTold(
        journey=one.journey,
        journey_name=telling.journey(one.journey),
        node=one.node,
        name=sentences.message_name(one, telling),
        own=own,
        verdict=one.verdict.value,
        words=words.elsewhere(one, telling),
    )
