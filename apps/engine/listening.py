"""Who hears of an event: goals and exits, waits, delays that follow a trait, and entries."""

from collections.abc import Sequence

from apps.engine import person, stages, walk
from apps.engine.book import Book, Journey
from apps.engine.conditions import evaluate
from apps.engine.nodes import NODE_TYPES, delay
from apps.engine.reasons import Code, Reason
from apps.engine.run import Run
from apps.engine.values import Enrollment, Event

# Moves between stages that one step may bring, each of which journeys hear of.
MAX_MOVES = 50


def entries(book: Book, event: Event) -> Sequence[Journey]:
    """The live journeys that this event may let the person in to."""
    return book.entries.get(event.name, ()) if event.name and stages.is_ours(event) else ()


def tell(run: Run, event: Event) -> None:
    """Everybody inside hears of the event, and it lets in whom it may."""
    _hear(run, event)
    for journey in entries(run.book, event):
        walk.try_to_enter(run, journey, event)


def tell_of_stages(run: Run) -> None:
    """Let journeys hear of the stages that were entered, and of those that this brings."""
    cause = run.event
    for _ in range(MAX_MOVES):
        follow_traits(run)
        stages.review(run)
        if not run.untold:
            break
        run.event = run.untold.pop(0)
        tell(run, run.event)
        run.event = cause
    run.untold.clear()


def follow_traits(run: Run) -> None:
    """Where the date changed that a delay waits for, it waits for the new one."""
    before, after = run.step.state.traits, run.state.traits
    if before is after:
        return
    for enrollment in run.state.enrollments:
        node = run.book.journeys[enrollment.version].nodes[enrollment.node]
        trait = delay.follows(node.settings) if node.type == "delay" else ""
        changed = person.trait(run.state, trait) != person.trait(run.step.state, trait)
        # Whose run a merge brought may have waited for another date than this person has.
        if trait and (changed or run.step.absorb):
            walk.ask_node_again(run, enrollment)


def _hear(run: Run, event: Event) -> None:
    """Goals and exits act at once; then the waits that this event ends."""
    if not stages.is_ours(event):
        return
    for enrollment in run.state.enrollments:
        if not _ended_by(run, enrollment, event):
            node = run.book.journeys[enrollment.version].nodes[enrollment.node]
            if node.type == "wait_for_event":
                way = NODE_TYPES[node.type].hears(node.settings, event, walk.here(run, enrollment))
                if way is not None:
                    walk.go(run, enrollment, way.port, way.leaves)


def _ended_by(run: Run, enrollment: Enrollment, event: Event) -> bool:
    journey = run.book.journeys[enrollment.version]
    if _let_in(event, enrollment) or event.occurred_at < enrollment.entry.occurred_at:
        return False
    for listener in journey.listeners:
        if listener.event in ("", event.name):
            answer = evaluate(listener.where, run.facts(enrollment.entry.properties))
            if answer.ok:
                node = journey.nodes[listener.node]
                code = Code.GOAL if node.type == "goal" else Code.EXIT
                numbers = {"event": event.name, "event_id": event.id}
                walk.end(run, enrollment, Reason(code, node.key, node.name, numbers))
                return True
    return False


def _let_in(event: Event, enrollment: Enrollment) -> bool:
    """The event that let a person in doesn't end the run; 0 is the id of none."""
    return event.id == enrollment.entry.id and event.name == enrollment.entry.name and event.id > 0
