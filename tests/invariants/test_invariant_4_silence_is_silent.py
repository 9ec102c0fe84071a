"""Invariant 4: a held-out person gets nothing from what they are held out of, merged or not."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine import person
from apps.engine.advance import advance
from apps.engine.luck import draw
from apps.engine.outcome import Outcome, SendMessage
from apps.engine.values import Absorb, Event
from tests.invariants import worlds
from tests.invariants.worlds import World


def assert_silent(world: World, outcome: Outcome, keys: set[str]) -> None:
    for sent in (e for e in outcome.effects if isinstance(e, SendMessage)):
        for holdout in world.book.holdouts:
            if holdout.covers(
                journey=sent.journey, tier=sent.tier, transactional=sent.transactional
            ):
                assert not any(draw(holdout.salt, key) < holdout.share for key in keys)


@settings(max_examples=300)
@given(worlds.worlds())
def test_a_held_out_person_gets_nothing(world: World) -> None:
    known = replace(world.state, bucket_keys=("user_id:ann",))
    outcome = advance(known, world.events, world.book, world.end)
    assert_silent(world, outcome, {"user_id:ann"})


@settings(max_examples=200)
@given(worlds.worlds(), worlds.lives(), st.sampled_from(["bob", "cid"]))
def test_a_merge_lets_nobody_out_of_silence(
    world: World, later: tuple[Event, ...], other: str
) -> None:
    known = replace(world.state, bucket_keys=("user_id:ann",))
    before = advance(known, world.events, world.book, world.end).state
    theirs = replace(worlds.person("q"), bucket_keys=(f"user_id:{other}",))
    moved = tuple(
        replace(e, id=e.id + 1000, received_at=e.received_at + (world.end - worlds.START))
        for e in later
    )
    joined = Absorb(999, world.end, theirs)
    outcome = advance(before, (joined, *moved), world.book, moved[-1].received_at)
    assert person.luck_key(outcome.state) == "user_id:ann"
    assert_silent(world, outcome, {"user_id:ann", f"user_id:{other}"})
