"""Lifecycles: the one stage of each that a person is in, and what moves people on.

A person enters the furthest stage whose condition holds and which may be entered from where they
are. Journeys hear of it as of an event: `Stage Entered`, with `lifecycle`, `stage` and `from`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from apps.engine.book import Lifecycle, Stage
from apps.engine.conditions import evaluate
from apps.engine.evolve import evolve
from apps.engine.outcome import StageDone, StageEntered
from apps.engine.reasons import LeafAnswer
from apps.engine.run import Run
from apps.engine.values import Event, InStage, ProfileState

STAGE_ENTERED = "Stage Entered"
STAGE_EVENT = "stage"
CONDITION, NODE, MERGE = "condition", "node", "merge"


def review(run: Run) -> None:
    """Move the person where a stage's condition says so, and note what is done."""
    if run.book.stage_plan != run.state.stage_plan:
        run.update(stage_plan=run.book.stage_plan)
    for lifecycle in run.book.rules.lifecycles:
        # What brings a person into the next stage is often what the last one was for.
        _note_done(run, lifecycle)
        if _move(run, lifecycle):
            _note_done(run, lifecycle)
    due_at = _due_at(run)
    if due_at != run.state.stages_due_at:
        run.update(stages_due_at=due_at)


def enter(
    run: Run, lifecycle: str, stage: str, because: str, leaves: tuple[LeafAnswer, ...] = ()
) -> None:
    """The person is in this stage from now on, and in no other of the lifecycle.

    Nobody enters a stage twice in one step: stages that send people to and fro come to rest.
    """
    known = run.state.stages.get(lifecycle)
    previous = known.stage if known else ""
    if previous == stage or (lifecycle, stage) in run.stages_entered:
        return
    run.stages_entered.add((lifecycle, stage))
    run.update(stages={**run.state.stages, lifecycle: InStage(stage, run.at)})
    event_id = run.event.id if run.event else 0
    effect = StageEntered(lifecycle, stage, previous, run.at, event_id, because, leaves)
    run.effects.append(effect)
    run.untold.append(
        Event(
            id=event_id,
            type=STAGE_EVENT,
            name=STAGE_ENTERED,
            occurred_at=run.at,
            received_at=run.at,
            properties={"lifecycle": lifecycle, "stage": stage, "from": previous},
        )
    )


def join(run: Run, own: ProfileState, other: ProfileState) -> None:
    """After a merge: of two current stages, the one entered last is the person's."""
    for lifecycle, theirs in other.stages.items():
        ours = own.stages.get(lifecycle)
        if ours is not None and ours.stage == theirs.stage:
            if ours.done_at is None and theirs.done_at is not None:
                _done(run, lifecycle, ours, theirs.done_at)
        elif ours is None or ours.since < theirs.since:
            entered = evolve(theirs, done_at=None)
            run.update(stages={**run.state.stages, lifecycle: entered})
            previous = ours.stage if ours else ""
            run.effects.append(
                StageEntered(lifecycle, theirs.stage, previous, theirs.since, 0, MERGE)
            )
            if theirs.done_at is not None:
                _done(run, lifecycle, entered, theirs.done_at)


def _move(run: Run, lifecycle: Lifecycle) -> bool:
    known = run.state.stages.get(lifecycle.key)
    current = known.stage if known and lifecycle.stage(known.stage) else ""
    for stage in reversed(lifecycle.stages):
        if stage.key != current and current not in stage.comes_from:
            continue
        answer = evaluate(stage.when, run.facts())
        if answer.ok:
            # Where the stage they are in is the furthest that holds, they stay.
            if stage.key != current:
                enter(run, lifecycle.key, stage.key, CONDITION, answer.leaves)
            return stage.key != current
    return False


def _note_done(run: Run, lifecycle: Lifecycle) -> None:
    known = run.state.stages.get(lifecycle.key)
    stage: Stage | None = lifecycle.stage(known.stage) if known else None
    if known is None or known.done_at is not None or stage is None or stage.done is None:
        return
    answer = evaluate(stage.done, run.facts())
    if answer.ok:
        _done(run, lifecycle.key, known, run.at, answer.leaves)


def _done(
    run: Run, lifecycle: str, known: InStage, at: datetime, leaves: tuple[LeafAnswer, ...] = ()
) -> None:
    done = evolve(known, done_at=at)
    run.update(stages={**run.state.stages, lifecycle: done})
    run.effects.append(StageDone(lifecycle, known.stage, at, leaves))


def _due_at(run: Run) -> datetime | None:
    """When a counted event next leaves the window in which a stage counts it."""
    return min(_leaving(run.book.stage_windows, run.state.tallies, run.at), default=None)


def _leaving(
    windows: tuple[tuple[str, float], ...],
    tallies: Mapping[str, tuple[datetime, ...]],
    now: datetime,
) -> list[datetime]:
    moments = []
    for name, days in windows:
        length = timedelta(days=days)
        later = (at + length for at in tallies.get(name, ()) if at + length > now)
        first = next(later, None)
        if first is not None:
            moments.append(first)
    return moments
