"""One person's way through the window, under the book: what was proposed and what came of it. Pure.

The engine is called once for each moment at which something happens, so that every message which
stood ready is seen, also one whose run ended before it was decided.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from apps.engine import person
from apps.engine.advance import advance, next_due
from apps.engine.book import Book
from apps.engine.luck import derived_id
from apps.engine.outcome import Considered, Entered, Left, Visited
from apps.engine.reasons import Code, Reason, Verdict
from apps.engine.values import Enrollment, Event, ProfileState
from apps.simulate.history.numbers import Place

# Which candidate: the enrollment, the node and the visit.
Ready = tuple[str, str, int]
ENDS_AT_A_NODE = (Code.GOAL, Code.EXIT)


@dataclass(frozen=True, slots=True)
class Stopped:
    """One decision that didn't let a candidate go."""

    at: datetime
    reason: Reason


@dataclass(slots=True)
class Fate:
    """A candidate: when it became ready, by whose clock, how often it was stopped, how it ended.

    `verdict` None: no decision was the last one.
    """

    message: str
    journey: str
    node: str
    channel: str
    ready_at: datetime
    zone: ZoneInfo
    stops: list[Stopped] = field(default_factory=list)
    verdict: Verdict | None = None
    left_at: datetime | None = None
    open: bool = False
    # When the local day and week of its ready time began, once somebody has asked.
    windows: dict[str, datetime] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return self.journey, self.node


@dataclass(slots=True)
class Seen:
    """What was seen of one person."""

    events: int = 0
    entered: Counter[str] = field(default_factory=Counter)
    arrived: set[Place] = field(default_factory=set)
    fates: dict[Ready, Fate] = field(default_factory=dict)
    failed: int = 0


@dataclass(slots=True)
class Walker:
    """A person on the way; `hear` in order, then `finish` once."""

    state: ProfileState
    book: Book
    seen: Seen = field(default_factory=Seen)
    lost: bool = False

    def hear(self, event: Event) -> None:
        """Let everything happen until the event came, and then the event."""
        at = max(event.received_at, self.state.as_of)
        self._settle(at)
        self.seen.events += 1
        if not self.lost:
            self._advance((event,), at)

    def finish(self, until: datetime) -> Seen:
        """Let everything happen until the end of the window; what was seen of the person."""
        self._settle(until)
        for enrollment in self.state.enrollments:
            self._arrive(enrollment.version, enrollment.node)
            if enrollment.waiting:
                self.seen.fates[_ready(enrollment)].open = True
        return self.seen

    def _settle(self, until: datetime) -> None:
        while not self.lost and (due := next_due(self.state)) is not None and due <= until:
            self._advance((), max(due, self.state.as_of))

    def _advance(self, inputs: tuple[Event, ...], at: datetime) -> None:
        before = self.state.enrollments
        try:
            outcome = advance(self.state, inputs, self.book, at)
        except Exception:
            # As in the flow: an event is left out, a person whose moment fails is left alone.
            self.seen.failed += 1
            self.lost = not inputs
            return
        self.state = outcome.state
        for effect in outcome.effects:
            if isinstance(effect, Visited):
                self._arrive(effect.version, effect.node)
            elif isinstance(effect, Entered):
                self.seen.entered[effect.enrollment.journey] += 1
            elif isinstance(effect, Left):
                self._arrive(effect.version, effect.node)
                if effect.reason.code in ENDS_AT_A_NODE:
                    self._arrive(effect.version, effect.reason.rule)
        for decision in outcome.decisions:
            for considered in decision.considered:
                self._decide(considered, decision.at)
        if self.state.enrollments is not before:
            for enrollment in self.state.enrollments:
                if enrollment.waiting and _ready(enrollment) not in self.seen.fates:
                    self._propose(enrollment)

    def _arrive(self, version: str, node: str) -> None:
        self.seen.arrived.add((self.book.journeys[version].key, node))

    def _propose(self, enrollment: Enrollment) -> None:
        assert enrollment.waiting is not None
        visit = enrollment.visits[enrollment.node]
        settings = self.book.journeys[enrollment.version].nodes[enrollment.node].settings
        self.seen.fates[_ready(enrollment)] = Fate(
            message=derived_id("message", enrollment.id, enrollment.node, visit),
            journey=enrollment.journey,
            node=enrollment.node,
            channel=settings.channel,
            ready_at=enrollment.waiting.ready_at,
            zone=person.zone(self.state, self.book.rules),
        )

    def _decide(self, one: Considered, at: datetime) -> None:
        key = (one.enrollment, one.node, one.visit)
        fate = self.seen.fates.get(key)
        if fate is None:
            zone = person.zone(self.state, self.book.rules)
            fate = Fate(one.message_id, one.journey, one.node, one.channel, one.ready_at, zone)
            self.seen.fates[key] = fate
        if one.verdict == Verdict.SENT:
            fate.left_at = at
        else:
            fate.stops.append(Stopped(at, one.reason))
        if one.verdict != Verdict.WAITS:
            fate.verdict = one.verdict


def _ready(enrollment: Enrollment) -> Ready:
    return enrollment.id, enrollment.node, enrollment.visits[enrollment.node]
