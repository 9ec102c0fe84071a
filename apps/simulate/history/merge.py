"""Histories of different people add up to the history of all of them. Pure and associative."""

from collections.abc import Mapping
from typing import TypeVar

from apps.simulate.history.numbers import EXAMPLES, History, MessageNumbers, Pair, Place

K = TypeVar("K")


def merge(one: History, two: History) -> History:
    """The numbers of both. They are of the same window, and nobody is in both."""
    if (one.since, one.until) != (two.since, two.until):
        raise ValueError("these are histories of two different windows")
    return History(
        since=one.since,
        until=one.until,
        events=one.events + two.events,
        people=one.people + two.people,
        entered=_both(one.entered, two.entered),
        arrived=_sums(one.arrived, two.arrived),
        messages=_messages(one.messages, two.messages),
        wanted=_sums(one.wanted, two.wanted),
        pairs=_pairs(one.pairs, two.pairs),
        ties=_both(one.ties, two.ties),
        failed=one.failed + two.failed,
    )


def in_order(counted: Mapping[K, object]) -> list[K]:
    return sorted(counted)  # type: ignore[type-var]


def _sums(one: Mapping[K, int], two: Mapping[K, int]) -> dict[K, int]:
    return {key: one.get(key, 0) + two.get(key, 0) for key in in_order({**one, **two})}


def _both(
    one: Mapping[K, tuple[int, int]], two: Mapping[K, tuple[int, int]]
) -> dict[K, tuple[int, int]]:
    none = (0, 0)
    added: dict[K, tuple[int, int]] = {}
    for key in in_order({**one, **two}):
        a, b = one.get(key, none), two.get(key, none)
        added[key] = (a[0] + b[0], a[1] + b[1])
    return added


def _messages(
    one: Mapping[Place, MessageNumbers], two: Mapping[Place, MessageNumbers]
) -> dict[Place, MessageNumbers]:
    none = MessageNumbers()
    return {
        place: _added(one.get(place, none), two.get(place, none))
        for place in in_order({**one, **two})
    }


def _added(one: MessageNumbers, two: MessageNumbers) -> MessageNumbers:
    return MessageNumbers(
        proposed=one.proposed + two.proposed,
        people=one.people + two.people,
        sent=one.sent + two.sent,
        waited=one.waited + two.waited,
        stopped=_both(one.stopped, two.stopped),
        stopped_people=_sums(one.stopped_people, two.stopped_people),
        withdrawn=one.withdrawn + two.withdrawn,
        open=one.open + two.open,
        examples=_examples(one.examples, two.examples),
    )


def _pairs(one: tuple[Pair, ...], two: tuple[Pair, ...]) -> tuple[Pair, ...]:
    pairs = {pair.key: pair for pair in one}
    for pair in two:
        known = pairs.get(pair.key)
        pairs[pair.key] = _pair(known, pair) if known else pair
    return tuple(pairs[key] for key in in_order(pairs))


def _pair(one: Pair, two: Pair) -> Pair:
    return Pair(
        one=one.one,
        two=one.two,
        channel=one.channel,
        cap=one.cap,
        meetings=one.meetings + two.meetings,
        people=one.people + two.people,
        won=_sums(one.won, two.won),
        by=_sums(one.by, two.by),
        examples=_examples(one.examples, two.examples),
    )


def _examples(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *two})[:EXAMPLES])
