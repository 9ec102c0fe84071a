"""Invariant 6: every candidate has a verdict, a reason and its gates; and runs again the same."""

from hypothesis import given, settings

from apps.engine.advance import rerun
from apps.engine.gates import GATES
from apps.engine.outcome import Considered, Entered, Left, Outcome, Refused, Visited
from apps.engine.reasons import Code, Verdict
from apps.engine.values import Enrollment
from apps.graph import codec
from tests.invariants.worlds import World, worlds

IN_ORDER = (*GATES, "arbitration", "holdout")


@settings(max_examples=600)
@given(worlds())
def test_every_candidate_has_its_verdict_reason_and_gates(world: World) -> None:
    outcome = world.live()
    for decision in outcome.decisions:
        assert decision.considered
        for one in decision.considered:
            assert_explained(one)
        competing = [c for c in decision.considered if c.tier != "transactional"]
        assert sum(c.verdict == Verdict.SENT for c in competing) <= 1
        ranks = [c.rank for c in competing if c.rank is not None]
        assert sorted(ranks) == list(range(1, len(ranks) + 1))


def assert_explained(one: Considered) -> None:
    assert tuple(gate.gate for gate in one.gates) == IN_ORDER
    stops = [gate for gate in one.gates if not gate.ok]
    assert all(gate.reason.code not in (Code.OK, Code.GATE_ERROR) for gate in stops)
    others = [gate for gate in stops if gate.gate != "holdout"]
    match one.verdict:
        case Verdict.SENT:
            assert not stops and one.reason.code == Code.OK
        case Verdict.HELD_OUT:
            assert not others and one.reason == stops[0].reason
        case Verdict.WAITS:
            assert one.reason == others[0].reason
            assert one.again_at and one.give_up_at and one.again_at <= one.give_up_at
        case _:
            assert one.reason == others[0].reason


@settings(max_examples=400)
@given(worlds())
def test_nothing_begins_stands_or_ends_without_a_word(world: World) -> None:
    outcome = world.live()
    assert_accounted(outcome)
    for effect in outcome.effects:
        if isinstance(effect, Left | Refused):
            assert effect.reason.code != Code.OK
    heard = {e.entry.id for e in entered(outcome)}
    heard |= {e.event_id for e in outcome.effects if isinstance(e, Refused)}
    for event in world.events:
        assert (event.id in heard) == (event.name in world.book.entries)


def entered(outcome: Outcome) -> list[Enrollment]:
    return [e.enrollment for e in outcome.effects if isinstance(e, Entered)]


def assert_accounted(outcome: Outcome) -> None:
    begun = {e.enrollment.id for e in outcome.effects if isinstance(e, Entered)}
    ended = [e.enrollment for e in outcome.effects if isinstance(e, Left)]
    inside = {e.id for e in outcome.state.enrollments}
    assert len(ended) == len(set(ended)) and begun == set(ended) | inside
    assert not set(ended) & inside
    decided = {(c.enrollment, c.node): c.verdict for d in outcome.decisions for c in d.considered}
    for passed in outcome.effects:
        if isinstance(passed, Visited) and "message" in passed.node:
            assert (passed.enrollment, passed.node) in decided
    for enrollment in outcome.state.enrollments:
        waiting = enrollment.waiting
        assert (waiting is None) != (enrollment.until is None), "stands somewhere for a moment"
        if waiting and waiting.wake_at:
            assert waiting.reason is not None


@settings(max_examples=400)
@given(worlds())
def test_a_stored_decision_run_again_has_the_same_hash(world: World) -> None:
    outcome = world.live()
    for decision in outcome.decisions:
        step = codec.step(codec.encode(outcome.steps[decision.id]))
        again = {d.id: d for d in rerun(step, world.book).decisions}[decision.id]
        assert codec.fingerprint(codec.encode(again)) == codec.fingerprint(codec.encode(decision))
        stored = codec.decision(codec.encode(decision))
        assert codec.encode(stored) == codec.encode(decision)
