"""meeting: two journeys reach the same person on one channel within the window of a cap."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from apps.engine.book import Cap, Journey, Node
from apps.rules import sentences
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import NOTE, WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.rivals import could_both_enter, rivalry
from apps.simulate.conflicts.scope import cap_of, competing, covers
from apps.simulate.conflicts.world import World
from apps.simulate.history.numbers import Pair

KIND = "meeting"
MOST_PAIRS = 500


def find(world: World) -> Iterator[Finding]:
    """With history those pairs that met, with their numbers; without it those that can."""
    if world.history is None:
        yield from _possible(world)
        return
    met = [pair for pair in world.history.pairs if pair.meetings]
    met.sort(key=lambda pair: (-pair.people, -pair.meetings, pair.key))
    for pair in met[:MOST_PAIRS]:
        yield _met(world, pair)
    if len(met) > MOST_PAIRS:
        yield _left_off(met[MOST_PAIRS:])


def _met(world: World, pair: Pair) -> Finding:
    cap = cap_of(world, pair.cap)
    one, two = world.name(pair.one), world.name(pair.two)
    return Finding(
        kind=KIND,
        severity=WARNING if any(pair.won.values()) else NOTE,
        where=Place(journey=pair.one, section="caps", rule=pair.cap),
        title=(
            f"“{one}” and “{two}” would have met {words.times(pair.meetings)} on "
            f"{words.channel(pair.channel)} under “{cap.name if cap else pair.cap}”: "
            f"{words.people(pair.people)}."
        ),
        why=tuple(_why(world, pair, cap)),
        journeys=(pair.one, pair.two),
        people=pair.people,
        count=pair.meetings,
        remedies=_remedies(world, pair.one, pair.two, pair.cap),
        about=pair.channel,
        examples=pair.examples,
    )


def _left_off(rest: Sequence[Pair]) -> Finding:
    return Finding(
        kind=KIND,
        severity=NOTE,
        where=Place(section="caps"),
        title=(
            f"{len(rest):,} more pairs of journeys, of at most {words.people(rest[0].people)} "
            "each, are not listed."
        ),
        why=(f"The {MOST_PAIRS} pairs of the most people are.",),
        count=len(rest),
    )


def _why(world: World, pair: Pair, cap: Cap | None) -> Iterator[str]:
    if cap is not None:
        yield f"Both fall under “{cap.name}”: {_says(world, cap)}"
    if not any(pair.won.values()):
        yield "Neither would have cost the other a message."
        return
    wins = [
        f"“{world.name(key)}” {words.times(pair.won.get(key, 0))}" for key in (pair.one, pair.two)
    ]
    yield f"Who would have won: {words.joined(wins)}."
    told = [
        f"{words.decided(world, *rule)} {words.times(n)}" for rule, n in words.most_first(pair.by)
    ]
    yield f"What would have decided: {words.joined(told)}."


def _possible(world: World) -> Iterator[Finding]:
    """Pairs that the same event lets people in to, and that send under a common cap."""
    under = {journey.key: _caps(world, journey) for journey in world.in_order()}
    for one, two in combinations(world.in_order(), 2):
        if could_both_enter(world, one, two):
            for channel in sorted(under[one.key].keys() & under[two.key].keys()):
                theirs = under[two.key][channel]
                caps = [cap for cap in under[one.key][channel] if cap in theirs]
                if caps:
                    yield _can_meet(world, one, two, channel, caps)


def _can_meet(
    world: World, one: Journey, two: Journey, channel: str, caps: Sequence[Cap]
) -> Finding:
    cap, more = caps[0], len(caps) - 1
    others = f" and {more} more cap{'' if more == 1 else 's'}" if more else ""
    event = one.nodes[one.entry].settings.event
    return Finding(
        kind=KIND,
        severity=NOTE,
        where=Place(journey=one.key, section="caps", rule=cap.id),
        title=(
            f"“{one.name}” and “{two.name}” can meet on {words.channel(channel)} "
            f"under “{cap.name}”{others}."
        ),
        why=(
            f"“{event}” lets a person in to both, and both send under the cap: {_says(world, cap)}",
            f"{rivalry(world, one, two)} {words.NOT_COUNTED}",
        ),
        journeys=(one.key, two.key),
        remedies=_remedies(world, one.key, two.key, cap.id),
        about=channel,
    )


def _caps(world: World, journey: Journey) -> dict[str, list[Cap]]:
    """The caps that messages of the journey fall under, by channel; in the rules' order."""
    found: dict[str, list[Cap]] = {}
    for cap in world.rules.caps:
        nodes: list[Node] = competing(world, journey)
        covered = {node.settings.channel for node in nodes if covers(world, cap, journey, node)}
        for channel in covered:
            found.setdefault(channel, []).append(cap)
    return found


def _says(world: World, cap: Cap) -> str:
    tiers = {tier.key: tier.name for tier in world.rules.tiers}
    names = {key: world.name(key) for key in (*cap.journeys, *world.journeys)}
    return sentences.cap(cap, sentences.Names(tiers, names))


def _remedies(world: World, one: str, two: str, cap: str) -> tuple[Remedy, ...]:
    return (
        Remedy("Give the cap more room", Place(section="caps", rule=cap)),
        Remedy(f"Change the priority of “{world.name(one)}”", Place(journey=one)),
        Remedy(f"Change the priority of “{world.name(two)}”", Place(journey=two)),
        Remedy("Let people be in one of them only", Place(section="exclusion_groups")),
    )
