"""Resolves the candidates of one moment: gates, arbitration, holdout; one decision comes out.

Arbitration is by tier, then the journey's priority, then the earlier ready time, then the journey
key. At most one message that competes leaves in a decision; one that would take the place of a
better one which is scheduled already yields to it (`apps.engine.look_ahead`). A held-out winner
is recorded as a ghost and the next best may go out, as in a world without the held-out journey.
Messages of a transactional tier do not compete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apps.engine import look_ahead, person, walk
from apps.engine.candidate import Candidate, candidate
from apps.engine.evolve import evolve
from apps.engine.gates import ask_all, frequency_cap
from apps.engine.luck import derived_id
from apps.engine.outcome import Considered, Decision, SendMessage
from apps.engine.reasons import Answer, Code, Reason, Verdict
from apps.engine.run import Run
from apps.engine.values import Enrollment, Send

ARBITRATION, HOLDOUT = "arbitration", "holdout"
# Who lost competes again after the window, but not in the same breath.
SHORTEST_PAUSE = timedelta(minutes=5)
# Sends are remembered for as long as the longest window of a cap may look back.
MEMORY = timedelta(days=35)
# No cap allows more messages than this; from so many on, what no cap can count is forgotten.
HIGHEST_LIMIT = 100
MANY_SENDS = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its gates' answers and, where they all said yes, its rank and verdict."""

    candidate: Candidate
    gates: tuple[Answer, ...]
    verdict: Verdict | None = None
    rank: int | None = None

    @property
    def stopped_by(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.gates if not answer.ok)


def resolve(run: Run, ready: Sequence[Enrollment]) -> None:
    """Decide what becomes of these waiting enrollments, now."""
    if not ready:
        return
    number = run.state.decisions + 1
    decision_id = derived_id("decision", run.state.id, number)
    run.update(decisions=number)
    candidates = sorted(
        (candidate(enrollment, run.state, run.book) for enrollment in ready),
        key=lambda c: c.order,
    )
    judged = _judge(run, candidates)
    considered = tuple(_considered(run, one) for one in judged)
    decision = Decision(
        id=decision_id,
        profile=run.state.id,
        at=run.at,
        book=run.book.id,
        rule_set=run.book.rules.id,
        event_id=run.event.id if run.event else None,
        considered=considered,
    )
    run.decisions.append(decision)
    run.steps[decision_id] = run.step
    for one, outcome in zip(judged, considered, strict=True):
        _carry_out(run, one, outcome, decision_id)


def _judge(run: Run, candidates: Sequence[Candidate]) -> list[Judged]:
    """The verdicts, best rank first; those that no gate lets through come without a rank."""
    free = [_alone(run, c) for c in candidates if c.tier.transactional]
    asked = [
        (c, ask_all(c, run.state, run.book, run.at)) for c in candidates if not c.tier.transactional
    ]
    judged: list[Judged] = list(free)
    winner: Candidate | None = None
    ghost: Candidate | None = None
    # Better ones that this very decision makes wait, with their moment.
    put_off: list[tuple[datetime, Candidate]] = []
    rank = 0
    for one, gates in asked:
        if not all(answer.ok for answer in gates):
            put_off += look_ahead.put_off(one, gates)
            judged.append(Judged(one, (*gates, _not_competing(), _holdout(one))))
            continue
        rank += 1
        better = winner or (ghost if one.silenced_by else None)
        if better is not None:
            gates = (*gates, _lost(run, one, better), _holdout(one))
            judged.append(Judged(one, gates, rank=rank))
        elif yielding := look_ahead.yields(one, run.state, run.book, run.at, put_off):
            gates = (*gates, Answer(ARBITRATION, False, *yielding), _holdout(one))
            judged.append(Judged(one, gates, rank=rank))
        else:
            gates = (*gates, Answer(ARBITRATION, True), _holdout(one))
            verdict = Verdict.HELD_OUT if one.silenced_by else Verdict.SENT
            judged.append(Judged(one, gates, verdict, rank))
            reserve(run, one)
            if one.silenced_by:
                ghost = one
            else:
                winner = one
    return judged


def _alone(run: Run, one: Candidate) -> Judged:
    """A transactional message: judged by itself, and counted before the next one is judged."""
    gates = (*ask_all(one, run.state, run.book, run.at), Answer(ARBITRATION, True), _holdout(one))
    if not all(answer.ok for answer in gates if answer.gate != HOLDOUT):
        return Judged(one, gates)
    reserve(run, one)
    return Judged(one, gates, Verdict.HELD_OUT if one.silenced_by else Verdict.SENT)


def reserve(run: Run, one: Candidate) -> None:
    """Take the message's place under the caps at the very moment of the decision."""
    send = Send(
        message_id=one.message_id,
        at=run.at,
        channel=one.node.settings.channel,
        tier=one.tier.key,
        journey=one.journey.key,
        tags=one.node.settings.tags,
        transactional=one.tier.transactional,
        ghost=one.silenced_by is not None,
    )
    since = run.at - MEMORY
    sends = (*(known for known in run.state.sends if known.at > since), send)
    run.update(sends=_bounded(sends) if len(sends) > MANY_SENDS else sends)


def _bounded(sends: Sequence[Send]) -> tuple[Send, ...]:
    """The latest of each kind, as many as a cap can allow at most: no cap needs more to be full."""
    kept: list[Send] = []
    counts: dict[tuple[object, ...], int] = {}
    for send in reversed(sends):
        kind = (send.channel, send.tier, send.journey, send.tags, send.transactional, send.ghost)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= HIGHEST_LIMIT:
            kept.append(send)
    return tuple(reversed(kept))


def _holdout(one: Candidate) -> Answer:
    if one.silenced_by is None:
        return Answer(HOLDOUT, True)
    code = Code.HELD_OUT_MIXED if one.arm == "mixed" else Code.HELD_OUT
    numbers = {"arm": one.arm, "share": one.silenced_by.share}
    return Answer(HOLDOUT, False, Reason(code, one.silenced_by.key, one.silenced_by.name, numbers))


def _not_competing() -> Answer:
    return Answer(ARBITRATION, True, Reason(Code.NOT_COMPETING))


def _lost(run: Run, one: Candidate, winner: Candidate) -> Answer:
    """Why the winner was preferred: the first of the four criteria in which they differ."""
    if one.tier_rank != winner.tier_rank:
        code, own, others = Code.LOST_TIER, one.tier.name, winner.tier.name
    elif one.journey.priority != winner.journey.priority:
        code = Code.LOST_PRIORITY
        own, others = str(one.journey.priority), str(winner.journey.priority)
    elif one.waiting.ready_at != winner.waiting.ready_at:
        code = Code.LOST_READY_TIME
        own, others = one.waiting.ready_at.isoformat(), winner.waiting.ready_at.isoformat()
    elif one.journey.key != winner.journey.key:
        code, own, others = Code.LOST_KEY, one.journey.key, winner.journey.key
    else:
        code, own, others = Code.LOST_SAME_JOURNEY, one.enrollment.id, winner.enrollment.id
    numbers: dict[str, Any] = {
        "own": own,
        "winner": others,
        "winner_journey": winner.journey.key,
        "winner_name": winner.journey.name,
        "winner_node": winner.node.name,
        "winner_message": winner.message_id,
    }
    again = run.at + max(run.book.rules.window, SHORTEST_PAUSE)
    # The winner has taken its place: where no cap has one left, there is no use in asking before.
    full = frequency_cap.check(one, run.state, run.book, run.at)
    if full.retry_at is not None and full.retry_at > again:
        again = full.retry_at
        numbers["then"] = full.reason.name
    return Answer(ARBITRATION, False, Reason(code, "arbitration", "Arbitration", numbers), again)


def _considered(run: Run, one: Judged) -> Considered:
    verdict, reason, again = _outcome(run, one)
    known = one.candidate
    return Considered(
        enrollment=known.enrollment.id,
        journey=known.journey.key,
        version=known.journey.version,
        node=known.node.key,
        visit=known.visit,
        message_id=known.message_id,
        channel=known.node.settings.channel,
        template=known.node.settings.template,
        tier=known.tier.key,
        priority=known.journey.priority,
        ready_at=known.waiting.ready_at,
        verdict=verdict,
        reason=reason,
        gates=one.gates,
        rank=one.rank,
        again_at=again,
        give_up_at=known.waiting.give_up_at if verdict == Verdict.WAITS else None,
    )


def _outcome(run: Run, one: Judged) -> tuple[Verdict, Reason, datetime | None]:
    """The verdict, the reason that decided it, and when a waiting one is looked at again."""
    if one.verdict == Verdict.SENT:
        return Verdict.SENT, Reason(Code.OK), None
    stops = [answer for answer in one.stopped_by if answer.gate != HOLDOUT]
    if one.verdict == Verdict.HELD_OUT:
        return Verdict.HELD_OUT, one.stopped_by[-1].reason, None
    reason, waiting = stops[0].reason, one.candidate.waiting
    policy = one.candidate.node.settings.when_stopped
    if policy == "leave":
        return Verdict.LEFT, reason, None
    if policy == "skip" or run.at >= waiting.give_up_at:
        return Verdict.SKIPPED, reason, None
    moments = [answer.retry_at for answer in stops]
    latest = max((m for m in moments if m is not None), default=waiting.give_up_at)
    # A gate that knows no moment is asked again when something changes, or at the very end.
    again = waiting.give_up_at if None in moments else min(latest, waiting.give_up_at)
    return Verdict.WAITS, reason, again


def _carry_out(run: Run, judged: Judged, outcome: Considered, decision_id: str) -> None:
    one, enrollment = judged.candidate, judged.candidate.enrollment
    match outcome.verdict:
        case Verdict.WAITS:
            waiting = evolve(
                one.waiting,
                wake_at=outcome.again_at,
                reason=outcome.reason,
                stopped_by=tuple(answer.reason.code for answer in judged.stopped_by),
                rule_set=run.book.rules.id,
            )
            run.put(evolve(enrollment, waiting=waiting))
        case Verdict.LEFT:
            numbers = {"stopped_by": outcome.reason.code.value, "rule": outcome.reason.rule}
            walk.end(run, enrollment, Reason(Code.STOPPED_AND_LEFT, numbers=numbers))
        case _:
            if outcome.verdict == Verdict.SENT:
                run.effects.append(_message(run, one, decision_id))
            walk.go(run, enrollment, "next")


def _message(run: Run, one: Candidate, decision_id: str) -> SendMessage:
    settings = one.node.settings
    return SendMessage(
        message_id=one.message_id,
        decision=decision_id,
        enrollment=one.enrollment.id,
        journey=one.journey.key,
        version=one.journey.version,
        node=one.node.key,
        channel=settings.channel,
        template=settings.template,
        topic=settings.topic,
        tier=one.tier.key,
        transactional=one.tier.transactional,
        at=run.at,
        address=person.address(run.state, settings.channel),
        traits=person.traits(run.state),
        event=one.enrollment.entry.properties,
    )
