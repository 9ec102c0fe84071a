"""Folds a batch: each lane's items through the engine, each person's state from one to the next.

Pure but for what it is given: no store is read or written here. One item that the engine can't
work through is set aside with its error, and its person goes on without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from apps.engine.advance import advance, only_learn, rerun
from apps.engine.book import Book
from apps.engine.values import (
    Absorb,
    Enrollment,
    Event,
    Input,
    Outcome,
    ProfileState,
    Step,
)
from apps.graph.changes import PersonChange, Row, enrollments_by_id
from apps.orchestrator.items import HANDOVER, TAKE_IN, Item


@dataclass(slots=True)
class Batch:
    """What is folded, and what has come of it so far."""

    book: Book
    states: dict[str, ProfileState]
    changes: dict[str, PersonChange] = field(default_factory=dict)
    events: dict[int, Event] = field(default_factory=dict)
    merges: list[Row] = field(default_factory=list)
    quarantined: list[tuple[int, int, str]] = field(default_factory=list)
    poisoned: list[tuple[int, str, str]] = field(default_factory=list)


def fold(batch: Batch, items: Iterable[Item]) -> None:
    """Apply the items of one lane, in their order."""
    for item in items:
        if item.event is not None:
            batch.events[item.event.id] = item.event
            _take(batch, item, item.event)
        elif item.kind == HANDOVER:
            _hand_over(batch, item)
        elif item.kind == TAKE_IN:
            _take_in(batch, item)


def settle(batch: Batch, people: Mapping[str, int], until: datetime) -> None:
    """Let everything happen that falls due for these people (with their lanes) until then."""
    for profile, lane in people.items():
        if profile in batch.states:
            try:
                _advance(batch, profile, lane, (), until)
            except Exception as error:
                batch.poisoned.append((lane, profile, repr(error)))


def _take(batch: Batch, item: Item, event: Event) -> None:
    known = _known(batch, item)
    at = max(item.at, known.as_of)
    try:
        _advance(batch, item.profile, item.lane, (event,), at)
    except Exception as error:
        _take_what_can_be(batch, item, Step(known, at, input=event), repr(error))


def _take_what_can_be(batch: Batch, item: Item, step: Step, error: str) -> None:
    """The input alone, without what fell due before it; at the least what it tells of the person.

    A run that fails must cost neither an opt-out nor the sends that caps count.
    """
    try:
        outcome = rerun(step, batch.book)
        batch.poisoned.append((item.lane, item.profile, error))
    except Exception as second:
        batch.quarantined.append((item.lane, item.event_id, repr(second)))
        try:
            outcome = only_learn(step, batch.book)
        except Exception:
            _change(batch, item.profile, item.lane)
            return
    _apply(batch, item.profile, item.lane, outcome)


def _known(batch: Batch, item: Item) -> ProfileState:
    """The person's state; a new one for somebody who is seen for the first time."""
    if item.profile not in batch.states:
        book = batch.book
        fresh = ProfileState(
            item.profile, item.at, tally_plan=book.tally_plan, stage_plan=book.stage_plan
        )
        batch.states[item.profile] = fresh
        batch.changes[item.profile] = PersonChange(item.lane, fresh, is_new=True)
    return batch.states[item.profile]


def _hand_over(batch: Batch, item: Item) -> None:
    """The state is complete up to here; from now on it belongs to the survivor."""
    _known(batch, item)
    settle(batch, {item.profile: item.lane}, item.at)
    change = _change(batch, item.profile, item.lane)
    change.state = replace(batch.states[item.profile], moved_to=item.other)
    batch.states[item.profile] = change.state


def _take_in(batch: Batch, item: Item) -> None:
    other = batch.states[item.other]
    known = _known(batch, item)
    change = _change(batch, item.profile, item.lane)
    change.before |= _before(batch, item.other, other)
    absorb = Absorb(item.event_id, item.at, other)
    at = max(item.at, known.as_of)
    try:
        _advance(batch, item.profile, item.lane, (absorb,), at)
    except Exception as error:
        _take_what_can_be(batch, item, Step(known, at, absorb=absorb), repr(error))
    batch.merges.append(
        {
            "survivor": item.profile,
            "absorbed": item.other,
            "at": item.at.timestamp(),
            "rule": item.rule,
        }
    )


def _before(batch: Batch, profile: str, state: ProfileState) -> dict[str, Enrollment]:
    """Where the runs that come in stand in the graph; from here on the survivor writes of them."""
    change = batch.changes.get(profile)
    if change is None:
        return enrollments_by_id(state.enrollments)
    change.handed_over = True
    return change.before


def _advance(
    batch: Batch, profile: str, lane: int, inputs: tuple[Input, ...], until: datetime
) -> None:
    outcome = advance(batch.states[profile], inputs, batch.book, until)
    if outcome.state is not batch.states[profile]:
        _apply(batch, profile, lane, outcome)


def _apply(batch: Batch, profile: str, lane: int, outcome: Outcome) -> None:
    change = _change(batch, profile, lane)
    change.state = batch.states[profile] = outcome.state
    change.decisions += outcome.decisions
    change.effects += outcome.effects
    change.steps |= outcome.steps


def _change(batch: Batch, profile: str, lane: int) -> PersonChange:
    if profile not in batch.changes:
        state = batch.states[profile]
        before = enrollments_by_id(state.enrollments)
        batch.changes[profile] = PersonChange(lane, state, is_new=False, before=before)
    return batch.changes[profile]
