"""A small world in memory: journeys, rules and a history, played by the engine alone.

`facts` fills what why-not reasons about from what the engine said, as the readers fill it from the
stores.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apps.engine import compile
from apps.engine.advance import advance, only_learn
from apps.engine.book import Book, Holdout
from apps.engine.evolve import evolve
from apps.engine.outcome import Decision, Effect, Entered, Left, SendMessage, Step, Visited
from apps.engine.values import Enrollment, Event, ProfileState
from apps.explain.why_not.reasoning.cause import Delivery
from apps.explain.why_not.reasoning.facts import Judged, Known, Stop, Trip, Try, happened
from apps.explain.why_not.state_then import facts_then

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES: dict[str, Any] = {
    "tiers": [{"key": "transactional", "transactional": True}, {"key": "best"}, {"key": "plain"}],
    "arbitration_window_minutes": 0,
    "consent": {"email": "opt_out"},
}
TARGET, MESSAGE = "target", "m"


@dataclass(frozen=True)
class World:
    """What holds, what happened, and until when. `closed` journeys let nobody in and are silent."""

    journeys: Mapping[str, dict[str, Any]]
    rules: Mapping[str, Any] = field(default_factory=dict)
    holdouts: tuple[Holdout, ...] = ()
    closed: frozenset[str] = frozenset()
    events: tuple[Event, ...] = ()
    end: datetime = START + timedelta(days=12)

    @property
    def book(self) -> Book:
        compiled = [
            compile.journey(document, key=key, name=key.title(), version=f"{key}-1")
            for key, document in self.journeys.items()
        ]
        return compile.book(
            id="book",
            rules=compile.rule_set({**RULES, **self.rules}, id="rules", number=1),
            journeys=compiled,
            live=[one.version for one in compiled if one.key not in self.closed],
            paused=sorted(self.closed),
            holdouts=self.holdouts,
        )


@dataclass
class Played:
    """Everything that came of a world."""

    world: World
    book: Book
    state: ProfileState
    decisions: list[Decision] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)

    @property
    def got_it(self) -> bool:
        """Whether the message that is asked about went out."""
        return any(
            (one.journey, one.node) == (TARGET, MESSAGE)
            for one in self.effects
            if isinstance(one, SendMessage)
        )


def play(world: World) -> Played:
    """The history, event by event, up to the world's end."""
    book = world.book
    fresh = ProfileState("p", START, stage_plan=book.stage_plan, tally_plan=book.tally_plan)
    played = Played(world, book, fresh)
    for event in sorted(world.events, key=lambda one: (one.received_at, one.id)):
        if event.received_at <= world.end:
            _take(played, event)
    _go_on(played, (), world.end)
    return played


def _take(played: Played, event: Event) -> None:
    at = event.received_at
    _go_on(played, (), at)
    before, done = played.state, len(played.effects)
    _go_on(played, (event,), at)
    _try(played, before, event, played.effects[done:])


def _go_on(played: Played, inputs: tuple[Event, ...], until: datetime) -> None:
    outcome = advance(played.state, inputs, played.book, until)
    played.state = outcome.state
    played.decisions += outcome.decisions
    played.effects += outcome.effects


def _try(played: Played, before: ProfileState, event: Event, effects: list[Effect]) -> None:
    """Remember an event by which the journey lets people in, where it did not."""
    journey = played.book.journeys[f"{TARGET}-1"]
    if event.name != journey.nodes[journey.entry].settings.event:
        return
    entered = [e.enrollment for e in effects if isinstance(e, Entered)]
    if any(one.journey == TARGET and one.entry.id == event.id for one in entered):
        return
    left = {e.enrollment for e in effects if isinstance(e, Left)}
    learned = only_learn(Step(before, event.received_at, input=event), played.book).state
    state = evolve(
        learned,
        as_of=event.received_at,
        enrollments=tuple(e for e in before.enrollments if e.id not in left),
        past=played.state.past,
    )
    beside = tuple(one for one in entered if one.journey != TARGET)
    played.tries.insert(0, _as_try(played, event, state, beside))


def _as_try(
    played: Played, event: Event, state: ProfileState, beside: tuple[Enrollment, ...]
) -> Try:
    return Try(
        event=event,
        state=state,
        facts=facts_then(state, event),
        book=played.book,
        journey=played.book.journeys[f"{TARGET}-1"],
        beside=beside,
        status="paused" if TARGET in played.world.closed else "",
    )


def facts(played: Played) -> Known:
    """What is known of the target at the world's end."""
    trip = _chosen([_trip(played, one) for one in _runs(played)])
    since = trip.entered_at if trip else START
    entry = trip.entry.id if trip and trip.entry else None
    journey = played.book.journeys[f"{TARGET}-1"]
    return Known(
        at=played.world.end,
        key=TARGET,
        name=TARGET.title(),
        journey=journey,
        versions={journey.version: journey},
        trip=trip,
        judged=_judged(played, trip),
        deliveries={
            one.message_id: Delivery("sent")
            for one in played.effects
            if isinstance(one, SendMessage)
        },
        tries=tuple(
            one for one in played.tries if one.event.received_at >= since and one.event.id != entry
        ),
        events={one.id: happened(one) for one in played.world.events},
    )


def _runs(played: Played) -> list[Enrollment]:
    """The runs through the target, the latest first."""
    entered = [one.enrollment for one in played.effects if isinstance(one, Entered)]
    return [one for one in reversed(entered) if one.journey == TARGET]


def _chosen(trips: list[Trip]) -> Trip | None:
    under_way = [one for one in trips if one.left_at is None]
    return next(iter(under_way or trips), None)


def _trip(played: Played, run: Enrollment) -> Trip:
    stops = [
        Stop(one.node, one.version, one.arrived_at, one.left_at, one.port, one.leaves)
        for one in played.effects
        if isinstance(one, Visited) and one.enrollment == run.id
    ]
    here = next((one for one in played.state.enrollments if one.id == run.id), None)
    if here is not None:
        stops.append(Stop(here.node, here.version, here.since))
    left = next(
        (one for one in played.effects if isinstance(one, Left) and one.enrollment == run.id), None
    )
    return Trip(
        id=run.id,
        version=run.version,
        entered_at=run.entered_at,
        entry=next(happened(e) for e in played.world.events if e.id == run.entry.id),
        stops=tuple(stops),
        left_at=left.at if left else None,
        left=left.reason if left else None,
        left_node=left.node if left else "",
        until=_until(played.state, here),
    )


def _until(state: ProfileState, here: Enrollment | None) -> datetime | None:
    if here is None or here.waiting is None:
        return here.until if here else None
    return here.waiting.wake_at or state.window_closes_at


def _judged(played: Played, trip: Trip | None) -> tuple[Judged, ...]:
    latest: dict[str, Judged] = {}
    for made in played.decisions:
        for one in made.considered:
            if trip is not None and one.enrollment == trip.id:
                latest[one.node] = Judged(made.id, made.at, one)
    return tuple(sorted(latest.values(), key=lambda one: one.at, reverse=True))
