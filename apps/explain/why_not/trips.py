"""A run as far as it had come at a moment: its way, where it stood, how it had ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from apps.engine import person
from apps.engine.book import Journey, RuleSet
from apps.engine.conditions import Facts
from apps.engine.nodes import NODE_TYPES
from apps.engine.nodes.base import Here, Stay
from apps.engine.reasons import Code
from apps.engine.values import Enrollment, ProfileState
from apps.explain.why.path import as_datetime, leaves
from apps.explain.why_not.reasoning.cause import Happened
from apps.explain.why_not.reasoning.facts import Stop, Trip
from apps.graph import codec, queries_then
from apps.graph.queries_then import RunThen


def chosen(runs: Sequence[RunThen], at: datetime, wanted: str = "") -> RunThen | None:
    """The `wanted` run, or else one that was under way, or the latest that had begun.

    One that ended because a merge brought a second run is told of only where it is the only one.
    """
    moment = at.timestamp()
    under_way = [run for run in runs if run.left_at is None or run.left_at > moment]
    own = [run for run in runs if run.left_because != Code.MERGED_TWICE_INSIDE]
    asked = [run for run in runs if run.uid == wanted]
    return next(iter(asked or under_way or own or runs), None)


def stops_of(run: RunThen, at: datetime) -> tuple[Stop, ...]:
    """The nodes that the run had come to by then, the one at which it stood last."""
    moment = at.timestamp()
    passed = sorted(queries_then.way(run.uid, moment), key=lambda stop: stop.seq)
    found = []
    for stop in passed:
        version, _, node = stop.node.partition("/")
        if stop.left_at > moment:
            found.append(Stop(node, version, as_datetime(stop.at)))
            break
        found.append(
            Stop(
                node,
                version,
                as_datetime(stop.at),
                as_datetime(stop.left_at),
                stop.port,
                leaves(stop.leaves),
            )
        )
    return (*found, *_stands(run, found, moment))


def _stands(run: RunThen, passed: Sequence[Stop], moment: float) -> list[Stop]:
    """Where the run stood after all that it had passed; nothing where it had ended."""
    if passed and passed[-1].left_at is None:
        return []
    if run.node and run.since is not None and run.since <= moment:
        version, _, node = run.node.partition("/")
        return [Stop(node, version, as_datetime(run.since))]
    if run.left_node and run.left_at is not None and run.left_at > moment:
        version, _, node = run.left_node.partition("/")
        since = passed[-1].left_at if passed else as_datetime(run.entered_at)
        return [Stop(node, version, since or as_datetime(run.entered_at))]
    return []


def trip(
    run: RunThen,
    version: str,
    stops: tuple[Stop, ...],
    entry: Happened | None,
    at: datetime,
) -> Trip:
    """The run's way up to then; until when it stays where it stands is another question."""
    ended = run.left_at is not None and run.left_at <= at.timestamp()
    return Trip(
        id=run.uid,
        version=version,
        entered_at=as_datetime(run.entered_at),
        entry=entry,
        stops=stops,
        left_at=as_datetime(run.left_at) if ended and run.left_at is not None else None,
        left=codec.reason(run.left_reason) if ended and run.left_reason else None,
        left_node=run.left_node.partition("/")[2] if ended else "",
    )


def version_then(run: RunThen, at: datetime) -> str:
    """The version that the run was on: later moves to others are not heard of yet."""
    for move in queries_then.versions_of(run.uid):
        if move["at"] > at.timestamp():
            return str(move["before"])
    return run.version


def until(
    stop: Stop,
    run: RunThen,
    state: ProfileState | None,
    versions: Mapping[str, Journey],
    rules: RuleSet,
    at: datetime,
) -> datetime | None:
    """Until when the run stays where it stood, if nothing else happens."""
    here = _enrollment(state, run.uid, stop)
    if here is not None and state is not None:
        return _planned(here, state)
    journey = versions.get(stop.version)
    if journey is None or stop.node not in journey.nodes:
        return None
    found = _asked_again(stop, run, state, journey, rules)
    return found if found is not None and found >= at else None


def _enrollment(state: ProfileState | None, run: str, stop: Stop) -> Enrollment | None:
    """The run as the state has it, where it stands there still."""
    known = state.enrollments if state else ()
    return next((e for e in known if (e.id, e.node, e.since) == (run, stop.node, stop.at)), None)


def _planned(here: Enrollment, state: ProfileState) -> datetime | None:
    if here.waiting is not None:
        return here.waiting.wake_at or state.window_closes_at
    return here.until


def _asked_again(
    stop: Stop, run: RunThen, state: ProfileState | None, journey: Journey, rules: RuleSet
) -> datetime | None:
    node = journey.nodes[stop.node]
    if node.type == "message":
        return stop.at + rules.window
    known = state or ProfileState(id="", as_of=stop.at)
    here = Here(
        node=node.key,
        journey=run.journey,
        luck_key=person.luck_key(known),
        now=stop.at,
        since=stop.at,
        facts=Facts(now=stop.at, traits=person.traits(known)),
        zone=person.zone(known, rules),
    )
    answer = NODE_TYPES[node.type].arrive(node.settings, here)
    return answer.until if isinstance(answer, Stay) else None
