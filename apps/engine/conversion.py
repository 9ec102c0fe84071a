"""Goals that are reached after a run has ended: conversion goes on being counted for its window.

A goal's `window` runs from the entry on. Whoever leaves before it is over, and not by that goal,
is watched until its end: the goal's event, or its condition, then still counts for the run.
"""

from datetime import datetime, timedelta

from apps.engine.book import Journey, Listener
from apps.engine.conditions import evaluate
from apps.engine.outcome import Converted
from apps.engine.reserved import is_ours
from apps.engine.run import Run
from apps.engine.values import Enrollment, Event, Watched

# The runs of one person that are watched side by side; beyond it, those that end first are let go.
MAX_WATCHED = 50
# Events may be told late; what occurred within the window counts when it is told a day after.
LATE = timedelta(days=1)


def watch(run: Run, enrollment: Enrollment) -> None:
    """Go on watching a run that ends now without its goal, as long as a goal's window is open."""
    windows = [one.window for one in _goals(run.book.journeys[enrollment.version])]
    until = enrollment.entered_at + max(windows, default=timedelta())
    if until <= run.at:
        return
    watched = Watched(
        enrollment.id, enrollment.version, enrollment.entered_at, enrollment.entry, until
    )
    kept = sorted((*run.state.watched, watched), key=lambda one: (one.until, one.enrollment))
    run.update(watched=tuple(kept[-MAX_WATCHED:]))


def hear(run: Run, event: Event) -> None:
    """Count the runs whose goal this event reaches, and let go of those whose window is over."""
    if not run.state.watched or not is_ours(event):
        return
    open = tuple(one for one in run.state.watched if run.at <= one.until + LATE)
    reached = {one.enrollment: node for one in open if (node := _reached(run, one, event))}
    for one in open:
        if one.enrollment in reached:
            node = reached[one.enrollment]
            run.effects.append(Converted(one.enrollment, one.version, node, run.at, event.id))
    left = tuple(one for one in open if one.enrollment not in reached)
    if len(left) != len(run.state.watched):
        run.update(watched=left)


def join(own: tuple[Watched, ...], other: tuple[Watched, ...]) -> tuple[Watched, ...]:
    """What is watched of a person after a merge."""
    both = {one.enrollment: one for one in (*own, *other)}
    return tuple(sorted(both.values(), key=lambda one: (one.until, one.enrollment))[-MAX_WATCHED:])


def _reached(run: Run, watched: Watched, event: Event) -> str:
    """The goal that the event reaches for this run, "" for none."""
    # 0 is the id of no event: what time alone has brought is never the same again.
    if event.id and (event.id, event.name) == (watched.entry.id, watched.entry.name):
        return ""
    for goal in _goals(run.book.journeys[watched.version]):
        if (
            _within(event.occurred_at, watched, goal)
            and goal.event in ("", event.name)
            and evaluate(goal.where, run.facts(watched.entry.properties)).ok
        ):
            return goal.node
    return ""


def _within(at: datetime, watched: Watched, goal: Listener) -> bool:
    return watched.entry.occurred_at <= at <= watched.entered_at + goal.window


def _goals(journey: Journey) -> list[Listener]:
    return [one for one in journey.listeners if one.window]
