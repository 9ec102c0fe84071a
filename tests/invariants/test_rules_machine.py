"""The rules hold: a state machine over events, merges, opt-outs, rule changes, clocks and crashes.

The pure engine runs over a small model of the stores. Whatever is applied is applied in one go, in
pieces, and once more step by step, each of which an oracle of its own judges.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from apps.engine.advance import advance, next_due, rerun
from apps.engine.book import Book
from apps.engine.entering import MAX_INSIDE, MAX_KEYS
from apps.engine.outcome import Decision, Effect
from apps.engine.resolve import MEMORY
from apps.engine.values import Absorb, Input, ProfileState
from apps.graph import codec
from tests.invariants import oracle
from tests.invariants.happenings import EVENTS, PEOPLE, START, Happenings, people
from tests.invariants.known import Known
from tests.invariants.test_invariant_6_every_outcome_has_its_reason import assert_explained

BIGGEST_STATE = 60_000
gaps = st.sampled_from([0, 1, 5, 60, 300, 720])
cuts = st.lists(st.sampled_from([0.0, 0.3, 1.0]), max_size=4)


@dataclass
class Folded:
    """What a batch has come to, before it is committed."""

    state: ProfileState
    decisions: list[Decision] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def go_on(self, inputs: tuple[Input, ...], book: Book, until: datetime) -> Any:
        outcome = advance(self.state, inputs, book, max(until, self.state.as_of))
        self.state = outcome.state
        self.decisions += outcome.decisions
        self.effects += outcome.effects
        return outcome


class Rules(Happenings):
    def __init__(self) -> None:
        super().__init__()
        self.visits: set[tuple[str, str, int]] = set()

    @rule(
        name=people,
        day=st.lists(st.tuples(st.sampled_from(EVENTS), gaps), min_size=2, max_size=8),
        cuts=cuts,
    )
    def a_day_goes_by(self, name: str, day: list[tuple[str, int]], cuts: list[float]) -> None:
        for place, (event, minutes) in enumerate(day):
            self.now += timedelta(minutes=minutes)
            self._tell(name, "track", event, {"order": place % 3})
        self.apply(name, 99, cuts)

    @rule(survivor=people, absorbed=people)
    def merge(self, survivor: str, absorbed: str) -> None:
        gone = self.people[absorbed]
        if survivor == absorbed or gone.gone_to or self.people[survivor].gone_to:
            return
        self.apply(absorbed, len(gone.pending), [])
        self.told += 1
        state = replace(codec.state(gone.state or self._fresh(absorbed)), moved_to=survivor)
        gone.state, gone.gone_to = codec.encode(state), survivor
        joined = Absorb(self.told, self.now, state)
        self.people[survivor].pending.append((joined, self.known[absorbed]))

    @rule(minutes=st.sampled_from([5, 300, 1440, 14400]))
    def time_goes_by_and_all_is_applied(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for name in PEOPLE:
            self.apply(name, 99, [])

    @rule(name=people, most=st.integers(1, 4), cuts=cuts)
    def crash(self, name: str, most: int, cuts: list[float]) -> None:
        """A batch is folded, and the worker dies before it commits."""
        if not self.people[name].gone_to:
            self._fold(name, self._batch(name, most)[0], cuts)

    @rule(name=people, most=st.integers(1, 9), cuts=cuts)
    def apply(self, name: str, most: int, cuts: list[float]) -> None:
        """A batch is folded in one go, and in pieces, which makes no difference; and is kept."""
        person = self.people[name]
        inputs, until = self._batch(name, most)
        if person.gone_to or not self._is_due(name, inputs, until):
            return
        whole = Folded(self._load(name))
        whole.go_on(tuple(inputs), self.book, until)
        pieces = self._fold(name, inputs, cuts)
        pieces.go_on((), self.book, until)
        assert codec.encode(pieces.decisions) == codec.encode(whole.decisions)
        assert codec.encode(pieces.effects) == codec.encode(whole.effects)
        assert codec.encode(pieces.state) == codec.encode(whole.state)
        self._commit(name, len(inputs), until)
        assert person.state == codec.encode(whole.state)

    def _batch(self, name: str, most: int) -> tuple[list[Input], datetime]:
        """Inputs, and until when things may fall due: not beyond what is left unread."""
        pending = [given for given, _ in self.people[name].pending]
        if len(pending) <= most:
            return pending, self.now
        return pending[:most], moment(pending[most - 1])

    def _is_due(self, name: str, inputs: list[Input], until: datetime) -> bool:
        if inputs:
            return True
        due = next_due(codec.state(self.people[name].state)) if self.people[name].state else None
        return due is not None and due <= until

    def _load(self, name: str) -> ProfileState:
        """The stored state, its counts brought up to date with the book as the stores do it."""
        state = codec.state(self.people[name].state or self._fresh(name))
        if state.tally_plan == self.book.tally_plan:
            return state
        counted = {
            event: tuple(sorted(at for e, at in self.known[name].tracked if e == event)[-depth:])
            for event, depth in self.book.tally_depths.items()
        }
        counted = {event: times for event, times in counted.items() if times}
        return replace(state, tallies=counted, tally_plan=self.book.tally_plan)

    def _fresh(self, name: str) -> str:
        return codec.encode(ProfileState(name, START, tally_plan=self.book.tally_plan))

    def _fold(self, name: str, inputs: list[Input], cuts: list[float]) -> Folded:
        """The batch in pieces, the state stored between, and time that passes between inputs."""
        folded = Folded(self._load(name))
        for place, given in enumerate(inputs):
            share = cuts[place] if place < len(cuts) else 0.0
            start, end = folded.state.as_of, max(moment(given), folded.state.as_of)
            if folded.state.stage_plan == self.book.stage_plan:
                folded.go_on((), self.book, start + (end - start) * share)
            folded.state = codec.state(codec.encode(folded.state))
            folded.go_on((given,), self.book, end)
        return folded

    def _commit(self, name: str, count: int, until: datetime) -> None:
        """Once more, step by step, and each step is judged."""
        person = self.people[name]
        folded = Folded(self._load(name))
        for given, other in person.pending[:count]:
            self._judge(name, folded, (), moment(given))
            self._judge(name, folded, (given,), moment(given), other)
        self._judge(name, folded, (), until)
        del person.pending[:count]
        person.state = codec.encode(folded.state)

    def _judge(
        self,
        name: str,
        folded: Folded,
        inputs: tuple[Input, ...],
        until: datetime,
        other: Known | None = None,
    ) -> None:
        known = self.known[name]
        for given in inputs:
            known.hear(given, other)
        outcome = folded.go_on(inputs, self.book, until)
        oracle.judge(known, outcome.decisions, self.book, self.document)
        oracle.follow(known, outcome.effects, self.book, self.document)
        if other is not None:
            oracle.keeps_apart(known, self.book, self.document)
        for decision in outcome.decisions:
            self._judge_decision(name, decision)
            step = codec.step(codec.encode(outcome.steps[decision.id]))
            again = {d.id: d for d in rerun(step, self.book).decisions}
            assert codec.encode(again[decision.id]) == codec.encode(decision)

    def _judge_decision(self, name: str, decision: Decision) -> None:
        competing = [c for c in decision.considered if c.tier != "transactional"]
        assert sum(c.verdict == "sent" for c in competing) <= 1
        for one in decision.considered:
            assert_explained(one)
            if one.verdict in ("sent", "held_out"):
                visit = (one.enrollment, one.node, one.visit)
                assert visit not in self.visits and one.message_id not in self.message_ids
                self.visits.add(visit)
                self.message_ids[one.message_id] = name

    # What holds after every step ----------------------------------------------------------------

    @invariant()
    def what_is_stored_is_what_was_seen(self) -> None:
        for name, person in self.people.items():
            if person.state and not person.gone_to:
                self._assert_sound(codec.state(person.state), self.known[name])
            assert len(person.state) < BIGGEST_STATE

    def _assert_sound(self, state: ProfileState, known: Known) -> None:
        assert {e.id: (e.journey, e.version) for e in state.enrollments} == {
            id: (run.journey, run.version) for id, run in known.active.items()
        }
        stages = {key: (inside.stage, inside.since) for key, inside in state.stages.items()}
        assert stages == known.stages
        assert len(state.enrollments) <= len(self.live) * MAX_INSIDE
        assert all(len(past.keys) <= MAX_KEYS for past in state.past.values())
        assert all(len(t) <= 10 for t in state.tallies.values())
        remembered = {send.message_id for send in state.sends}
        newest = max((send.at for send in state.sends), default=state.as_of)
        for message, sent in known.sends.items():
            assert message in remembered or sent.at <= newest - MEMORY
        for run in state.enrollments:
            assert (run.waiting is None) != (run.until is None), "stands somewhere for a moment"

    def teardown(self) -> None:
        if hasattr(self, "rules"):
            self.now += timedelta(days=45)
            for name in PEOPLE:
                self.apply(name, 99, [])


def moment(given: Input) -> datetime:
    return given.at if isinstance(given, Absorb) else given.received_at


Rules.TestCase.settings = settings(max_examples=150, stateful_step_count=50)
TestRules = Rules.TestCase
