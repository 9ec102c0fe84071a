"""Why somebody did not get a journey's message: the facts read, the cause found, and told."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from apps.engine.reasons import Code
from apps.engine.values import ProfileState
from apps.explain import names
from apps.explain.who import Who, who
from apps.explain.why.lit import Lit, lit
from apps.explain.why.path import Asked, PathStep, as_datetime
from apps.explain.why_not import why_not_words
from apps.explain.why_not.differently import differently
from apps.explain.why_not.reading import Read, read
from apps.explain.why_not.reasoning import entry, reason
from apps.explain.why_not.reasoning.cause import Cause
from apps.explain.why_not.reasoning.facts import Known, Trip
from apps.explain.why_not.reasoning.reason import Found
from apps.graph import queries_people
from apps.journeys.models import Journey
from apps.rules.told import sentences
from apps.rules.told.telling import Telling

MOST_ANSWERS = 20


class NoSuchJourney(LookupError):
    """No journey of this key, or no such message in it. `field` is what was asked for wrongly."""

    def __init__(self, message: str, field: str = "journey") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one message of the journey in one run. `code` is stable, for machines."""

    code: str
    sentence: str
    cause: Cause
    node: str = ""
    node_name: str = ""
    at: datetime | None = None
    decision: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """An entry event that let nobody in, and why."""

    event_id: int
    at: datetime
    code: str
    sentence: str
    cause: Cause
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision about a message of the run."""

    decision: str
    message: str
    at: datetime
    node_name: str
    verdict: str
    reason: str
    rule_name: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer: a sentence for the whole, one for each message, and what can't be known."""

    who: Who
    journey: Journey
    telling: Telling
    at: datetime
    node: str
    code: str
    sentence: str
    cause: Cause
    differently: str
    answers: tuple[Answer, ...] = ()
    tried: tuple[Tried, ...] = ()
    path: tuple[PathStep, ...] = ()
    decided: tuple[Decided, ...] = ()
    trip: Trip | None = None
    state: ProfileState | None = None
    lit: Lit | None = None
    unknown: tuple[str, ...] = ()


def why_not(
    profile_id: UUID,
    journey: str,
    *,
    node: str = "",
    at: datetime | None = None,
    run: str = "",
    now: datetime,
) -> WhyNot | None:
    """Why this person did not get it (by `at`); None for nobody. Raises NoSuchJourney.

    `run` names one of several runs.
    """
    someone, row = who(profile_id), Journey.objects.filter(key=journey).first()
    if someone is None:
        return None
    if row is None:
        raise NoSuchJourney(f"There is no journey with the key “{journey}”.")
    moment = min(at, now) if at else now
    state = queries_people.state(str(someone.id))
    facts = read(someone, row, state, moment, run)
    telling = _telling(someone, row, state, facts)
    _check_node(node, row, facts, telling)
    return _answered(someone, row, node, facts, telling)


def _telling(someone: Who, row: Journey, state: ProfileState | None, facts: Read) -> Telling:
    versions = {str(id) for id in row.versions.values_list("id", flat=True)}
    told = names.telling(
        state=state, rule_set=names.rules_now(), versions=versions, who=someone.label
    )
    # A journey is told of by its name also before its first version.
    return replace(told, journeys={**told.journeys, row.key: row.name})


def _check_node(node: str, row: Journey, facts: Read, telling: Telling) -> None:
    if node and not any(node in version.nodes for version in telling.versions.values()):
        raise NoSuchJourney(f"{row.name} has no node “{node}” in any version.", "node")


def _answered(someone: Who, row: Journey, node: str, facts: Read, telling: Telling) -> WhyNot:
    known = facts.known
    found = reason.why(known, node)
    every = _each(facts, node)
    way = _path(known.trip, telling)
    return WhyNot(
        who=someone,
        journey=row,
        telling=telling,
        at=known.at,
        node=node,
        code=found.cause.code,
        sentence=_sentence(found, every, facts, telling),
        cause=found.cause,
        differently=differently(found.cause, telling),
        answers=tuple(_answer(one, row.key, telling) for one in every),
        tried=_tried(facts, telling),
        path=way,
        decided=_decided(facts, node, telling),
        trip=known.trip,
        state=facts.state,
        lit=_lit(known, way, node or found.node),
        unknown=facts.unknown,
    )


def _each(facts: Read, node: str) -> list[Found]:
    """What became of each message that is asked about."""
    trip = facts.known.trip
    if trip is None:
        return []
    if node:
        return [reason.of_message(facts.known, trip, node)]
    return reason.of_messages(facts.known, trip)[:MOST_ANSWERS]


def _sentence(found: Found, every: list[Found], facts: Read, telling: Telling) -> str:
    key, known = facts.known.key, facts.known
    if known.trip is None:
        return why_not_words.sentence(found, key, telling)
    of_run = reason.most_telling(every)
    said = why_not_words.sentence(of_run, key, telling)
    later = entry.refused_since(known)
    if later is None:
        return said
    return f"{said} {why_not_words.since_then(later, telling)}"


def _answer(found: Found, journey: str, telling: Telling) -> Answer:
    cause = found.cause
    return Answer(
        code=cause.code,
        sentence=why_not_words.sentence(found, journey, telling),
        cause=cause,
        node=found.node,
        node_name=telling.node(cause.version, found.node).name,
        at=cause.at or cause.since,
        decision=cause.decision,
        message=cause.message,
    )


def _tried(facts: Read, telling: Telling) -> tuple[Tried, ...]:
    known = facts.known
    causes = [(one, entry.refused(known, one)) for one in known.tries]
    inside = known.trip is not None
    return tuple(
        Tried(
            event_id=one.event.id,
            at=one.event.occurred_at,
            code=cause.code,
            sentence=why_not_words.refusal(cause, telling),
            cause=cause,
            asked=tuple(Asked(sentences.leaf(leaf), leaf.ok) for leaf in entry.leaves(one)),
        )
        for one, cause in causes
        if not (inside and cause.code in ("unknown", Code.STILL_INSIDE))
    )


def _path(trip: Trip | None, telling: Telling) -> tuple[PathStep, ...]:
    if trip is None:
        return ()
    return tuple(
        PathStep(
            key=stop.node,
            name=telling.node(stop.version, stop.node).name,
            type=telling.node(stop.version, stop.node).type,
            at=stop.at,
            left_at=stop.left_at,
            port=stop.port,
            leaves=stop.leaves,
        )
        for stop in trip.stops
    )


def _decided(facts: Read, node: str, telling: Telling) -> tuple[Decided, ...]:
    """The decisions about the message that is asked about, or all of the run, in their order."""
    trip = facts.known.trip
    return tuple(
        Decided(
            decision=row["decision"],
            message=row["message"],
            at=as_datetime(row["at"]),
            node_name=telling.node(trip.version if trip else "", row["node"]).name,
            verdict=row["verdict"],
            reason=row["reason"],
            rule_name=row["rule_name"],
        )
        for row in reversed(facts.decided)
        if not node or row["node"] == node
    )


def _lit(known: Known, way: tuple[PathStep, ...], node: str) -> Lit | None:
    """The drawing of the run's version, or of the one that would have let them in."""
    version = known.trip.version if known.trip else known.journey.version if known.journey else ""
    return lit(version, way, node) if version else None
