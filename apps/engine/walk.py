"""How an enrollment walks: it enters, arrives at nodes, leaves them by a port, and ends."""

from datetime import datetime

from apps.engine import conversion, entering, exclusion, person, stages
from apps.engine.book import Journey
from apps.engine.evolve import evolve
from apps.engine.luck import derived_id
from apps.engine.nodes import NODE_TYPES
from apps.engine.nodes.base import Action, End, Go, Here, Propose, Stay
from apps.engine.outcome import Entered, Left, Moved, Refused, TraitChanged, Visited
from apps.engine.reasons import Code, ConditionAnswer, LeafAnswer, Reason
from apps.engine.run import Run
from apps.engine.stages import STAGE_EVENT
from apps.engine.values import Enrollment, EntryEvent, Event, TraitValue, Waiting

# A journey that goes round in a circle without a wait ends here rather than never.
MAX_STEPS = 500


def try_to_enter(run: Run, journey: Journey, event: Event) -> None:
    """Lets the person in, or says why not."""
    asked = entering.ask(run.state, run.book, journey, event, run.facts(event.properties))
    if asked.reason is not None:
        refused = Refused(
            journey.key, journey.version, event.id, run.at, asked.reason, asked.leaves
        )
        run.effects.append(refused)
        return
    for rival, why in exclusion.displaced(run.state, run.book, journey).values():
        end(run, rival, why)
    _enter(run, journey, event, ConditionAnswer(True, asked.leaves))


def _enter(run: Run, journey: Journey, event: Event, answer: ConditionAnswer) -> None:
    key = entering.key_of(journey, event)
    before = run.state.past.get(journey.key)
    cause = _cause(event, before.entered if before else 0)
    enrollment = Enrollment(
        id=derived_id("enrollment", run.state.id, journey.key, *cause),
        journey=journey.key,
        version=journey.version,
        entered_at=run.at,
        entry=EntryEvent(event.id, event.name, event.occurred_at, event.properties),
        node=journey.entry,
        since=run.at,
        key=key,
        leave_by=run.at + journey.longest_stay if journey.longest_stay else None,
    )
    past = entering.remember(before, run.at, key)
    run.update(past={**run.state.past, journey.key: past})
    run.effects.append(Entered(enrollment, answer))
    arrive(run, enrollment, journey.entry)


def _cause(event: Event, before: int) -> tuple[object, ...]:
    """What the enrollment's id is derived from.

    One event may also move a person between stages, and into the same one more than once: there
    the number of runs `before` counts, too.
    """
    if event.type != STAGE_EVENT:
        return (event.id,)
    told = event.properties
    return event.id, told["lifecycle"], told["stage"], event.received_at.isoformat(), before


def here(run: Run, enrollment: Enrollment) -> Here:
    """What the node at which the enrollment stands may look at."""
    return Here(
        node=enrollment.node,
        journey=enrollment.journey,
        luck_key=person.luck_key(run.state),
        now=run.at,
        since=enrollment.since,
        facts=run.facts(enrollment.entry.properties),
        zone=person.zone(run.state, run.book.rules),
        visit=enrollment.visits.get(enrollment.node, 1),
    )


def arrive(run: Run, enrollment: Enrollment, node_key: str) -> None:
    """Arrive at a node and go on until something makes the enrollment stay or end."""
    journey = run.book.journeys[enrollment.version]
    while True:
        visits = {**enrollment.visits, node_key: enrollment.visits.get(node_key, 0) + 1}
        enrollment = evolve(
            enrollment,
            node=node_key,
            since=run.at,
            steps=enrollment.steps + 1,
            visits=visits,
            until=None,
            waiting=None,
        )
        if enrollment.steps > MAX_STEPS:
            end(run, enrollment, Reason(Code.TOO_MANY_STEPS, numbers={"steps": MAX_STEPS}))
            return
        node = journey.nodes[node_key]
        action: Action = NODE_TYPES[node.type].arrive(node.settings, here(run, enrollment))
        match action:
            case Stay(until):
                run.put(evolve(enrollment, until=until))
                return
            case Propose():
                _propose(run, enrollment)
                return
            case End(code):
                end(run, enrollment, Reason(code, node.key, node.name))
                return
        way_on = _pass(run, enrollment, action)
        if way_on is None:
            return
        node_key = way_on


def go(run: Run, enrollment: Enrollment, port: str, leaves: tuple[LeafAnswer, ...] = ()) -> None:
    """Leave the node at which the enrollment stands through this port."""
    way_on = _pass(run, enrollment, Go(port, leaves))
    if way_on is not None:
        arrive(run, enrollment, way_on)


def _pass(run: Run, enrollment: Enrollment, way: Go) -> str | None:
    """Record the passage; the next node's key, or None where the path ends here."""
    for key, value in way.traits.items():
        set_trait(run, key, value)
    for lifecycle, stage in way.stages.items():
        stages.enter(run, lifecycle, stage, stages.NODE)
    run.effects.append(
        Visited(
            enrollment=enrollment.id,
            version=enrollment.version,
            node=enrollment.node,
            seq=enrollment.steps,
            arrived_at=enrollment.since,
            left_at=run.at,
            port=way.port,
            leaves=way.leaves,
        )
    )
    node = run.book.journeys[enrollment.version].nodes[enrollment.node]
    if way.port in node.next:
        return node.next[way.port]
    end(run, enrollment, Reason(Code.END_OF_PATH, node.key, node.name, {"port": way.port}))
    return None


def _propose(run: Run, enrollment: Enrollment) -> None:
    settings = run.book.journeys[enrollment.version].nodes[enrollment.node].settings
    waiting = Waiting(ready_at=run.at, give_up_at=run.at + settings.at_most)
    run.put(evolve(enrollment, waiting=waiting))


def ask_node_again(run: Run, enrollment: Enrollment) -> None:
    """Let the node at which the enrollment stands say again how long it stays."""
    node = run.book.journeys[enrollment.version].nodes[enrollment.node]
    match NODE_TYPES[node.type].arrive(node.settings, here(run, enrollment)):
        case Stay(until):
            run.put(evolve(enrollment, until=until))
        case Go(port, leaves):
            go(run, enrollment, port, leaves)


def move(run: Run, enrollment: Enrollment, journey: Journey, node_key: str) -> None:
    """Go over to this version of the journey, to this node.

    Between two nodes of the same type the wait goes on as it was; any other node is arrived at.
    Whoever has been inside for longer than the version lets them stay leaves instead.
    """
    before = run.book.journeys[enrollment.version]
    same_wait = before.nodes[enrollment.node].type == journey.nodes[node_key].type
    moved = evolve(
        enrollment,
        version=journey.version,
        leave_by=enrollment.entered_at + journey.longest_stay if journey.longest_stay else None,
    )
    run.effects.append(Moved(moved.id, before.version, journey.version, node_key, run.at))
    if moved.leave_by is not None and moved.leave_by <= run.at:
        end_of_stay(run, evolve(moved, node=node_key), moved.leave_by)
        return
    if not same_wait:
        arrive(run, moved, node_key)
        return
    visits = {**moved.visits, node_key: moved.visits.get(node_key, 0) + 1}
    if node_key == enrollment.node:
        visits = dict(moved.visits)
    run.put(evolve(moved, node=node_key, visits=visits))


def end_of_stay(run: Run, enrollment: Enrollment, leave_by: datetime) -> None:
    """The longest stay is over, whatever the person waits for."""
    numbers = {"days": (leave_by - enrollment.entered_at).total_seconds() / 86400}
    end(run, enrollment, Reason(Code.STAYED_TOO_LONG, numbers=numbers))


def end(run: Run, enrollment: Enrollment, reason: Reason) -> None:
    """The run is over: the person has left the journey."""
    others = tuple(e for e in run.state.enrollments if e.id != enrollment.id)
    before = run.state.past[enrollment.journey]
    past = evolve(before, last_left_at=run.at)
    run.update(enrollments=others, past={**run.state.past, enrollment.journey: past})
    if reason.code != Code.GOAL:
        conversion.watch(run, enrollment)
    left = Left(enrollment.id, enrollment.version, enrollment.node, run.at, reason)
    run.effects.append(left)


def set_trait(run: Run, key: str, value: object) -> None:
    """Set a trait as of now, unless something later is known already."""
    known = run.state.traits.get(key)
    if known is None or known.at <= run.at:
        run.update(traits={**run.state.traits, key: TraitValue(value, run.at)})
        run.effects.append(TraitChanged(key, value, run.at))
