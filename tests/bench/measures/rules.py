"""What a decision costs under 30 caps and 10 exclusion groups, against none; 200 journeys are live.

Three journeys take each event and compete: one message goes out. The caps are of every scope and
window and so wide that none stops anything: the same is decided on both sides. Through route and
advance, as it is live; and the engine alone, which is the part that the rules make longer.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from apps.common import clock
from apps.engine.advance import advance
from apps.engine.book import Book
from apps.engine.values import Event, ProfileState, TraitValue
from apps.orchestrator import books
from tests import scenario
from tests.bench import many_rules, world
from tests.bench.compare import Side, compare
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench

EVENT = "Ruled"
# In different groups, so that none keeps another one out.
MATCHING = ("many-0", "many-1", "many-2")
EACH = 4


def measure(bench: Bench) -> Result:
    bench.stop()
    world.template()
    documents = many_rules.documents()
    for number, key in enumerate(MATCHING):
        documents[key] = scenario.message_on(EVENT, template=world.TEMPLATE, priority=number)
    for key, document in documents.items():
        scenario.publish(key, document)
    world.only(*documents)
    many = {"without": {}, "with": many_rules.sections(limit=25)}
    size = bench.size(100, 20)
    alone = {name: _alone(sections, bench.size(2000, 100)) for name, sections in many.items()}
    result = compare(
        _side(bench, "no caps, no groups", many["without"], size),
        _side(bench, "30 caps, 10 exclusion groups", many["with"], size),
        rounds=bench.size(7, 2),
        at_most=1.5,
    )
    ratio = round(alone["with"] / alone["without"], 2)
    figures = [*result.figures, Figure("the engine alone, with against without", ratio, "×")]
    per_event = {name: round(1e6 * seconds, 1) for name, seconds in alone.items()}
    per_second = {
        name: round(1000 / side["wall_ms_per_event"]) for name, side in result.detail.items()
    }
    detail = {"engine_us_per_event": per_event, "decisions_per_second": per_second}
    return Result(figures, {**result.detail, **detail})


def _side(bench: Bench, name: str, sections: dict[str, object], size: int) -> Side:
    def prepare(number: int) -> None:
        scenario.rule_set(**sections)
        names = world.users(f"{'ruled' if sections else 'unruled'}-{number}", size)
        world.people(names)
        world.append(world.track(user, EVENT, n) for n in range(EACH) for user in names)

    return Side(name, prepare, world.flow, bench.groups())


def _alone(sections: dict[str, object], people: int) -> float:
    """Seconds per event in the engine; the better of three rounds, the first of which warms up."""
    scenario.rule_set(**sections)
    book = replace(books.current(), holdouts=())
    return min(_timed(lambda: _decide(book, people)) for _ in range(3)) / (people * EACH)


def _timed(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _decide(book: Book, people: int) -> None:
    now = clock.now()
    address = TraitValue("somebody@bench.example", now)
    for number in range(people):
        state = ProfileState(f"p{number}", now, traits={"email": address})
        for each in range(1, EACH + 1):
            at = now + timedelta(seconds=each)
            event = Event(number * EACH + each, "track", EVENT, at, at)
            outcome = advance(state, (event,), book, at)
            assert outcome.decisions, "the event led to no decision"
            state = outcome.state
