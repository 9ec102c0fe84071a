"""Folds a batch: each lane's items through the engine, each person's state from one to the next.

Pure but for what it is given: no store is read or written here. One item that the engine can't
work through is set aside with its error, and its person goes on without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from apps.engine import joint, unmerge
from apps.engine.advance import advance, only_learn, rerun
from apps.engine.book import Book
from apps.engine.joint import Joint
from apps.engine.outcome import ConsentChanged, Outcome, Step
from apps.engine.values import Absorb, Enrollment, Event, Input, ProfileState
from apps.graph import codec
from apps.graph.changes import PersonChange, Row, enrollments_by_id
from apps.graph.partings import Parting
from apps.orchestrator.items import HANDOVER, TAKE_BACK, TAKE_IN, TAKE_OUT, Item


@dataclass(frozen=True, slots=True)
class Apart:
    """A merge to be undone, with the identifiers that went back.

    `later`: of each later merge of the survivor, by the absorbed profile, the person before it,
    with how much of `joint.since` had come by then. `events`: how many since are of the given one.
    """

    joint: Joint
    identifiers: tuple[str, ...] = ()
    later: Mapping[str, tuple[ProfileState, int]] = field(default_factory=dict)
    events: int = 0


@dataclass(slots=True)
class Batch:
    """What is folded, and what has come of it so far."""

    book: Book
    states: dict[str, ProfileState]
    changes: dict[str, PersonChange] = field(default_factory=dict)
    events: dict[int, Event] = field(default_factory=dict)
    merges: list[Row] = field(default_factory=list)
    # Merges that are undone: what is known of each, by its row, and what came of it.
    apart: dict[int, Apart] = field(default_factory=dict)
    partings: list[Parting] = field(default_factory=list)
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
        elif item.kind == TAKE_OUT:
            _take_out(batch, item)
        elif item.kind == TAKE_BACK:
            _take_back(batch, item)


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
    _settle_before(batch, item, max(item.at, other.as_of, _known(batch, item).as_of))
    known = batch.states[item.profile]
    change = _change(batch, item.profile, item.lane)
    change.before |= _before(batch, item.other, other)
    absorb = Absorb(item.event_id, item.at, other)
    at = max(item.at, other.as_of, known.as_of)
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
            "taken_in_at": at.timestamp(),
            "before": codec.encode(known),
        }
    )


def _settle_before(batch: Batch, item: Item, until: datetime) -> None:
    """What falls due before an item happens first; what fails here fails again and is told then."""
    try:
        _advance(batch, item.profile, item.lane, (), until)
    except Exception:
        return


def _take_out(batch: Batch, item: Item) -> None:
    """The survivor and whom it had absorbed are two again; the other's lane goes on from there."""
    at = max(item.at, _known(batch, item).as_of)
    _settle_before(batch, item, at)
    joined = batch.states[item.profile]
    apart = batch.apart.get(item.merge)
    if apart is None:
        error = f"merge {item.merge} can't be undone: what was before it is not kept"
        _leave_alone(batch, item, joined, error)
        return
    try:
        parted = unmerge.split(joined, apart.joint, batch.book, at)
        befores = {id: _before_then(batch, apart, id) for id in apart.later}
    except Exception as error:
        _leave_alone(batch, item, joined, repr(error))
        return
    batch.partings.append(
        Parting(
            merge=item.merge,
            joined=joined,
            parted=parted,
            merged_at=apart.joint.at.timestamp(),
            at=at.timestamp(),
            rule=item.rule,
            identifiers=apart.identifiers,
            befores=befores,
        )
    )
    change = _change(batch, item.profile, item.lane)
    change.state = batch.states[item.profile] = parted.kept
    where = enrollments_by_id(joined.enrollments)
    batch.states[item.other] = parted.given
    batch.changes[item.other] = PersonChange(item.lane, parted.given, is_new=False, before=where)
    settle(batch, {item.profile: item.lane}, at)


def _leave_alone(batch: Batch, item: Item, joined: ProfileState, error: str) -> None:
    """The two can't be taken apart: the other goes on with the least that it must know."""
    batch.poisoned.append((item.lane, item.profile, error))
    if item.other not in batch.states:
        return
    change = _change(batch, item.other, item.lane)
    given = unmerge.left_alone(joined, batch.states[item.other])
    change.state = batch.states[item.other] = given
    for key, consent in given.consents.items():
        channel, _, topic = key.partition("/")
        change.effects.append(ConsentChanged(channel, topic, consent.status, consent.at))


def _before_then(batch: Batch, apart: Apart, absorbed: str) -> ProfileState:
    """The person before a later merge, without whom is taken out now."""
    before, told = apart.later[absorbed]
    then = joint.until(apart.joint, told, before.as_of)
    return unmerge.split(before, then, batch.book, before.as_of).kept


def _take_back(batch: Batch, item: Item) -> None:
    """Whom a merge had absorbed is a person again."""
    known = _known(batch, item)
    change = _change(batch, item.profile, item.lane)
    change.state = replace(known, moved_to="", as_of=max(item.at, known.as_of))
    batch.states[item.profile] = change.state
    settle(batch, {item.profile: item.lane}, change.state.as_of)


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
