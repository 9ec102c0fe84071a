"""Reads of decisions: one, a person's, what came later of a candidate, and all of a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from apps.common.gone import Gone
from apps.engine.outcome import Considered, Decision, Step
from apps.graph import codec, store
from apps.graph.about import place
from apps.graph.way import Way, way

DAY = 86400.0
MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision as it was stored; `content` and `step` are JSON, `at` epoch seconds.

    `erased_at`: since when there is no step any more; 0 where there is. The content is empty, too,
    where it went with its person, and not because it was too old to be kept.
    """

    uid: str
    at: float
    applied_at: float
    profile: str
    book: str
    rule_set: str
    hash: str
    content: str
    step: str
    erased_at: float = 0.0

    @property
    def decision(self) -> Decision:
        """Without any candidate where it was erased."""
        if not self.content:
            at = datetime.fromtimestamp(self.at, UTC)
            return Decision(self.uid, self.profile, at, self.book, self.rule_set, None, ())
        return codec.decision(self.content)

    @property
    def started_from(self) -> Step:
        """What it can be run again from. Raises Gone where that was deleted."""
        if self.erased_at:
            erased = "The person of this decision was erased, and with them what it was made from."
            old = "What this decision was made from was too old to be kept, and was deleted."
            raise Gone(old if self.content else erased, datetime.fromtimestamp(self.erased_at, UTC))
        return codec.step(self.step)


@dataclass(frozen=True, slots=True)
class Judged:
    """One candidate of a decision, by the edge that leads to its node."""

    decision: str
    at: float
    verdict: str
    reason: str
    rule: str
    rule_name: str
    journey: str
    node: str
    message: str
    enrollment: str
    lost_to: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed a message."""

    message: str
    kind: str
    at: float
    detail: str


def get(uid: str) -> Stored | None:
    """One decision, or None."""
    return next(iter(by_id([uid])), None)


def by_id(ids: Sequence[str]) -> list[Stored]:
    """These decisions, in no order; an unknown one is missing."""
    return [Stored(**row) for row in store.read(_BY_ID, ids=list(ids))] if ids else []


def of_message(message: str) -> str:
    """The id of the decision that chose a message; "" where there is none."""
    rows = store.read(_OF_MESSAGE, uid=message)
    return str(rows[0]["uid"]) if rows else ""


def of_person(
    profiles: Sequence[str],
    *,
    before: float,
    uid: str,
    limit: int,
    text: str = "",
    places: Sequence[str] = (),
    newer: bool = False,
) -> list[Stored]:
    """A person's decisions before (`before`, `uid`), the latest first, without their steps.

    `text` keeps those that considered a journey or a node, or were decided by a reason or a rule,
    whose key or name contains it; `places` (`about.place`) keeps those of these, too.
    `newer`: those after that place, the earliest first.
    """
    asked = {"ids": list(profiles), "t": before, "u": uid, "limit": limit, "text": text.lower()}
    rows = store.read(_of_person(way(newer)), **asked, places=list(places))
    return [Stored(**row) for row in rows]


def candidates(
    profiles: Sequence[str], *, journey: str = "", messages: Sequence[str] = (), since: float = 0
) -> list[Judged]:
    """How a person's candidates of a journey, or these messages, were judged, the latest first."""
    rows = store.read(
        _CANDIDATES,
        ids=list(profiles),
        journey=journey,
        place=place(journey),
        messages=list(messages),
        since=since,
        limit=MOST_CANDIDATES,
    )
    return [Judged(**row) for row in rows]


def latest_of(
    profiles: Sequence[str], messages: Sequence[str]
) -> dict[str, tuple[str, Considered]]:
    """Of each of these messages the latest decision that considered it, and what it found."""
    found: dict[str, tuple[str, Considered]] = {}
    for row in store.read(_LATEST_OF, ids=list(profiles), messages=list(messages)):
        made = codec.decision(row["content"])
        for one in made.considered:
            if one.message_id == row["message"]:
                found[one.message_id] = (row["uid"], one)
    return found


def judged(
    verdict: str, *, journey: str, since: float, before: tuple[float, str], limit: int
) -> list[dict[str, Any]]:
    """Candidates of everybody with this verdict before (moment, message), the latest first."""
    at, message = before
    return store.read(
        _JUDGED,
        verdict=verdict,
        journey=journey,
        since=since,
        before=at,
        message=message,
        limit=limit,
    )


def outcomes(messages: Sequence[str]) -> list[Followed]:
    """What followed these messages, in order."""
    rows = store.read(_OUTCOMES, ids=list(messages)) if messages else []
    return [Followed(**row) for row in rows]


def count(since: float = 0) -> int:
    """How many decisions were made since then."""
    return int(store.read(_COUNT, since=since)[0]["n"])


def all_ids(since: float = 0) -> Iterator[list[str]]:
    """The ids of all decisions since then, a day of decisions at a time, the oldest first."""
    (ends,) = store.read(_ENDS, since=since)
    if ends["first"] is None:
        return
    start = ends["first"]
    while start <= ends["last"]:
        rows = store.read(_DAY, start=start, end=start + DAY)
        if rows:
            yield [row["uid"] for row in rows]
        start += DAY


_STORED = """d.uid AS uid, d.at AS at, d.applied_at AS applied_at, d.profile AS profile,
       d.book AS book, d.rule_set AS rule_set, d.hash AS hash, d.content AS content,
       coalesce(d.erased_at, 0.0) AS erased_at"""
_BY_ID = f"UNWIND $ids AS id MATCH (d:Decision {{uid: id}}) RETURN {_STORED}, d.step AS step"
_OF_MESSAGE = "MATCH (d:Decision)-[:CHOSE]->(m:Message {uid: $uid}) RETURN d.uid AS uid LIMIT 1"


@cache
def _of_person(way: Way) -> str:
    """The edges alone tell which decisions are wanted: a decision itself is large."""
    return f"""
UNWIND $ids AS id MATCH (:Profile {{uid: id}})-[r:DECIDED]->()
WHERE {way.beyond("r.at", "r.decision")}
  AND ($text = '' OR r.about CONTAINS $text OR any(k IN $places WHERE r.about CONTAINS k))
WITH r.decision AS wanted, r.at AS moment
ORDER BY moment {way.order}, wanted {way.order} LIMIT $limit
MATCH (d:Decision {{uid: wanted}})
RETURN {_STORED}, '' AS step ORDER BY at {way.order}, uid {way.order}
"""


# Each decision that is found has at least one such candidate.
_CANDIDATES = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:DECIDED]->()
WHERE r.at >= $since AND ($journey = '' OR r.about CONTAINS $place)
  AND (size($messages) = 0 OR any(m IN $messages WHERE m IN r.candidates))
WITH r.decision AS wanted, r.at AS moment ORDER BY moment DESC, wanted DESC LIMIT $limit
MATCH (d:Decision {uid: wanted})-[c:CONSIDERED]->(n:Node)
WHERE ($journey = '' OR c.journey = $journey)
  AND (size($messages) = 0 OR c.message IN $messages)
RETURN d.uid AS decision, d.at AS at, c.verdict AS verdict, c.reason AS reason, c.rule AS rule,
       c.rule_name AS rule_name, c.journey AS journey, n.key AS node, c.message AS message,
       c.enrollment AS enrollment, c.lost_to AS lost_to
ORDER BY at DESC, decision DESC LIMIT $limit
"""
_LATEST_OF = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:DECIDED]->()
WHERE any(m IN $messages WHERE m IN r.candidates)
UNWIND r.candidates AS message
WITH message, r.decision AS decision, r.at AS at WHERE message IN $messages
WITH message, decision ORDER BY at DESC, decision DESC
WITH message, collect(decision) AS decisions
MATCH (d:Decision {uid: decisions[0]})
RETURN message, d.uid AS uid, d.content AS content
"""
_JUDGED = """
MATCH (d:Decision) WHERE d.at >= $since AND d.at <= $before
MATCH (d)-[c:CONSIDERED {verdict: $verdict}]->(n:Node)
WHERE ($journey = '' OR c.journey = $journey) AND (d.at < $before OR c.message < $message)
RETURN d.uid AS decision, d.profile AS profile, d.at AS at, c.message AS message,
       c.journey AS journey, n.key AS node, c.verdict AS verdict, c.reason AS reason,
       c.rule AS rule, c.rule_name AS rule_name
ORDER BY at DESC, message DESC LIMIT $limit
"""
_OUTCOMES = """
UNWIND $ids AS id MATCH (m:Message {uid: id})-[:FOLLOWED_BY]->(o:Outcome)
RETURN id AS message, o.kind AS kind, o.at AS at, coalesce(o.detail, '') AS detail
ORDER BY at LIMIT 100
"""
_COUNT = "MATCH (d:Decision) WHERE d.at >= $since RETURN count(d) AS n"
_ENDS = "MATCH (d:Decision) WHERE d.at >= $since RETURN min(d.at) AS first, max(d.at) AS last"
_DAY = """
MATCH (d:Decision) WHERE d.at >= $start AND d.at < $end RETURN d.uid AS uid ORDER BY d.at, d.uid
"""
