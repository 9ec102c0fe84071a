"""Invariant 2: at most one delivery per (enrollment, node, visit)."""

from collections import Counter

from hypothesis import given, settings

from apps.engine.outcome import Decision, SendMessage
from tests.invariants.worlds import World, worlds


@settings(max_examples=800)
@given(worlds())
def test_a_visit_of_a_message_node_sends_at_most_once(world: World) -> None:
    outcome = world.live()
    sent = Counter(e.message_id for e in outcome.effects if isinstance(e, SendMessage))
    assert all(count == 1 for count in sent.values())
    went = Counter(visit for d in outcome.decisions for visit in gone(d))
    assert all(count == 1 for count in went.values())


def gone(decision: Decision) -> list[tuple[str, str, int]]:
    """The visits that this decision ended with a send, real or held out."""
    return [
        (c.enrollment, c.node, c.visit)
        for c in decision.considered
        if c.verdict in ("sent", "held_out")
    ]
