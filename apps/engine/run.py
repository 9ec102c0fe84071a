"""The workspace of one `advance`: the state as it stands, and what has come out so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.engine import person
from apps.engine.book import Book
from apps.engine.conditions import Facts
from apps.engine.evolve import evolve
from apps.engine.outcome import Decision, Effect, Step
from apps.engine.values import Enrollment, Event, ProfileState


@dataclass(slots=True)
class Run:
    """Mutable, and never seen outside of the engine."""

    book: Book
    state: ProfileState
    step: Step
    at: datetime
    event: Event | None = None
    decisions: list[Decision] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    steps: dict[str, Step] = field(default_factory=dict)
    # Stages entered in this step that journeys have not been told of yet.
    untold: list[Event] = field(default_factory=list)
    stages_entered: set[tuple[str, str]] = field(default_factory=set)

    def update(self, **changes: Any) -> None:
        self.state = evolve(self.state, **changes)

    def begin(self, step: Step) -> None:
        """Start a step: from here on, time is the step's and decisions refer to it."""
        self.step, self.at, self.event = step, step.at, step.input
        self.stages_entered.clear()
        if step.at != self.state.as_of:
            self.update(as_of=step.at)

    def put(self, enrollment: Enrollment) -> None:
        """The enrollment as it stands now; kept in the order of entry."""
        known = self.state.enrollments
        if any(old.id == enrollment.id for old in known):
            changed = tuple(enrollment if old.id == enrollment.id else old for old in known)
        else:
            changed = (*known, enrollment)
        self.update(enrollments=changed)

    def get(self, enrollment_id: str) -> Enrollment | None:
        return next((e for e in self.state.enrollments if e.id == enrollment_id), None)

    def facts(self, entry: Mapping[str, Any] | None = None) -> Facts:
        return Facts(
            now=self.at,
            traits=person.traits(self.state),
            event=self.event.properties if self.event else {},
            entry=entry or {},
            tallies=self.state.tallies,
            stages=self.state.stages,
            sessions=self.state.sessions,
        )
