"""Finds the cause for one message, in the order in which things can go otherwise.

Never let in, on a version without the message, left before, another way taken, waiting; else what
the latest decision about the message says. What isn't kept is said not to be known.
"""

from dataclasses import dataclass

from apps.engine.reasons import Code, Verdict
from apps.explain.why_not.reasoning import entry, verdicts, way
from apps.explain.why_not.reasoning.cause import Cause, Kind
from apps.explain.why_not.reasoning.facts import Judged, Known, Trip


@dataclass(frozen=True, slots=True)
class Found:
    """The cause for a message; `judged` is the decision that it stands in, where one does.

    `before` is what had held the message up when the run ended.
    """

    node: str
    cause: Cause
    judged: Judged | None = None
    before: Judged | None = None


def why(known: Known, node: str = "") -> Found:
    """Why this message did not go out; the journey as a whole where no node is named.

    A refusal since then says more than a run that is over.
    """
    trip = known.trip
    if trip is None:
        return Found(node, entry.never_entered(known))
    found = of_message(known, trip, node) if node else most_telling(of_messages(known, trip))
    if trip.left_at is not None and (later := entry.refused_since(known)) is not None:
        return Found(node, later)
    return found


def of_messages(known: Known, trip: Trip) -> list[Found]:
    """What became of each message of the run's version."""
    journey = known.versions[trip.version]
    messages = [node.key for node in journey.nodes.values() if node.type == "message"]
    return [of_message(known, trip, key) for key in messages]


def most_telling(found: list[Found]) -> Found:
    """The latest that was decided and not sent, the latest that was sent, or else the first."""
    decided = [one for one in found if one.judged or one.before]
    stopped = [one for one in decided if one.cause.kind != Kind.SENT]
    ranked = sorted(stopped or decided, key=_decided_at)
    if ranked:
        return ranked[-1]
    return next(iter(found), Found("", Cause(Kind.UNKNOWN, "no_message")))


def _decided_at(found: Found) -> float:
    judged = found.judged or found.before
    return judged.at.timestamp() if judged else 0.0


def of_message(known: Known, trip: Trip, node: str) -> Found:
    """Why this message of the run did not go out, or that it did."""
    journey = known.versions[trip.version]
    judged = next((one for one in known.judged if one.considered.node == node), None)
    if judged is not None and not _is_over(known, trip, judged):
        return Found(node, verdicts.of_decision(known, judged), judged)
    if judged is None and node not in journey.nodes:
        cause = Cause(
            Kind.OTHER_VERSION,
            "older_version",
            version=trip.version,
            since=trip.entered_at,
            enrollment=trip.id,
        )
        return Found(node, cause)
    if judged is None and (passed := _passed(trip, node)) is not None:
        return Found(node, passed)
    cause, held_up = _on_the_way(known, trip, node)
    return Found(node, cause, held_up, judged)


def _is_over(known: Known, trip: Trip, judged: Judged) -> bool:
    """Whether something else has ended the wait that this decision speaks of."""
    if judged.considered.verdict != Verdict.WAITS:
        return False
    return trip.left_at is not None or (
        trip.stands is not None and trip.stands.node != judged.considered.node
    )


def _passed(trip: Trip, node: str) -> Cause | None:
    """The run has passed the message, and no decision about it is kept."""
    stop = next((s for s in reversed(trip.stops) if s.node == node and s.left_at), None)
    if stop is None:
        return None
    return Cause(
        Kind.UNKNOWN,
        "decision_not_kept",
        node=node,
        version=stop.version,
        at=stop.left_at,
        enrollment=trip.id,
    )


def _on_the_way(known: Known, trip: Trip, node: str) -> tuple[Cause, Judged | None]:
    """What kept the run from coming to the message, with the decision that did."""
    turned = way.turned_off(known, trip, node)
    if turned is not None:
        return turned, None
    if trip.left_at is not None:
        by = _held_at(known, trip.left_node, Verdict.LEFT)
        if trip.left is not None and trip.left.code == Code.STOPPED_AND_LEFT and by is not None:
            return verdicts.of_decision(known, by), by
        return way.ended(known, trip), None
    stop = trip.stands
    if stop is None:
        return Cause(Kind.UNKNOWN, "unknown", version=trip.version, enrollment=trip.id), None
    by = _held_at(known, stop.node, Verdict.WAITS)
    if by is not None and by.at >= stop.at:
        return verdicts.of_decision(known, by), by
    return way.waits(known, trip, stop), None


def _held_at(known: Known, node: str, verdict: Verdict) -> Judged | None:
    """The latest decision at this node, where it has this verdict."""
    judged = next((one for one in known.judged if one.considered.node == node), None)
    return judged if judged is not None and judged.considered.verdict == verdict else None
