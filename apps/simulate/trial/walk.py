"""Lets one person live through the events to come, moment by moment, under a book. Pure.

The engine is called once for each moment at which something happens, as the flow calls it: what
falls due happens first, at its own moment, and then the event. A sent message counts as sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from apps.engine import open_sessions
from apps.engine.advance import advance, next_due
from apps.engine.book import Book
from apps.engine.outcome import Outcome
from apps.engine.reserved import SESSION_STARTED, TYPES
from apps.engine.stages import STAGE_ENTERED
from apps.engine.values import Enrollment, Event, InStage, OpenSession, ProfileState
from apps.simulate.trial.asked import Coming

# Calls of the engine for one trial; other journeys of the person may be busy for ever.
MOST_CALLS = 5000
# Ids of events that are in no log.
FIRST_ID = 10**15
# Where somebody comes who was nowhere yet.
SOURCE = "trial"
UNTIL, CALLS, FAILED = "until", "calls", "failed"


@dataclass(frozen=True, slots=True)
class Moment:
    """What one call of the engine did. `event` None: something fell due."""

    at: datetime
    event: Event | None
    before: ProfileState
    outcome: Outcome


@dataclass(slots=True)
class Walk:
    """A person on the way through a trial. `cut` says why it was left early, "" for not at all."""

    state: ProfileState
    book: Book
    version: str
    until: datetime
    cut: str = ""
    error: str = ""
    failed_at: datetime | None = None
    calls: int = field(default=0)

    def moments(self, coming: Sequence[Coming]) -> Iterator[Moment]:
        """Through all events and then on, until no run of the draft is under way."""
        for number, one in enumerate(coming):
            at = max(one.at, self.state.as_of)
            yield from self._settle(at)
            if not self.cut:
                event = as_event(one, FIRST_ID + number, at, self._source())
                self._enter_stage(one, at)
                if event.name == SESSION_STARTED:
                    event = self._begin_session(event)
                yield from self._advance((event,), at)
        while not self.cut and self.runs:
            due = next_due(self.state)
            if due is None:
                return
            if due > self.until:
                self.cut = UNTIL
                return
            yield from self._advance((), max(due, self.state.as_of))

    @property
    def runs(self) -> tuple[Enrollment, ...]:
        """The runs of the draft that are under way."""
        return tuple(run for run in self.state.enrollments if run.version == self.version)

    def _settle(self, until: datetime) -> Iterator[Moment]:
        while not self.cut and (due := next_due(self.state)) is not None and due <= until:
            yield from self._advance((), max(due, self.state.as_of))

    def _enter_stage(self, one: Coming, at: datetime) -> None:
        """Who is told to have entered a stage is in it."""
        if one.name == STAGE_ENTERED and one.properties.get("lifecycle"):
            entered = InStage(str(one.properties["stage"]), at)
            stages = {**self.state.stages, str(one.properties["lifecycle"]): entered}
            self.state = replace(self.state, stages=stages)

    def _source(self) -> str:
        """Where what is to come is done: where the person was last."""
        known = open_sessions.latest(self.state.sessions)
        return known.source if known else SOURCE

    def _begin_session(self, event: Event) -> Event:
        """Whose session is told to have begun is in it; the event tells all that it does."""
        known, at = self.state.sessions, event.occurred_at
        told = {"source": event.source, "first": not known, **event.properties}
        session = OpenSession(f"trial-{event.id}", str(told["source"]), "", at, at, 1)
        self.state = replace(self.state, sessions=open_sessions.with_latest(known, session))
        return replace(event, source=session.source, properties=told)

    def _advance(self, inputs: tuple[Event, ...], at: datetime) -> Iterator[Moment]:
        self.calls += 1
        if self.calls > MOST_CALLS:
            self.cut = CALLS
            return
        before = self.state
        try:
            outcome = advance(before, inputs, self.book, at)
        except Exception as error:
            # In the flow this person would be set aside here, with this error.
            self.cut, self.error, self.failed_at = FAILED, repr(error)[:300], at
            return
        self.state = outcome.state
        yield Moment(at, inputs[0] if inputs else None, before, outcome)


def as_event(one: Coming, id: int, at: datetime, source: str) -> Event:
    """The event as the engine hears it, told at the moment it happens."""
    return Event(
        id=id,
        type=_type(one),
        name=one.name,
        occurred_at=at,
        received_at=at,
        properties=dict(one.properties),
        traits=dict(one.traits),
        source=source,
    )


def _type(one: Coming) -> str:
    if one.name in TYPES:
        return TYPES[one.name]
    return "track" if one.name else "identify"


def missing_of_stage(properties: Mapping[str, Any]) -> list[str]:
    """What an event of entering a stage can't be without."""
    return [key for key in ("lifecycle", "stage") if not properties.get(key)]
