"""Reads of what stands next to something that happened to a person. Every one is bounded.

A person is asked for by all profile ids that were merged into the surviving one, and nothing of
anybody else is answered. A place is (moment in epoch seconds, id): rows before it, latest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.graph import queries_decisions, store
from apps.graph.about import place
from apps.graph.queries_competition import Loss
from apps.graph.queries_decisions import Stored
from apps.graph.queries_sessions import Session
from apps.graph.scope import AGAINST, Scope

Place = tuple[float, str]
FIRST: Place = (9e9, "\uffff")
# Further ones are counted as far as this, so that a count doesn't grow with history.
MOST_COUNTED = 100
MOST_RIVALS = 200


@dataclass(frozen=True, slots=True)
class Stay:
    """A person's time in a stage; `until` None: still in it. `event` 0: no event brought it."""

    uid: str
    lifecycle: str
    stage: str
    since: float
    until: float | None
    event: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A message and the decision that chose it; `at` is in epoch seconds."""

    uid: str
    at: float
    profile: str
    enrollment: str
    journey: str
    node: str
    channel: str
    version: str
    decision: str


def further_decisions(profiles: Sequence[str], before: Place) -> int:
    """How many decisions about a person lie before this place, counted up to MOST_COUNTED."""
    return _count(_FURTHER_DECISIONS, profiles, before)


def further_runs(profiles: Sequence[str], before: Place) -> int:
    """As `further_decisions`, of the runs by when they began."""
    return _count(_FURTHER_RUNS, profiles, before)


def further_sessions(profiles: Sequence[str], before: Place) -> int:
    """As `further_decisions`, of the sessions by when they started."""
    return _count(_FURTHER_SESSIONS, profiles, before)


def session(uid: str) -> Session | None:
    """A session by its id, or None."""
    rows = store.read(_SESSION, uid=uid)
    return Session(**rows[0]) if rows else None


def _count(query: str, profiles: Sequence[str], before: Place) -> int:
    asked = {"ids": list(profiles), "t": before[0], "u": before[1], "most": MOST_COUNTED}
    [row] = store.read(query, **asked)
    return int(row["n"])


def about_run(
    profiles: Sequence[str], enrollment: str, journey: str, since: float, before: Place, limit: int
) -> list[str]:
    """The ids of a person's decisions that considered a message of this run, which began then."""
    asked = {"enrollment": enrollment, "about": place(journey), "since": since}
    return _decisions(_ABOUT_RUN, profiles, before, limit, **asked)


def stopped_by(
    profiles: Sequence[str], reason: str, rule: str, before: Place, limit: int
) -> list[str]:
    """The ids of a person's decisions in which this rule decided a *no*."""
    asked = {"reason": reason, "rule": rule, "about": f" {reason} "}
    return _decisions(_STOPPED_BY, profiles, before, limit, **asked)


def brought_by(profiles: Sequence[str], event: int, limit: int) -> list[str]:
    """The ids of the decisions about a person that this event brought."""
    return _decisions(_BROUGHT_BY, profiles, FIRST, limit, event=event)


def let_in_by(profiles: Sequence[str], event: int, limit: int) -> list[str]:
    """The runs of a person that this event began, by their ids."""
    rows = store.read(_LET_IN_BY, ids=list(profiles), event=event, limit=limit)
    return [row["uid"] for row in rows]


def stays(profiles: Sequence[str], limit: int, stage: str = "") -> list[Stay]:
    """The stages that a person is or was in, those entered last first; `stage` is one's uid.

    What a merge carried over is told by the profile that goes on.
    """
    rows = store.read(_STAYS, ids=list(profiles), stage=stage, limit=limit)
    return [Stay(**row) for row in rows]


def chosen(message: str) -> Chosen | None:
    """A message by its id, or None."""
    rows = store.read(_CHOSEN, uid=message)
    return Chosen(**rows[0]) if rows else None


def latest_in(journey: str, since: float, limit: int) -> list[dict[str, Any]]:
    """Who entered a journey last, from this moment on: `profile` and `at` (epoch seconds)."""
    return store.read(_LATEST_IN, journey=journey, since=since, limit=limit)


def latest(ids: Sequence[str]) -> list[Stored]:
    """These decisions, the latest first."""
    found = queries_decisions.by_id(ids)
    return sorted(found, key=lambda stored: (stored.at, stored.uid), reverse=True)


def rivals(journey: str, since: float, until: float) -> list[Loss]:
    """Which journeys this one lost to and won against then, and how often; as `losses` counts."""
    scope = Scope(since, until, conflict=True)
    query = f"{scope.match} {_RIVALS}"
    rows = store.read(query, **scope.parameters, journey=journey, limit=MOST_RIVALS)
    return [Loss(**row) for row in rows]


def _decisions(
    query: str, profiles: Sequence[str], before: Place, limit: int, **asked: Any
) -> list[str]:
    at, uid = before
    rows = store.read(query, ids=list(profiles), t=at, u=uid, limit=limit, **asked)
    return [row["uid"] for row in rows]


# The edges alone tell which decisions are wanted: a decision itself is large.
_DECIDED = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:DECIDED]->(d:Decision)
WHERE r.at <= $t AND (r.at < $t OR r.decision < $u)
"""
_LATEST = """
WITH DISTINCT r.decision AS uid, r.at AS at ORDER BY at DESC, uid DESC LIMIT $limit
RETURN uid ORDER BY at DESC, uid DESC
"""
_FURTHER_DECISIONS = f"{_DECIDED} WITH r LIMIT $most RETURN count(r) AS n"
_SESSION = """
MATCH (s:Session {uid: $uid})
RETURN s.uid AS uid, s.profile AS profile, s.source AS source, s.key AS key,
       s.started_at AS started_at, s.last_at AS last_at, s.events AS events, s.event AS event,
       s.began_at AS began_at, s.told_at AS told_at, s.first AS first
"""
_FURTHER_SESSIONS = """
UNWIND $ids AS id MATCH (s:Session {profile: id})
WHERE s.started_at <= $t AND (s.started_at < $t OR s.uid < $u)
WITH s LIMIT $most RETURN count(s) AS n
"""
_FURTHER_RUNS = """
UNWIND $ids AS id MATCH (e:Enrollment {profile: id})
WHERE e.entered_at <= $t AND (e.entered_at < $t OR e.uid < $u)
WITH e LIMIT $most RETURN count(e) AS n
"""
_ABOUT_RUN = f"""
{_DECIDED} AND r.at >= $since AND r.about CONTAINS $about
MATCH (d)-[c:CONSIDERED]->(:Node) WHERE c.enrollment = $enrollment
{_LATEST}
"""
_STOPPED_BY = f"""
{_DECIDED} AND r.about CONTAINS $about
MATCH (d)-[c:CONSIDERED]->(:Node)
WHERE c.reason = $reason AND c.rule = $rule AND c.verdict <> 'sent'
{_LATEST}
"""
# What is known by its id comes first, or all of a person's decisions might be looked through.
_BROUGHT_BY = """
MATCH (e:Event {uid: $event}) WITH e
MATCH (e)<-[:TRIGGERED_BY]-(d:Decision) WITH d WHERE d.profile IN $ids
RETURN d.uid AS uid ORDER BY d.at DESC, uid DESC LIMIT $limit
"""
_RIVALS = f"""
AND (c.journey = $journey OR $journey IN {AGAINST})
UNWIND {AGAINST} AS winner
WITH c, d, winner WHERE (c.journey = $journey OR winner = $journey) AND c.journey <> winner
RETURN c.journey AS loser, winner, count(DISTINCT c.message) AS candidates,
       count(DISTINCT d.profile) AS people
ORDER BY candidates DESC, loser, winner LIMIT $limit
"""
_LET_IN_BY = """
MATCH (t:Event {uid: $event}) WITH t
MATCH (t)<-[:ENTERED_BY]-(e:Enrollment) WITH e WHERE e.profile IN $ids
RETURN e.uid AS uid ORDER BY uid LIMIT $limit
"""
_STAYS = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:IN_STAGE]->(s:Stage)
WHERE r.merged IS NULL AND ($stage = '' OR s.uid = $stage)
RETURN s.uid AS uid, s.lifecycle AS lifecycle, s.key AS stage, r.since AS since,
       r.until AS until, coalesce(r.event, 0) AS event
ORDER BY since DESC, uid LIMIT $limit
"""
_CHOSEN = """
MATCH (m:Message {uid: $uid}) WITH m
MATCH (m)<-[:CHOSE]-(d:Decision)
OPTIONAL MATCH (e:Enrollment {uid: m.enrollment})
RETURN m.uid AS uid, m.at AS at, m.profile AS profile, m.enrollment AS enrollment,
       m.journey AS journey, m.node AS node, m.channel AS channel,
       coalesce(e.version, '') AS version, d.uid AS decision LIMIT 1
"""
_LATEST_IN = """
MATCH (e:Enrollment) WHERE e.entered_at >= $since AND e.journey = $journey
RETURN e.profile AS profile, max(e.entered_at) AS at ORDER BY at DESC, profile LIMIT $limit
"""
