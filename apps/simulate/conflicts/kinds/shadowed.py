"""shadowed: a journey that wants to send and never does, because others go first."""

from collections import Counter
from collections.abc import Iterator

from apps.engine.book import Journey
from apps.engine.reasons import Code
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.scope import cap_of, competing
from apps.simulate.conflicts.world import World
from apps.simulate.history.numbers import EXAMPLES, JOURNEY, MessageNumbers, Stop

KIND = "shadowed"
# Fewer messages than this say nothing about “always”.
MINIMUM = 5
BY_OTHERS = (
    Code.LOST_TIER,
    Code.LOST_PRIORITY,
    Code.LOST_READY_TIME,
    Code.LOST_KEY,
    Code.LOOK_AHEAD,
    Code.EXCLUDED,
    Code.FREQUENCY_CAP,
)


def find(world: World) -> Iterator[Finding]:
    """Journeys none of whose messages would have left, with at least MINIMUM stopped by others."""
    if world.history is None:
        return
    for journey in world.in_order():
        known = _numbers(world, journey)
        by: Counter[Stop] = Counter()
        for numbers in known:
            by.update({stop: candidates for stop, (candidates, _) in numbers.stopped.items()})
        lost = sum(n for stop, n in by.items() if _by_others(world, *stop))
        if lost >= MINIMUM and not any(numbers.sent for numbers in known):
            yield _finding(world, journey, sum(numbers.proposed for numbers in known), by)


def _by_others(world: World, code: str, rule: str) -> bool:
    """Whether rivals are behind it. A cap of 0 stops everybody: that is no rival's doing."""
    cap = cap_of(world, rule) if code == Code.FREQUENCY_CAP else None
    return code in BY_OTHERS and (cap is None or cap.limit > 0)


def _finding(world: World, journey: Journey, proposed: int, by: Counter[Stop]) -> Finding:
    winners = _winners(world, journey.key)
    people = _people(world, journey)
    told = [f"{words.decided(world, *rule)} {words.times(n)}" for rule, n in words.most_first(by)]
    why = [f"It wanted to send {words.times(proposed)}; what stopped it: {words.joined(told)}."]
    if winners:
        rivals = [f"“{world.name(key)}” {words.times(n)}" for key, n in winners]
        why.append(f"Who went first where they met: {words.joined(rivals)}.")
    why.append(
        f"Its tier is {world.rules.tier(journey.tier).name}, its priority {journey.priority}."
    )
    caps = [rule for (code, rule), _ in words.most_first(by) if cap_of(world, rule)]
    return Finding(
        kind=KIND,
        severity=WARNING,
        where=Place(journey=journey.key),
        title=f"“{journey.name}” always loses: not one of {proposed:,} messages would have left.",
        why=tuple(why),
        journeys=(journey.key, *(key for key, _ in winners)),
        people=people,
        count=proposed,
        remedies=(
            Remedy(f"Change the priority of “{journey.name}”", Place(journey=journey.key)),
            *(Remedy("Give the cap more room", Place(section="caps", rule=r)) for r in caps[:1]),
        ),
        examples=_examples(world, journey),
    )


def _people(world: World, journey: Journey) -> int:
    assert world.history is not None
    return world.history.wanted.get((JOURNEY, journey.key), 0)


def _examples(world: World, journey: Journey) -> tuple[str, ...]:
    named = {one for numbers in _numbers(world, journey) for one in numbers.examples}
    return tuple(sorted(named)[:EXAMPLES])


def _numbers(world: World, journey: Journey) -> list[MessageNumbers]:
    assert world.history is not None
    places = [(journey.key, node.key) for node in competing(world, journey)]
    return [world.history.messages[place] for place in places if place in world.history.messages]


def _winners(world: World, key: str) -> list[tuple[str, int]]:
    """Who won the meetings with it. Two that meet under several caps meet once on a channel."""
    assert world.history is not None
    won: dict[str, Counter[str]] = {}
    for pair in world.history.pairs:
        if key in (pair.one, pair.two):
            other = pair.two if key == pair.one else pair.one
            known = won.setdefault(other, Counter())
            known[pair.channel] = max(known[pair.channel], pair.won.get(other, 0))
    found = [(other, times.total()) for other, times in won.items() if times.total()]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:5]
