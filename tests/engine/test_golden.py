"""Every golden case; and, of each, that cutting its inputs or storing its state changes nothing."""

from typing import Any

import pytest

from apps.engine.advance import advance, rerun
from apps.engine.outcome import Decision, Effect, Entered, Outcome, SendMessage
from apps.graph import codec
from tests.engine import golden

ALL = golden.all_cases()


@pytest.fixture(params=list(ALL.values()), ids=list(ALL))
def raw(request: pytest.FixtureRequest) -> dict[str, Any]:
    case: dict[str, Any] = request.param
    return case


@pytest.fixture
def case(raw: dict[str, Any]) -> golden.Case:
    return golden.read(raw)


def run(case: golden.Case) -> Outcome:
    return advance(case.state, case.inputs, case.book, case.now)


def test_it_answers_as_written_down(case: golden.Case) -> None:
    assert golden.difference(case.expect, golden.shown(run(case))) == ""


def test_no_run_begins_twice_and_no_message_is_sent_twice(case: golden.Case) -> None:
    effects = run(case).effects
    begun = [e.enrollment.id for e in effects if isinstance(e, Entered)]
    sent = [e.message_id for e in effects if isinstance(e, SendMessage)]
    assert len(begun) == len(set(begun)) and len(sent) == len(set(sent))


def test_it_answers_the_same_one_input_at_a_time_with_the_state_stored_between(
    case: golden.Case,
) -> None:
    state = case.state
    decisions: tuple[Decision, ...] = ()
    effects: tuple[Effect, ...] = ()
    for given in case.inputs:
        at = getattr(given, "received_at", None) or given.at  # type: ignore[union-attr]
        for inputs, until in (((), at), ((given,), at)):
            state = codec.state(codec.encode(state))
            outcome = advance(state, inputs, case.book, until)
            state = outcome.state
            decisions += outcome.decisions
            effects += outcome.effects
    outcome = advance(state, (), case.book, case.now)
    whole = run(case)
    assert codec.encode(decisions + outcome.decisions) == codec.encode(whole.decisions)
    assert codec.encode(effects + outcome.effects) == codec.encode(whole.effects)
    assert codec.encode(outcome.state) == codec.encode(whole.state)


def test_a_stored_step_run_again_gives_the_same_decision(case: golden.Case) -> None:
    outcome = run(case)
    for decision in outcome.decisions:
        step = codec.step(codec.encode(outcome.steps[decision.id]))
        again = {d.id: d for d in rerun(step, case.book).decisions}
        assert hash_of(again[decision.id]) == hash_of(decision)


def hash_of(decision: Decision) -> str:
    return codec.fingerprint(codec.encode(decision))
