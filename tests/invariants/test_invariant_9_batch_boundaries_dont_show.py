"""Invariant 9, in the engine: however inputs and moments are cut, the result is the same."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.advance import advance
from apps.engine.outcome import Decision, Effect
from apps.engine.values import Event
from apps.graph import codec
from tests.invariants.worlds import World, text, worlds


@settings(max_examples=600)
@given(worlds(), st.lists(st.booleans(), min_size=20, max_size=20), st.integers(0, 3000))
def test_the_result_is_the_same_however_it_is_cut(
    world: World, cuts: list[bool], minutes: int
) -> None:
    whole = world.live()
    state = world.state
    decisions: list[Decision] = []
    effects: list[Effect] = []
    batch: list[Event] = []
    for event, cut in zip((*world.events, None), (*cuts[: len(world.events)], True), strict=True):
        if cut or event is None:
            # A batch ends here: its state is stored, and time goes by until the next event.
            last = batch[-1].received_at if batch else state.as_of
            until = last + timedelta(minutes=minutes)
            until = min(until, event.received_at) if event else world.end
            outcome = advance(codec.state(codec.encode(state)), batch, world.book, max(until, last))
            state, batch = outcome.state, []
            decisions += outcome.decisions
            effects += outcome.effects
        if event is not None:
            batch.append(event)
    assert text(decisions) == text(whole.decisions)
    assert text(effects) == text(whole.effects)
    assert codec.encode(state) == codec.encode(whole.state)
