"""The fold: one person's state, one input after the other, at the time each of them came.

Before an input everything that fell due earlier happens first, at the moment it was due. So the
result does not depend on how inputs are cut into batches, nor on when a batch is run.
"""

from collections.abc import Sequence
from datetime import datetime

from apps.engine import facts, listening, migration, sessions, stages, walk
from apps.engine import merge as merging
from apps.engine.book import Book
from apps.engine.competing import MAX_ROUNDS, resolve_what_is_ready
from apps.engine.evolve import evolve
from apps.engine.nodes import NODE_TYPES
from apps.engine.outcome import Outcome, Step
from apps.engine.run import Run
from apps.engine.values import Absorb, Enrollment, Event, Input, ProfileState


def advance(state: ProfileState, inputs: Sequence[Input], book: Book, now: datetime) -> Outcome:
    """The person's state after these inputs and all that is due until `now`, and what came of it.

    `inputs` are in their order; one that was received before the state's own time is applied at
    the state's time: a person's clock never goes back.
    """
    run = Run(book, state, Step(state, state.as_of), state.as_of)
    for given in inputs:
        at = max(_told_at(given), run.state.as_of)
        _settle(run, at)
        take(run, given, at)
    _settle(run, now)
    return Outcome(run.state, tuple(run.decisions), tuple(run.effects), run.steps)


def _told_at(given: Input) -> datetime:
    """When an input is applied, at the earliest: who is absorbed may have lived on already."""
    return given.received_at if isinstance(given, Event) else max(given.at, given.other.as_of)


def next_due(state: ProfileState) -> datetime | None:
    """When something falls due for this person without any event, or None."""
    if state.moved_to:
        return None
    moments = [at for e in state.enrollments if (at := _due(e)) is not None]
    moments += [at for at in (state.window_closes_at, state.stages_due_at) if at is not None]
    return min(moments, default=None)


def rerun(step: Step, book: Book) -> Outcome:
    """Run one stored step again: the decisions it made then are the decisions it makes now."""
    run = Run(book, step.state, step, step.at)
    given = step.input or step.absorb
    if given is not None:
        take(run, given, step.at)
    else:
        _fall_due(run, step.at)
    return Outcome(run.state, tuple(run.decisions), tuple(run.effects), run.steps)


def only_learn(step: Step, book: Book) -> Outcome:
    """What a step tells of the person, and nothing else: no journey hears of it.

    For an input that can't be worked through: consents, suppressions and sends are never lost.
    """
    run = Run(book, step.state, step, step.at)
    run.begin(step)
    if step.input is not None:
        facts.learn(run, step.input)
        sessions.note(run, step.input)
    if step.absorb is not None:
        merging.join(run, step.absorb.other)
    return Outcome(run.state, (), tuple(run.effects), {})


def take(run: Run, given: Input, at: datetime) -> None:
    """Apply one input at its moment."""
    if isinstance(given, Absorb):
        run.begin(Step(run.state, at, absorb=given))
        merging.absorb(run, given)
    else:
        run.begin(Step(run.state, at, input=given))
        facts.learn(run, given)
        began = sessions.note(run, given)
        stages.review(run)
        listening.follow_traits(run)
        migration.learn(run, given)
        if began is not None:
            listening.tell_of_session(run, began)
        listening.tell(run, given)
    _finish(run)


def _finish(run: Run) -> None:
    """The last part of a step: what it has made ready, or worth asking again, is resolved."""
    listening.tell_of_stages(run)
    listening.end_what_is_over(run)
    resolve_what_is_ready(run)


def _due(enrollment: Enrollment) -> datetime | None:
    due = enrollment.waiting.wake_at if enrollment.waiting else enrollment.until
    if enrollment.leave_by is not None and (due is None or enrollment.leave_by < due):
        return enrollment.leave_by
    return due


def _settle(run: Run, until: datetime) -> None:
    """Let everything happen that falls due until then, each at its own moment.

    Raises RuntimeError where a moment doesn't come to an end: one person must not stop a lane.
    """
    rounds = 0
    while (due := next_due(run.state)) is not None and due <= until:
        at = max(due, run.state.as_of)
        rounds = rounds + 1 if at == run.at else 0
        if rounds > MAX_ROUNDS:
            raise RuntimeError(f"{run.state.id}: what is due at {at} does not come to an end")
        run.begin(Step(run.state, at))
        _fall_due(run, at)
    if run.state.stage_plan != run.book.stage_plan and not run.state.moved_to:
        # The lifecycles were changed: everybody is looked at anew, at the first occasion.
        at = max(until, run.state.as_of)
        run.begin(Step(run.state, at))
        _fall_due(run, at)


def _fall_due(run: Run, at: datetime) -> None:
    due = [(when, e) for e in run.state.enrollments if (when := _due(e)) and when <= at]
    for _, enrollment in sorted(due, key=lambda pair: (pair[0], pair[1].id)):
        if enrollment.leave_by is not None and enrollment.leave_by <= at:
            walk.end_of_stay(run, enrollment, enrollment.leave_by)
        elif enrollment.waiting:
            run.put(evolve(enrollment, waiting=evolve(enrollment.waiting, wake_at=None)))
        else:
            node = run.book.journeys[enrollment.version].nodes[enrollment.node]
            walk.go(run, enrollment, NODE_TYPES[node.type].DUE_PORT)
    _finish(run)
