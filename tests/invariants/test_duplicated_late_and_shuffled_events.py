"""Duplicated, late and shuffled events give the same final decisions. What must be equal:

- An event that is sent again, in its batch or later, changes nothing: the log takes it once. Ids in
  the log may have gaps then, so decisions are compared by what they say.
- History is applied as of its own time: the order within a batch of an import does not matter.
- What is late was decided without: what a decision saw is stored with it. What people said of
  themselves counts by when they said it: in whatever order it comes, what is known at the end, and
  so every decision from then on, is the same.
"""

import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.outcome import Considered
from apps.events import operations as events
from apps.graph import codec, store
from tests.invariants import flow, shop
from tests.scenario import at, identify, message_on, publish, rule_set, source, tell, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
DECISIONS = """
MATCH (p:Profile)-[:DECIDED]->(d:Decision) RETURN p.state AS state, d.content AS content
"""


def decided() -> list[tuple[Any, ...]]:
    """Every decision by what it says: who, when, and each candidate with its gates' reasons."""
    found = []
    for row in store.read(DECISIONS):
        decision = codec.decision(row["content"])
        who = codec.state(row["state"]).traits.get("email")
        said = [
            (c.journey, c.node, c.visit, c.verdict, c.reason.code, c.rank, c.again_at, gates(c))
            for c in decision.considered
        ]
        found.append((who and who.value, decision.at, said))
    return sorted(found, key=repr)


def gates(one: Considered) -> list[tuple[str, bool, str]]:
    return [(gate.gate, gate.ok, gate.reason.code.value) for gate in one.gates]


def run(*batches: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    flow.reset()
    for batch in batches:
        tell(*batch)
    flow.alone(500)(shop.END)
    return decided()


@pytest.fixture
def history() -> list[dict[str, Any]]:
    shop.journeys()
    return shop.log(people=25)


def test_the_order_within_a_batch_of_history_does_not_matter(history: list[Any]) -> None:
    expected = run(history)
    for seed in (1, 2):
        shuffled = list(history)
        random.Random(seed).shuffle(shuffled)
        assert run(shuffled) == expected
    assert run(history[::-1]) == expected


def test_doubled_events_change_nothing(history: list[Any]) -> None:
    expected = run(history)
    assert run([event for event in history for _ in (1, 2)]) == expected
    assert run(history, history) == expected
    half = len(history) // 2
    assert run(history[:half], history[: half + 40], history[half - 40 :]) == expected


def test_the_same_event_after_it_was_applied_changes_nothing(history: list[Any]) -> None:
    expected = run(history)
    tell(*history)
    assert events.append(source=source(), events=history, now=at(days=400)).accepted == 0
    flow.alone(500)(shop.END)
    assert decided() == expected


def test_what_people_said_counts_by_when_they_said_it_in_whatever_order_it_comes() -> None:
    """Every order of four late words, then one event that is judged by all of them."""
    rule_set(consent={"email": "opt_in"})
    publish("pro", message_on("Go", again="once"))
    words = [
        identify("ann", at(1), plan="free", city="Rome"),
        identify("ann", at(2), plan="pro"),
        track("ann", "Subscription Changed", at(3), channel="email", status="unsubscribed"),
        track("ann", "Subscription Changed", at(4), channel="email", status="subscribed"),
    ]
    outcomes = set()
    for order in itertools.permutations(words):
        flow.reset()
        for place, word in enumerate(order):
            tell(word | {"sentAt": at(10 + place).isoformat()})
        tell(track("ann", "Go", at(20)))
        flow.alone(500)(at(30))
        said = [(row[1], row[2]) for row in flow.everything()["traits"]]
        outcomes.add(repr((said, decided())))
    assert len(outcomes) == 1
    (outcome,) = outcomes
    assert "sent" in outcome and '"pro"' in outcome and "Rome" in outcome


@settings(max_examples=12)
@given(st.randoms(use_true_random=False), st.integers(1, 40), st.sampled_from([1, 7, 500]))
def test_any_cutting_shuffling_and_doubling_of_a_history_gives_the_same(
    luck: random.Random, size: int, batch: int
) -> None:
    if not store.read("MATCH (v:JourneyVersion) RETURN v.uid LIMIT 1"):
        shop.journeys()
    history = shop.log(people=6, seed=luck.randrange(5))
    expected = run(history)
    flow.reset()
    for start in range(0, len(history), size):
        part = history[start : start + size]
        part += luck.sample(history[: start + size], min(3, len(part)))
        luck.shuffle(part)
        tell(*part)
        flow.route(luck.choice([1, 10, 1000]))
    flow.alone(batch)(shop.END)
    assert decided() == expected
