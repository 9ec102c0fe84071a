"""A person as they stood when an event came: the runs of then, all else as of now. Pure."""

from collections.abc import Sequence

from apps.engine import person
from apps.engine.conditions import Facts
from apps.engine.evolve import evolve
from apps.engine.values import Enrollment, EntryEvent, Event, Past, ProfileState
from apps.explain.path import as_datetime
from apps.graph.queries_people import Run


def state_then(
    state: ProfileState | None, profile: str, runs: Sequence[Run], journey: str, event: Event
) -> ProfileState:
    """The state with the runs that were under way, and what is remembered of this journey's."""
    known = state or ProfileState(id=profile, as_of=event.received_at)
    moment = event.received_at.timestamp()
    earlier = [run for run in runs if run.entered_at <= moment and run.entry_event != event.id]
    inside = [run for run in earlier if run.left_at is None or run.left_at > moment]
    past = {key: one for key, one in known.past.items() if key != journey}
    own = [run for run in earlier if run.journey == journey]
    if own:
        remembered = known.past.get(journey)
        past[journey] = _past(own, moment, remembered.keys if remembered else ())
    return evolve(known, enrollments=tuple(_enrollment(run) for run in inside), past=past)


def facts_then(state: ProfileState, event: Event) -> Facts:
    """What the entry's conditions may ask."""
    return Facts(
        now=event.received_at,
        traits=person.traits(state),
        event=event.properties,
        entry=event.properties,
        tallies=state.tallies,
        stages=state.stages,
    )


def _past(own: Sequence[Run], moment: float, keys: tuple[str, ...]) -> Past:
    left = [run.left_at for run in own if run.left_at is not None and run.left_at <= moment]
    return Past(
        entered=len(own),
        last_entered_at=as_datetime(max(run.entered_at for run in own)),
        last_left_at=as_datetime(max(left)) if left else None,
        keys=keys,
    )


def _enrollment(run: Run) -> Enrollment:
    entered_at = as_datetime(run.entered_at)
    return Enrollment(
        id=run.uid,
        journey=run.journey,
        version=run.version,
        entered_at=entered_at,
        entry=EntryEvent(run.entry_event or 0, run.entry_name, entered_at, {}),
        node=run.node,
        since=entered_at,
    )
