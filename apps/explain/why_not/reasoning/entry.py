"""Why an entry event let nobody in, and why nobody entered at all. Asked of the engine again."""

from apps.engine import entering
from apps.engine.conditions import evaluate
from apps.engine.evolve import evolve
from apps.engine.nodes.entry import Settings
from apps.engine.reasons import Code, LeafAnswer, Reason
from apps.explain.why_not.reasoning.cause import Cause, Kind, Winner
from apps.explain.why_not.reasoning.facts import Known, Try, happened
from apps.explain.why_not.reasoning.leaves import against

# What says nothing new of somebody whose run is told anyway.
UNTOLD = ("unknown", Code.STILL_INSIDE.value)


def never_entered(known: Known) -> Cause:
    """Why there is no run."""
    if known.journey is None:
        return _never("not_published", at=known.first_published_at)
    if known.tries:
        return refused(known, known.tries[0])
    if known.late is not None:
        return _never("event_received_later", event=known.late, awaited=known.entry_event)
    if known.near is not None:
        return _never("event_other_name", event=known.near, awaited=known.entry_event)
    return _never("event_never_came", awaited=known.entry_event)


def refused_since(known: Known) -> Cause | None:
    """The latest entry event after the run began that was refused; None where none was."""
    causes = (refused(known, one) for one in known.tries)
    return next((one for one in causes if one.code not in UNTOLD), None)


def refused(known: Known, one: Try) -> Cause:
    """Why this event let nobody in: the first thing that kept the person out."""
    event = happened(one.event)
    if one.trouble:
        code = "event_quarantined" if one.trouble == "quarantined" else "not_applied_yet"
        return _never(code, event=event)
    if known.first_published_at and one.event.received_at < known.first_published_at:
        return _never("not_published", event=event, at=known.first_published_at)
    if one.status and one.status_is_sure:
        return _not_live(known, one)
    reason = _asked(one)
    if reason is None:
        return _not_live(known, one) if one.status else _never("unknown", event=event)
    return evolve(_of_reason(one, reason), event=event)


def leaves(one: Try) -> tuple[LeafAnswer, ...]:
    """Everything that the entry asked of this event and the person, with the values of then."""
    settings: Settings = one.journey.nodes[one.journey.entry].settings
    asked = (evaluate(part, one.facts) for part in (settings.where, settings.audience))
    return tuple(leaf for answer in asked for leaf in answer.leaves)


def _not_live(known: Known, one: Try) -> Cause:
    return _never(
        Code.JOURNEY_NOT_LIVE,
        event=happened(one.event),
        status=one.status,
        since=one.status_since,
        reason=Reason(Code.JOURNEY_NOT_LIVE, known.key, known.name),
    )


def _asked(one: Try) -> Reason | None:
    """The engine's reason: first as if the event had begun no other run, then beside those."""
    reason = entering.ask(one.state, one.book, one.journey, one.event, one.facts).reason
    if reason is None and one.beside:
        state = evolve(one.state, enrollments=(*one.state.enrollments, *one.beside))
        reason = entering.ask(state, one.book, one.journey, one.event, one.facts).reason
    return reason


def _of_reason(one: Try, reason: Reason) -> Cause:
    settings: Settings = one.journey.nodes[one.journey.entry].settings
    found = _never(reason.code.value, reason=reason, version=one.journey.version)
    match reason.code:
        case Code.EVENT_PROPERTIES:
            return evolve(found, leaves=against(settings.where, one.facts))
        case Code.AUDIENCE:
            return evolve(found, leaves=against(settings.audience, one.facts, one.now))
        case Code.COOLING_DOWN:
            return evolve(
                found, since=reason.numbers.get("left_at"), until=reason.numbers.get("until")
            )
        case Code.EXCLUDED:
            return evolve(found, winner=excluded_by(reason), since=reason.numbers.get("since"))
        case _:
            return found


def excluded_by(reason: Reason) -> Winner:
    """The journey of the exclusion group in which the person was already."""
    n = reason.numbers
    return Winner(str(n.get("inside", "")), str(n.get("inside_name", "")))


def _never(code: str, **more: object) -> Cause:
    return Cause(Kind.NEVER_ENTERED, str(code), **more)  # type: ignore[arg-type]
