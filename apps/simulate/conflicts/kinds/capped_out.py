"""capped_out: a message that a frequency cap always stops."""

from collections.abc import Iterator, Sequence

from apps.engine.book import Cap, Journey, Node
from apps.engine.reasons import Code
from apps.journeys.sentences import duration
from apps.rules import sentences
from apps.simulate.conflicts import words
from apps.simulate.conflicts.finding import ERROR, WARNING, Finding, Place, Remedy
from apps.simulate.conflicts.own_cap import filled_by
from apps.simulate.conflicts.scope import cap_of, covers
from apps.simulate.conflicts.world import World, messages_of
from apps.simulate.history.numbers import MessageNumbers

KIND = "capped_out"
MINIMUM = 5
ARBITRATION = (
    Code.LOST_TIER,
    Code.LOST_PRIORITY,
    Code.LOST_READY_TIME,
    Code.LOST_KEY,
    Code.LOST_SAME_JOURNEY,
)


def find(world: World) -> Iterator[Finding]:
    """What is proved is an error; what always was so in the past, a warning."""
    for journey in world.in_order():
        for node in messages_of(journey):
            proved = next(_proved(world, journey, node), None)
            if proved is not None:
                yield proved
            else:
                yield from _seen(world, journey, node)


def _proved(world: World, journey: Journey, node: Node) -> Iterator[Finding]:
    for cap in world.rules.caps:
        if not covers(world, cap, journey, node):
            continue
        if cap.limit == 0:
            why = f"“{cap.name}” forbids it: {sentences.cap(cap)}"
            yield _finding(world, journey, node, cap, ERROR, "can never be sent", (why,))
            continue
        fillers = filled_by(world, cap, journey, node)
        if fillers:
            yield _behind(world, journey, node, cap, fillers)


def _behind(
    world: World, journey: Journey, node: Node, cap: Cap, fillers: Sequence[Node]
) -> Finding:
    """Proved for runs whose earlier messages have left. Where history has some whose haven't, the
    message did leave: that is only worth a warning."""
    earlier = words.quoted(one.name for one in fillers)
    why = [
        f"Every way to it passes {earlier}; what is sent there fills “{cap.name}”: "
        f"{sentences.cap(cap)}",
        _until(node),
    ]
    sent = _numbers(world, journey, node).sent
    if sent:
        why.append(f"Where less was sent there, the message would have left {words.times(sent)}.")
    verdict = f"can never follow {earlier}"
    return _finding(world, journey, node, cap, WARNING if sent else ERROR, verdict, tuple(why))


def _seen(world: World, journey: Journey, node: Node) -> Iterator[Finding]:
    """Proposed often enough, never sent, never beaten: whoever got so far met a full cap."""
    numbers = world.history.messages.get((journey.key, node.key)) if world.history else None
    if numbers is None or numbers.sent:
        return
    by_cap = {
        (code, rule): candidates
        for (code, rule), (candidates, _) in numbers.stopped.items()
        if code == Code.FREQUENCY_CAP
    }
    beaten = any(code in ARBITRATION for code, _ in numbers.stopped)
    if beaten or sum(by_cap.values()) < MINIMUM:
        return
    cap = cap_of(world, words.most_first(by_cap)[0][0][1])
    if cap is None:
        return
    told = [
        f"{words.decided(world, *rule)} {words.times(n)}" for rule, n in words.most_first(by_cap)
    ]
    why = (
        f"It was wanted {words.times(numbers.proposed)} and would never have left: "
        f"{words.joined(told)}. {sentences.cap(cap)}"
    )
    yield _finding(
        world, journey, node, cap, WARNING, "would never have been sent", (why, _until(node))
    )


def _finding(
    world: World,
    journey: Journey,
    node: Node,
    cap: Cap,
    severity: str,
    verdict: str,
    why: tuple[str, ...],
) -> Finding:
    numbers = _numbers(world, journey, node) if world.history else None
    uncounted = () if world.history else (words.NOT_COUNTED,)
    counted = f": {words.people(numbers.people)} wanted it" if numbers else ""
    return Finding(
        kind=KIND,
        severity=severity,
        where=Place(journey=journey.key, node=node.key, section="caps", rule=cap.id),
        title=f"“{node.name}” of “{journey.name}” {verdict}, because of “{cap.name}”{counted}.",
        why=(*why, *uncounted),
        journeys=(journey.key,),
        people=numbers.people if numbers else None,
        count=numbers.proposed if numbers else None,
        examples=numbers.examples if numbers else (),
        remedies=(
            Remedy("Give the cap more room", Place(section="caps", rule=cap.id)),
            Remedy("Let the message wait longer, or send it later", _place(journey, node)),
        ),
    )


def _numbers(world: World, journey: Journey, node: Node) -> MessageNumbers:
    """What has become of the node's messages; nothing where nobody has counted."""
    known = world.history.messages if world.history else {}
    return known.get((journey.key, node.key), MessageNumbers())


def _place(journey: Journey, node: Node) -> Place:
    return Place(journey=journey.key, node=node.key)


def _until(node: Node) -> str:
    settings = node.settings
    if settings.when_stopped != "wait":
        return "When it is stopped it does not wait."
    return f"When it is stopped it waits at most {duration(settings.at_most)}."
