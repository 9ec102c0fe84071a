"""Turns what the engine did into steps, in the order in which it happened. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.engine import person
from apps.engine.book import Book
from apps.engine.outcome import (
    ConsentChanged,
    Considered,
    Converted,
    Decision,
    Effect,
    Entered,
    Left,
    Refused,
    SendMessage,
    StageDone,
    StageEntered,
    Suppressed,
    TraitChanged,
    Visited,
)
from apps.engine.reasons import Code
from apps.engine.values import Enrollment
from apps.people import shown
from apps.rules.told.telling import Telling
from apps.simulate.trial import parts, words
from apps.simulate.trial.step import Step
from apps.simulate.trial.walk import FIRST_ID, Moment

SETS = ("update_trait", "move_stage")


@dataclass(slots=True)
class Teller:
    """Tells the moments of one trial, one after the other. `made`: the entry's event was."""

    book: Book
    version: str
    telling: Telling
    made: bool = False
    ignored: bool = False
    runs: dict[str, int] = field(default_factory=dict)
    # Where each run was last said to stand, and until when.
    standing: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    # The port by which each run left, node by node.
    path: list[tuple[str, str]] = field(default_factory=list)

    @property
    def entry(self) -> str:
        return self.book.journeys[self.version].entry

    def tell(self, moment: Moment) -> Iterator[Step]:
        """The steps of this moment."""
        if moment.event is not None:
            came = moment.event
            made = self.made and came.id == FIRST_ID
            details = {"name": came.name, "properties": dict(came.properties)}
            yield Step(came.occurred_at, "event", words.event(came, made=made), details=details)
        own = {d.id: list(self._own(d)) for d in moment.outcome.decisions}
        passed_by_decision = {
            (one.enrollment, one.node)
            for candidates in own.values()
            for one in candidates
            if one.verdict in ("sent", "held_out", "skipped")
        }
        yield from self._effects(moment, passed_by_decision)
        yield from self._stands(moment)

    def _effects(self, moment: Moment, decided: set[tuple[str, str]]) -> Iterator[Step]:
        held: list[Step] = []
        for one in in_order(moment.outcome.effects, moment.outcome.decisions):
            if isinstance(one, TraitChanged) or (
                isinstance(one, StageEntered) and one.because == "node"
            ):
                held += self._quiet(one, moment)
                continue
            if self._sets(one):
                # The node's own sentence says it.
                held.clear()
            yield from held
            held.clear()
            if isinstance(one, Decision):
                yield from self._decision(one)
            elif isinstance(one, Visited):
                yield from self._visited(one, moment, decided)
            else:
                yield from self._other(one, moment)
        yield from held

    def _sets(self, one: Effect | Decision) -> bool:
        if not isinstance(one, Visited) or one.enrollment not in self.runs:
            return False
        return self.book.journeys[self.version].nodes[one.node].type in SETS

    def _own(self, made: Decision) -> Iterator[Considered]:
        return (one for one in made.considered if one.version == self.version)

    def _decision(self, made: Decision) -> Iterator[Step]:
        own = list(self._own(made))
        for one in own:
            run = self.runs.get(one.enrollment, 0)
            step = parts.decision(one, made, own, self.telling, run)
            if step.port:
                self.path.append((step.node, step.port))
            yield step
        if not own:
            for one in made.considered:
                if one.verdict == "sent":
                    says = words.elsewhere(one, self.telling)
                    yield Step(made.at, "elsewhere", says, quiet=True, label=one.journey)

    def _visited(
        self, way: Visited, moment: Moment, decided: set[tuple[str, str]]
    ) -> Iterator[Step]:
        run = self.runs.get(way.enrollment)
        if run is None or (way.enrollment, way.node) in decided:
            return
        node = self.book.journeys[self.version].nodes[way.node]
        self.path.append((way.node, way.port))
        if way.node == self.entry and way.seq == 1:
            return
        details = self._set_to(way, moment)
        says = words.passed(way, node, self.telling, details)
        leaves = parts.leaves(way.leaves)
        yield Step(
            way.left_at, "passed", says, way.node, way.port, run, leaves=leaves, details=details
        )

    def _set_to(self, way: Visited, moment: Moment) -> dict[str, Any]:
        settings = self.book.journeys[self.version].nodes[way.node].settings
        trait = getattr(settings, "trait", "") if hasattr(settings, "from_entry") else ""
        told = shown.trait(trait, person.trait(moment.outcome.state, trait))
        return {"value": told} if trait else {}

    def _other(self, one: Effect | Decision, moment: Moment) -> Iterator[Step]:
        match one:
            case Entered(enrollment, answer):
                yield self._entered(enrollment, answer.leaves, moment)
            case Refused() if one.version == self.version:
                yield Step(
                    one.at,
                    "refused",
                    words.refused(one, self.telling),
                    self.entry,
                    reason=parts.reason(one.reason, self.telling),
                    leaves=parts.leaves(one.leaves),
                )
            case Left():
                yield from self._left(one)
            case Converted() if one.enrollment in self.runs:
                name = self.telling.node(one.version, one.node).name
                says, run = words.converted(name), self.runs[one.enrollment]
                yield Step(one.at, "goal", says, one.node, run=run)
            case _:
                yield from self._quiet(one, moment)

    def _entered(self, run: Enrollment, leaves: Any, moment: Moment) -> Step:
        if run.version != self.version:
            says = f"Also enters “{self.telling.journey(run.journey)}”."
            return Step(run.entered_at, "elsewhere", says, quiet=True, label=run.journey)
        number = self.runs[run.id] = len(self.runs) + 1
        says = words.entered(run.entry.name, self.ignored)
        return Step(
            run.entered_at, "entered", says, run.node, "next", number, leaves=parts.leaves(leaves)
        )

    def _left(self, gone: Left) -> Iterator[Step]:
        run = self.runs.get(gone.enrollment)
        told = parts.reason(gone.reason, self.telling)
        if run is None:
            if gone.reason.code in (Code.DISPLACED, Code.GOAL, Code.EXIT):
                name = self.telling.journey(self.book.journeys[gone.version].key)
                says = f"Leaves “{name}”: {parts.clause(gone.reason, self.telling)}."
                yield Step(gone.at, "elsewhere", says, quiet=True, reason=told)
            return
        at_listener = gone.reason.code in (Code.GOAL, Code.EXIT)
        node = gone.reason.rule if at_listener else gone.node
        kind = "goal" if gone.reason.code == Code.GOAL else "left"
        details = {"stood": gone.node}
        says = words.left(gone, self.telling)
        yield Step(gone.at, kind, says, node, run=run, reason=told, details=details)

    def _quiet(self, one: Effect | Decision, moment: Moment) -> Iterator[Step]:
        at, telling = moment.outcome.state.as_of, self.telling
        match one:
            case TraitChanged():
                says, kind = words.trait(one.key, one.value), "trait"
            case StageEntered():
                says, kind = words.stage(one.lifecycle, one.stage, telling), "stage"
            case StageDone():
                says, kind = words.stage_done(one.lifecycle, one.stage, telling), "stage"
            case ConsentChanged():
                says, kind = words.consent(one.channel, one.topic, one.status), "consent"
            case Suppressed():
                says, kind = f"{one.address} is suppressed ({one.reason}).", "consent"
            case _:
                return
        leaves = parts.leaves(getattr(one, "leaves", ()))
        yield Step(at, kind, says, quiet=True, leaves=leaves)

    def _stands(self, moment: Moment) -> Iterator[Step]:
        """Where runs of the draft have come to stand in this moment."""
        decided = {one.enrollment for d in moment.outcome.decisions for one in d.considered}
        for run in moment.outcome.state.enrollments:
            if run.version != self.version:
                continue
            stands = (run.node, run.steps, run.until, run.waiting is not None)
            if self.standing.get(run.id) == stands:
                continue
            self.standing[run.id] = stands
            if run.waiting is None:
                node = self.book.journeys[self.version].nodes[run.node]
                yield parts.wait(run, node, moment.at, self.telling, self.runs.get(run.id, 0))
            elif run.id not in decided or run.waiting.reason is None:
                closes = moment.outcome.state.window_closes_at
                yield parts.ready(run, moment.at, closes, self.telling, self.runs.get(run.id, 0))


def in_order(effects: Sequence[Effect], decisions: Sequence[Decision]) -> list[Effect | Decision]:
    """The effects with each decision before the first that came of it."""
    told: list[Effect | Decision] = list(effects)
    begin = 0
    for made in decisions:
        place = next((i for i in range(begin, len(told)) if _came_of(told[i], made)), len(told))
        told.insert(place, made)
        begin = place + 1
    return told


def _came_of(effect: Effect | Decision, made: Decision) -> bool:
    if isinstance(effect, SendMessage):
        return effect.decision == made.id
    if isinstance(effect, Visited | Left):
        return any(
            (one.enrollment, one.node) == (effect.enrollment, effect.node)
            for one in made.considered
            if one.verdict != "waits"
        )
    return False
