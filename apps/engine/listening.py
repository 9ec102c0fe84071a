"""Who hears of an event: goals and exits, waits, delays that follow a trait, and entries."""

from collections.abc import Sequence

from apps.engine import conversion, person, stages, walk
from apps.engine.book import Book, Journey, Listener
from apps.engine.conditions import Facts, evaluate
from apps.engine.evolve import evolve
from apps.engine.nodes import NODE_TYPES, delay
from apps.engine.reasons import Code, Reason
from apps.engine.reserved import is_ours
from apps.engine.run import Run
from apps.engine.values import Enrollment, Event


def entries(book: Book, event: Event) -> Sequence[Journey]:
    """The live journeys that this event may let the person in to."""
    return book.entries.get(event.name, ()) if event.name and is_ours(event) else ()


def tell(run: Run, event: Event) -> None:
    """Everybody inside hears of the event, and it lets in whom it may."""
    end_what_is_over(run)
    # First those who left earlier: whom this event itself lets out, its goal has not missed.
    conversion.hear(run, event)
    _hear(run, event)
    for journey in entries(run.book, event):
        walk.try_to_enter(run, journey, event)


def tell_of_stages(run: Run) -> None:
    """Let journeys hear of the stages that were entered, and of those that this brings.

    It ends: nobody enters a stage twice in one step.
    """
    cause = run.event
    while True:
        follow_traits(run)
        stages.review(run)
        if not run.untold:
            return
        run.event = run.untold.pop(0)
        tell(run, run.event)
        run.event = cause


def tell_of_session(run: Run, began: Event) -> None:
    """Let journeys hear that a session began, before they hear of what began it."""
    cause = run.event
    run.event = began
    tell(run, began)
    run.event = cause


def end_what_is_over(run: Run) -> None:
    """Goals and exits that are conditions of the person act as soon as these hold.

    They are asked whenever something happens to the person, and before a message is resolved.
    """
    for enrollment in run.state.enrollments:
        journey = run.book.journeys[enrollment.version]
        asked = [listener for listener in journey.listeners if not listener.event]
        if asked:
            facts = run.facts(enrollment.entry.properties)
            if run.event and _let_in(run.event, enrollment):
                facts = evolve(facts, event={})
            any(_acts(run, enrollment, journey, listener, facts) for listener in asked)


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
    if not is_ours(event):
        return
    for enrollment in run.state.enrollments:
        if not _ended_by(run, enrollment, event):
            node = run.book.journeys[enrollment.version].nodes[enrollment.node]
            if node.type == "wait_for_event":
                way = NODE_TYPES[node.type].hears(node.settings, event, walk.here(run, enrollment))
                if way is not None:
                    walk.go(run, enrollment, way.port, way.leaves)


def _ended_by(run: Run, enrollment: Enrollment, event: Event) -> bool:
    if _let_in(event, enrollment) or event.occurred_at < enrollment.entry.occurred_at:
        return False
    journey = run.book.journeys[enrollment.version]
    facts = run.facts(enrollment.entry.properties)
    return any(
        _acts(run, enrollment, journey, listener, facts)
        for listener in journey.listeners
        if listener.event == event.name
    )


def _acts(
    run: Run, enrollment: Enrollment, journey: Journey, listener: Listener, facts: Facts
) -> bool:
    """End the run if the listener's condition holds."""
    if not evaluate(listener.where, facts).ok:
        return False
    event = run.event
    node = journey.nodes[listener.node]
    code = Code.GOAL if node.type == "goal" else Code.EXIT
    numbers = {"event": listener.event, "event_id": event.id if event else 0}
    walk.end(run, enrollment, Reason(code, node.key, node.name, numbers))
    return True


def _let_in(event: Event, enrollment: Enrollment) -> bool:
    """The event that let a person in doesn't end the run; 0 is the id of none."""
    return event.id == enrollment.entry.id and event.name == enrollment.entry.name and event.id > 0
