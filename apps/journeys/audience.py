"""How many people a condition holds for now, or how many events: asked of the engine itself.

People are counted one by one up to some thousands; where there are more, a sample that stays the
same is, and its share says how many of all it is likely to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from apps.engine import conditions, person
from apps.engine.conditions import Condition, Facts, Leaf
from apps.engine.reserved import SESSION_STARTED
from apps.engine.values import ProfileState
from apps.events import queries_seen
from apps.graph import loads, queries_sessions
from apps.people import queries_sample, queries_sets

PEOPLE = 2000
EVENTS = 1000


@dataclass(frozen=True, slots=True)
class Audience:
    """`matching` of `of` people or events, by looking at `sample`; `exact`: at all of them.

    `counts` is "people", "events", or "nothing" where only a run through a journey can tell, as
    with a condition that compares one event with another; `matching` is None then.
    """

    counts: str
    matching: int | None
    of: int
    exact: bool
    sample: int


def audience(condition: Condition, now: datetime, *, event: str = "", entry: str = "") -> Audience:
    """Whom it holds for now, or which events.

    `event` is the name of the event whose properties are asked, `entry` that of the entry event.
    """
    leaves = list(conditions.leaves(condition))
    of_event = any(leaf.kind == "event" for leaf in leaves)
    of_entry = any("entry" in (leaf.kind, (leaf.source or ("",))[0]) for leaf in leaves)
    name = event if of_event else entry
    if (of_event and of_entry) or ((of_event or of_entry) and not name):
        return Audience("nothing", None, 0, False, 0)
    if of_event or of_entry:
        return _of_events(condition, leaves, now, name, as_entry=of_entry)
    return _of_people(condition, leaves, now)


def _of_people(condition: Condition, leaves: Sequence[Leaf], now: datetime) -> Audience:
    sample = queries_sample.sample(PEOPLE)
    known = _facts(sample.ids, leaves, now)
    holds = sum(conditions.evaluate(condition, known[id]).ok for id in sample.ids)
    scale = sample.of / len(sample.ids) if sample.ids else 1
    return Audience("people", round(holds * scale), sample.of, sample.exact, len(sample.ids))


def _of_events(
    condition: Condition, leaves: Sequence[Leaf], now: datetime, name: str, *, as_entry: bool
) -> Audience:
    told, exact = queries_seen.latest_of(name, EVENTS)
    moved = queries_sets.survivors({one.profile for one in told})
    who = [moved.get(one.profile, one.profile) for one in told]
    known = _facts(tuple(set(who)), leaves, now)
    holds = 0
    for one, id in zip(told, who, strict=True):
        event, entry = ({}, one.properties) if as_entry else (one.properties, {})
        facts = replace(known[id], event=event, entry=entry)
        holds += conditions.evaluate(condition, facts).ok
    return Audience("events", holds, len(told), exact, len(told))


def _facts(ids: Sequence[str], leaves: Sequence[Leaf], now: datetime) -> dict[str, Facts]:
    """What may be looked at of each of these people; nothing is known of somebody new."""
    states = loads.states(ids)
    tallies = _tallies(ids, [leaf for leaf in leaves if leaf.kind == "count"], now)
    return {id: _of(states.get(id), now, tallies.get(id, {})) for id in ids}


def _of(
    state: ProfileState | None, now: datetime, tallies: Mapping[str, tuple[datetime, ...]]
) -> Facts:
    if state is None:
        return Facts(now=now, tallies=tallies)
    return Facts(
        now=now,
        traits=person.traits(state),
        tallies=tallies,
        stages=state.stages,
        sessions=state.sessions,
    )


def _tallies(
    ids: Sequence[str], counts: Sequence[Leaf], now: datetime
) -> dict[str, dict[str, tuple[datetime, ...]]]:
    """From the log: the states count only what live journeys ask for, and no further."""
    if not counts:
        return {}
    days = [leaf.days for leaf in counts]
    # One that looks back without end needs everything.
    longest = None if None in days else max(day for day in days if day is not None)
    since = None if longest is None else now - timedelta(days=longest)
    home = {id: id for id in ids} | queries_sample.absorbed_by(ids)
    # Somebody may have done it a hundred thousand times; what is asked is answered by fewer.
    most = max(map(conditions.tally_depth, counts))
    told = queries_seen.times_of(list(home), {leaf.key for leaf in counts}, since, most)
    found: dict[str, dict[str, tuple[datetime, ...]]] = {}
    for (profile, name), times in told.items():
        mine = found.setdefault(home[profile], {})
        mine[name] = (*mine.get(name, ()), *times)
    if any(leaf.key == SESSION_STARTED for leaf in counts):
        _count_sessions(found, home, since, most)
    return found


def _count_sessions(
    found: dict[str, dict[str, tuple[datetime, ...]]],
    home: Mapping[str, str],
    since: datetime | None,
    most: int,
) -> None:
    """From the graph: when a session began, no event of the log says."""
    for mine in found.values():
        mine.pop(SESSION_STARTED, None)
    known = queries_sessions.beginnings(list(home), most, since=since.timestamp() if since else 0)
    for profile, times in known.items():
        mine = found.setdefault(home[profile], {})
        begun = queries_sessions.moments(times)
        mine[SESSION_STARTED] = (*mine.get(SESSION_STARTED, ()), *begun)


def as_dict(found: Audience) -> dict[str, Any]:
    return {
        "counts": found.counts,
        "matching": found.matching,
        "of": found.of,
        "exact": found.exact,
        "sample": found.sample,
    }
