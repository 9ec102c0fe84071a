"""A person as they stood at a moment: today's state taken back, with what is kept of then.

Traits come from the log where today's word is a later one; runs and stages from the graph. What
can't be known is named, in sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from apps.engine import entering, person
from apps.engine.book import Journey
from apps.engine.conditions import Facts
from apps.engine.evolve import evolve
from apps.engine.nodes.entry import Settings
from apps.engine.values import (
    Enrollment,
    EntryEvent,
    Event,
    InStage,
    Past,
    ProfileState,
    TraitValue,
)
from apps.explain.who import Who
from apps.explain.why.path import as_datetime
from apps.explain.why_not import entry_events, told_then
from apps.explain.why_not.entry_events import Came
from apps.graph import queries_moves, queries_then
from apps.graph.queries_then import RunThen
from apps.people import queries as people
from apps.people.models import Merge

MANY_TOLD = (
    f"What was known then is read from the latest {told_then.MOST_TOLD} events that told"
    " something of the person; earlier ones are not looked at."
)
NOT_IN_THE_LOG = (
    "Of “{keys}” the log has no word of that time: journeys may have set it, or the event is no"
    " longer kept."
)
APART = "At that moment {who} was still known as two people, who were joined later."


@dataclass
class Rewinding:
    """Takes a person's state back to moments; reads each thing once, and only where it must."""

    who: Who
    state: ProfileState | None
    depths: Mapping[str, int]

    @cached_property
    def merges(self) -> list[Merge]:
        return people.merges(self.who.ids)

    def __post_init__(self) -> None:
        self.unknown: dict[str, None] = {}

    def as_one(self, profile: str, at: datetime) -> list[str]:
        """The profiles that were one person with this one at that moment, as far as is known."""
        found, grew = {profile}, True
        ties = [
            (str(merge.survivor_id), str(merge.absorbed_id))
            for merge in self.merges
            if merge.at <= at and (merge.undone_at is None or merge.undone_at > at)
        ]
        while grew:
            more = {one for tie in ties if found & set(tie) for one in tie}
            grew = not more <= found
            found |= more
        if len(found) < len(self.who.ids):
            self.unknown[APART.format(who=self.who.label)] = None
        return sorted(found)

    def then(self, came: Came, journey: Journey) -> tuple[ProfileState, tuple[Enrollment, ...]]:
        """The person when this event came, and the runs of other journeys that it began itself."""
        at = came.event.received_at
        known = self.state or ProfileState(id=came.profile, as_of=at)
        ids = self.as_one(came.profile, at)
        inside = queries_then.inside(ids, at.timestamp())
        own = [run for run in inside if not _begun_by(run, came.event)]
        beside = [
            run for run in inside if _begun_by(run, came.event) and run.journey != journey.key
        ]
        state = evolve(
            known,
            as_of=at,
            traits=self._traits(known, ids, at),
            tallies=self._tallies(known, ids, at),
            stages=_stages(known, ids, at),
            sessions=tuple(one for one in known.sessions if one.started_at <= at),
            enrollments=tuple(map(_enrollment, own)),
            past=_past(known, ids, journey, came.event),
        )
        return state, tuple(map(_enrollment, beside))

    def _traits(
        self, known: ProfileState, ids: Sequence[str], at: datetime
    ) -> Mapping[str, TraitValue]:
        kept = {key: trait for key, trait in known.traits.items() if trait.at <= at}
        whole = len(ids) == len(self.who.ids)
        if whole and len(kept) == len(known.traits):
            return kept
        events = told_then.told(ids, at)
        if len(events) >= told_then.MOST_TOLD:
            self.unknown[MANY_TOLD] = None
        found = told_then.traits(kept if whole else {}, events)
        lost = sorted(known.traits.keys() - found.keys())
        if lost and not events:
            self.unknown[NOT_IN_THE_LOG.format(keys="”, “".join(lost[:5]))] = None
        return found

    def _tallies(
        self, known: ProfileState, ids: Sequence[str], at: datetime
    ) -> Mapping[str, tuple[datetime, ...]]:
        found = {}
        for name, times in known.tallies.items():
            depth = self.depths.get(name, len(times))
            kept = tuple(moment for moment in times if moment <= at)
            # The earliest were forgotten for later ones.
            if len(kept) < len(times) and len(times) >= depth:
                kept = told_then.counted(ids, name, at, depth)
            found[name] = kept
        return found


def facts_then(state: ProfileState, event: Event) -> Facts:
    """What the entry's conditions may ask."""
    return Facts(
        now=event.received_at,
        traits=person.traits(state),
        event=event.properties,
        entry=event.properties,
        tallies=state.tallies,
        stages=state.stages,
        sessions=state.sessions,
    )


def _begun_by(run: RunThen, event: Event) -> bool:
    return event.id != 0 and run.entry_event == event.id


def _stages(known: ProfileState, ids: Sequence[str], at: datetime) -> Mapping[str, InStage]:
    if not known.stages:
        return {}
    found: dict[str, InStage] = {}
    moves = queries_moves.stage_moves(ids, at.timestamp(), "\uffff", 200, "")
    done = {(move.lifecycle, move.stage): as_datetime(move.at) for move in moves if move.done}
    for move in moves:
        if not move.done and move.lifecycle not in found:
            at_done = done.get((move.lifecycle, move.stage))
            found[move.lifecycle] = InStage(move.stage, as_datetime(move.at), at_done)
    return found


def _past(
    known: ProfileState, ids: Sequence[str], journey: Journey, event: Event
) -> Mapping[str, Past]:
    """What was remembered of the runs through this journey."""
    until = event.received_at.timestamp()
    others = {key: past for key, past in known.past.items() if key != journey.key}
    begun = queries_then.begun(ids, journey.key, until, but=event.id)
    if not begun.times or begun.last_entered_at is None:
        return others
    left = as_datetime(begun.last_left_at) if begun.last_left_at is not None else None
    keys = _keys(known, ids, journey, until)
    return others | {journey.key: Past(begun.times, as_datetime(begun.last_entered_at), left, keys)}


def _keys(
    known: ProfileState, ids: Sequence[str], journey: Journey, until: float
) -> tuple[str, ...]:
    """Once per key: the keys that had had their run."""
    settings: Settings = journey.nodes[journey.entry].settings
    if settings.again != "once_per_key":
        return ()
    asked = queries_then.entry_events(ids, journey.key, until)
    events = entry_events.by_ids(asked)
    if len(events) < len(asked) and journey.key in known.past:
        return known.past[journey.key].keys
    keys = (entering.key_of(journey, event) for event in events.values())
    return tuple(entering.digest(key) for key in keys if key)


def _enrollment(run: RunThen) -> Enrollment:
    entered_at = as_datetime(run.entered_at)
    return Enrollment(
        id=run.uid,
        journey=run.journey,
        version=run.version,
        entered_at=entered_at,
        entry=EntryEvent(run.entry_event, run.entry_name, entered_at, {}),
        node=run.node.partition("/")[2],
        since=entered_at,
    )
