"""The fold: one person's state, one input after the other, at the time each of them came.

Before an input everything that fell due earlier happens first, at the moment it was due. So the
result does not depend on how inputs are cut into batches, nor on when a batch is run.
"""

from collections.abc import Sequence
from datetime import datetime

from apps.engine import facts, person, walk
from apps.engine import merge as merging
from apps.engine.book import Book, Journey
from apps.engine.conditions import evaluate
from apps.engine.evolve import evolve
from apps.engine.nodes import NODE_TYPES
from apps.engine.reasons import Code, Reason
from apps.engine.resolve import SHORTEST_PAUSE, resolve
from apps.engine.run import Run
from apps.engine.values import Absorb, Enrollment, Event, Input, Outcome, ProfileState, Step

# Rounds that one moment may take before the rest waits for the next one.
MAX_ROUNDS = 100
# A waiting message stopped for one of these is asked again when what is known changes.
CHANGEABLE = {
    Code.SUPPRESSED,
    Code.NO_ADDRESS,
    Code.NO_CONSENT,
    Code.UNSUBSCRIBED,
    Code.FREQUENCY_CAP,
    Code.GATE_ERROR,
}


def advance(state: ProfileState, inputs: Sequence[Input], book: Book, now: datetime) -> Outcome:
    """The person's state after these inputs and all that is due until `now`, and what came of it.

    `inputs` are in their order; one that was received before the state's own time is applied at
    the state's time: a person's clock never goes back.
    """
    run = Run(book, state, Step(state, state.as_of), state.as_of)
    for given in inputs:
        at = max(given.received_at if isinstance(given, Event) else given.at, run.state.as_of)
        _settle(run, at)
        take(run, given, at)
    _settle(run, now)
    return Outcome(run.state, tuple(run.decisions), tuple(run.effects), run.steps)


def next_due(state: ProfileState) -> datetime | None:
    """When something falls due for this person without any event, or None."""
    if state.moved_to:
        return None
    moments = [at for e in state.enrollments if (at := _due(e)) is not None]
    if state.window_closes_at:
        moments.append(state.window_closes_at)
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


def take(run: Run, given: Input, at: datetime) -> None:
    """Apply one input at its moment."""
    if isinstance(given, Absorb):
        run.begin(Step(run.state, at, absorb=given))
        merging.absorb(run, given)
    else:
        run.begin(Step(run.state, at, input=given))
        facts.learn(run, given)
        _hear(run, given)
        for journey in entries(run.book, given):
            walk.try_to_enter(run, journey, given)
    _finish(run)


def entries(book: Book, event: Event) -> Sequence[Journey]:
    """The live journeys that this event may let the person in to."""
    return book.entries.get(event.name, ()) if event.name else ()


def _finish(run: Run) -> None:
    """The last part of a step: what it has made ready, or worth asking again, is resolved."""
    if run.step.absorb or _something_changed(run.step.state, run.state):
        _ask_again(run)
    _resolve_what_is_ready(run)


def _something_changed(before: ProfileState, after: ProfileState) -> bool:
    return (
        before.consents != after.consents
        or before.suppressed != after.suppressed
        or (before.traits is not after.traits and _addresses(before) != _addresses(after))
        or len(after.sends) < len(before.sends)
    )


def _addresses(state: ProfileState) -> list[str]:
    return [person.address(state, channel) for channel in person.ADDRESS_TRAITS]


def _ask_again(run: Run) -> None:
    for enrollment in run.state.enrollments:
        waiting = enrollment.waiting
        if waiting and waiting.reason and waiting.reason.code in CHANGEABLE:
            run.put(evolve(enrollment, waiting=evolve(waiting, wake_at=None)))


def _hear(run: Run, event: Event) -> None:
    """Goals and exits act at once; then the waits that this event ends."""
    for enrollment in run.state.enrollments:
        if not _ended_by(run, enrollment, event):
            node = run.book.journeys[enrollment.version].nodes[enrollment.node]
            if node.type == "wait_for_event":
                way = NODE_TYPES[node.type].hears(node.settings, event, walk.here(run, enrollment))
                if way is not None:
                    walk.go(run, enrollment, way.port, way.leaves)


def _ended_by(run: Run, enrollment: Enrollment, event: Event) -> bool:
    journey = run.book.journeys[enrollment.version]
    if event.id == enrollment.entry.id or event.occurred_at < enrollment.entry.occurred_at:
        return False
    for listener in journey.listeners:
        if listener.event == event.name:
            answer = evaluate(listener.where, run.facts(enrollment.entry.properties))
            if answer.ok:
                node = journey.nodes[listener.node]
                code = Code.GOAL if node.type == "goal" else Code.EXIT
                numbers = {"event": event.name, "event_id": event.id}
                walk.end(run, enrollment, Reason(code, node.key, node.name, numbers))
                return True
    return False


def _due(enrollment: Enrollment) -> datetime | None:
    return enrollment.waiting.wake_at if enrollment.waiting else enrollment.until


def _settle(run: Run, until: datetime) -> None:
    """Let everything happen that falls due until then, each at its own moment."""
    while True:
        due = next_due(run.state)
        if due is None or due > until:
            return
        at = max(due, run.state.as_of)
        run.begin(Step(run.state, at))
        _fall_due(run, at)


def _fall_due(run: Run, at: datetime) -> None:
    due = [(when, e) for e in run.state.enrollments if (when := _due(e)) and when <= at]
    for _, enrollment in sorted(due, key=lambda pair: (pair[0], pair[1].id)):
        if enrollment.waiting:
            run.put(evolve(enrollment, waiting=evolve(enrollment.waiting, wake_at=None)))
        else:
            node = run.book.journeys[enrollment.version].nodes[enrollment.node]
            walk.go(run, enrollment, NODE_TYPES[node.type].DUE_PORT)
    _finish(run)


def _resolve_what_is_ready(run: Run) -> None:
    """Transactional messages leave at once; the others compete when their window closes."""
    for _ in range(MAX_ROUNDS):
        ready = [e for e in run.state.enrollments if e.waiting and e.waiting.wake_at is None]
        at_once = [e for e in ready if _is_transactional(run, e)]
        competing = [e for e in ready if e not in at_once]
        closes_at = run.state.window_closes_at
        if not competing:
            closes_at = None
        elif closes_at is None:
            closes_at = run.at + run.book.rules.window
        closes = closes_at is not None and closes_at <= run.at
        if closes:
            closes_at = None
        if closes_at != run.state.window_closes_at:
            run.update(window_closes_at=closes_at)
        now_decided = at_once + (competing if closes else [])
        if not now_decided:
            return
        resolve(run, now_decided)
    _put_off_what_is_ready(run)


def _put_off_what_is_ready(run: Run) -> None:
    """A circle of messages without a wait goes on in a while, rather than never or for ever now."""
    for enrollment in run.state.enrollments:
        waiting = enrollment.waiting
        if waiting and waiting.wake_at is None:
            again = evolve(waiting, wake_at=run.at + SHORTEST_PAUSE)
            run.put(evolve(enrollment, waiting=again))


def _is_transactional(run: Run, enrollment: Enrollment) -> bool:
    journey = run.book.journeys[enrollment.version]
    settings = journey.nodes[enrollment.node].settings
    return run.book.rules.tier(settings.tier or journey.tier).transactional
