"""Where a run stood, where it left the ways to a message, and how it ended."""

from apps.engine import conditions
from apps.engine.book import Journey
from apps.engine.nodes import condition_split
from apps.engine.reasons import Code, Reason
from apps.explain.why_not.reasoning.cause import Cause, Kind, Leaf, Winner
from apps.explain.why_not.reasoning.facts import Known, Stop, Trip
from apps.explain.why_not.reasoning.leaves import in_the_way

TURNS = {
    ("wait_for_event", "event"): "event_came",
    ("wait_for_event", "timeout"): "timeout",
    ("delay", "missed"): "date_missed",
}


def leading_to(journey: Journey, target: str) -> set[str]:
    """The nodes from which the target can be reached, itself among them."""
    found = {target}
    while True:
        more = {
            node.key
            for node in journey.nodes.values()
            if node.key not in found and any(end in found for end in node.next.values())
        }
        if not more:
            return found
        found |= more


def turned_off(known: Known, trip: Trip, target: str) -> Cause | None:
    """The node at which the run left the ways to the target; None where it never did."""
    for stop in reversed(trip.stops):
        journey = known.versions.get(stop.version)
        if journey is None or target not in journey.nodes or stop.left_at is None:
            continue
        ways = leading_to(journey, target)
        if stop.node in ways and stop.node in journey.nodes:
            node = journey.nodes[stop.node]
            leads = tuple(port for port, end in node.next.items() if end in ways)
            return None if stop.port in leads else _turn(journey, trip, stop, leads)
    return None


def _turn(journey: Journey, trip: Trip, stop: Stop, leads: tuple[str, ...]) -> Cause:
    node = journey.nodes[stop.node]
    code = TURNS.get((node.type, stop.port), node.type)
    if code not in ("condition_split", "random_split", "jump", *TURNS.values()):
        code = "other_way"
    return Cause(
        Kind.OTHER_WAY,
        code,
        node=stop.node,
        version=stop.version,
        at=stop.left_at,
        since=stop.at,
        port=stop.port,
        ports=leads,
        awaited=str(getattr(node.settings, "event", "") or ""),
        leaves=_decided(node.settings, stop, leads) if node.type == "condition_split" else (),
        enrollment=trip.id,
    )


def _decided(
    settings: condition_split.Settings, stop: Stop, leads: tuple[str, ...]
) -> tuple[Leaf, ...]:
    """The leaves that led elsewhere: of a way to the message, or else of the one taken."""
    answers = list(stop.leaves)
    taken: tuple[Leaf, ...] = ()
    for branch in settings.branches:
        size = len(list(conditions.leaves(branch.when)))
        asked, answers = answers[:size], answers[size:]
        if len(asked) < size:
            break
        if branch.port in leads:
            return in_the_way(branch.when, asked)
        if branch.port == stop.port:
            taken = in_the_way(branch.when, asked, wanted=False)
            break
    return taken


def ended(known: Known, trip: Trip) -> Cause:
    """How the run ended."""
    reason = trip.left or Reason(Code.END_OF_PATH)
    n = reason.numbers
    event = known.events.get(int(n.get("event_id") or 0))
    if reason.code == Code.DISPLACED:
        winner = Winner(str(n.get("by", "")), str(n.get("by_name", "")))
        kind = Kind.DISPLACED
    else:
        winner, kind = None, Kind.LEFT
    return Cause(
        kind,
        reason.code.value,
        node=trip.left_node,
        version=trip.version,
        at=trip.left_at,
        since=trip.entered_at,
        reason=reason,
        event=event,
        awaited=str(n.get("event") or ""),
        winner=winner,
        enrollment=trip.id,
    )


def waits(known: Known, trip: Trip, stop: Stop) -> Cause:
    """What the run waits for where it stands."""
    journey = known.versions[stop.version]
    node = journey.nodes[stop.node]
    code = node.type if node.type in ("delay", "wait_for_event") else "on_the_way"
    return Cause(
        Kind.WAITING,
        "competes_soon" if node.type == "message" else code,
        node=stop.node,
        version=stop.version,
        since=stop.at,
        until=trip.until,
        awaited=str(getattr(node.settings, "event", "") or ""),
        enrollment=trip.id,
    )
