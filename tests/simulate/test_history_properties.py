"""What holds of a run over history whatever the world: it is the engine's own, and it adds up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine import local_time
from apps.engine.book import Cap
from apps.engine.outcome import Entered, SendMessage
from apps.engine.values import Event
from apps.simulate.history import stored
from apps.simulate.history.meetings import caps_by_place
from apps.simulate.history.merge import merge
from apps.simulate.history.numbers import History
from apps.simulate.history.run import Fate, Seen, Walker
from apps.simulate.history.tally import Tally
from tests.invariants.worlds import START, World, lives, person, worlds

END = START + timedelta(days=30)
several_lives = st.lists(lives(most=8), min_size=1, max_size=5)


def walk(world: World, id: str, events: Sequence[Event]) -> Seen:
    walker = Walker(person(id), world.book)
    for event in events:
        walker.hear(event)
    return walker.finish(END)


def tallied(world: World, lives: Sequence[tuple[str, Sequence[Event]]]) -> History:
    tally = Tally(world.book, START, END)
    for id, events in lives:
        tally.add(id, walk(world, id, events))
    return tally.history()


@settings(deadline=None)
@given(worlds())
def test_it_sends_what_the_engine_sends_in_one_go(world: World) -> None:
    book = replace(world.book, holdouts=())
    seen = walk(replace(world, book=book), "p", world.events)
    live = replace(world, book=book).live()
    until = world.end
    sent = {e.message_id for e in live.effects if isinstance(e, SendMessage)}
    fates = seen.fates.values()
    assert {f.message for f in fates if f.left_at is not None and f.left_at <= until} == sent
    entered = Counter(e.enrollment.journey for e in live.effects if isinstance(e, Entered))
    assert all(seen.entered[journey] >= times for journey, times in entered.items())
    assert not seen.failed


@settings(deadline=None)
@given(worlds(), several_lives)
def test_each_candidate_counts_by_one_fate_and_each_win_is_a_meeting(
    world: World, lives: list[tuple[Event, ...]]
) -> None:
    found = tallied(world, [(f"p{n}", life) for n, life in enumerate(lives)])
    for numbers in found.messages.values():
        stopped = sum(candidates for candidates, _ in numbers.stopped.values())
        ended = numbers.sent + stopped + numbers.withdrawn + numbers.open
        assert numbers.proposed == ended and numbers.waited <= numbers.sent
        assert numbers.people <= found.people
    for pair in found.pairs:
        assert pair.one < pair.two and 0 < pair.people <= pair.meetings
        assert sum(pair.won.values()) == sum(pair.by.values()) <= pair.meetings
        assert set(pair.won) <= {pair.one, pair.two}


@settings(deadline=None)
@given(worlds(), several_lives)
def test_pairs_are_what_a_count_of_all_pairs_of_messages_gives(
    world: World, lives: list[tuple[Event, ...]]
) -> None:
    people = [(f"p{n}", life) for n, life in enumerate(lives)]
    found = tallied(world, people)
    covering = caps_by_place(world.book)
    counted: Counter[tuple[str, str, str, str]] = Counter()
    who: set[tuple[str, str, str, str, str]] = set()
    for id, events in people:
        fates = list(walk(world, id, events).fates.values())
        for one, two in combinations(fates, 2):
            for cap in covering[one.journey, one.node]:
                if cap in covering[two.journey, two.node] and meet(cap, one, two):
                    first, second = sorted((one.journey, two.journey))
                    counted[cap.id, one.channel, first, second] += 1
                    who.add((cap.id, one.channel, first, second, id))
    assert {pair.key: pair.meetings for pair in found.pairs} == counted
    assert {pair.key: pair.people for pair in found.pairs} == Counter(key[:4] for key in who)


def meet(cap: Cap, one: Fate, two: Fate) -> bool:
    if one.channel != two.channel or one.journey == two.journey:
        return False
    if cap.hours is not None:
        return abs(one.ready_at - two.ready_at) < timedelta(hours=cap.hours)

    def window(fate: Fate) -> datetime:
        day = local_time.day_start(fate.ready_at, fate.zone)
        return day if cap.calendar == "day" else local_time.week_start(fate.ready_at, fate.zone)

    return window(one) == window(two)


@settings(deadline=None, max_examples=30)
@given(worlds(), several_lives, st.integers(0, 5))
def test_histories_of_different_people_add_up(
    world: World, lives: list[tuple[Event, ...]], cut: int
) -> None:
    people = [(f"p{n}", life) for n, life in enumerate(lives)]
    whole = tallied(world, people)
    parts = [tallied(world, part) for part in (people[:cut], people[cut:])]
    assert merge(*parts) == whole == merge(parts[1], parts[0])
    each = [tallied(world, [one]) for one in people]
    left, right = each[0], each[-1]
    for one in each[1:]:
        left = merge(left, one)
    for one in reversed(each[:-1]):
        right = merge(one, right)
    assert left == right == whole


@settings(deadline=None, max_examples=30)
@given(worlds(), several_lives)
def test_a_history_is_the_same_after_it_was_stored(
    world: World, lives: list[tuple[Event, ...]]
) -> None:
    found = tallied(world, [(f"p{n}", life) for n, life in enumerate(lives)])
    told = stored.as_json(found)
    assert stored.history(told) == found
    assert stored.as_json(found, most=0)["pairs_left_off"] == len(found.pairs)
