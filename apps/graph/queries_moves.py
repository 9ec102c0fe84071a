"""Reads of a person's stages and of runs that went over to another version. Bounded, by moment.

A person is asked for by all profile ids that were merged into the surviving one. What a merge
carried over is left out: it is told by the profile to which it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from apps.graph import store
from apps.graph.way import Way, way

MOST_STAGES = 100


@dataclass(frozen=True, slots=True)
class StageMove:
    """A stage entered at `at`, or done then (`done`). `uid` orders what came at one moment.

    Moments are epoch seconds. `event` 0: none brought it; `leaves` is the JSON of what was asked.
    """

    uid: str
    at: float
    lifecycle: str
    stage: str
    done: bool
    previous: str
    because: str
    event: int
    leaves: str


@dataclass(frozen=True, slots=True)
class CurrentStage:
    """The stage of a lifecycle that somebody is in; `done_at` None: not done yet.

    `event` 0: none brought it; `leaves` is the JSON of what was asked.
    """

    lifecycle: str
    stage: str
    since: float
    done_at: float | None
    previous: str
    because: str
    event: int
    leaves: str


@dataclass(frozen=True, slots=True)
class VersionMove:
    """A run that went from version `before` to `version`, to this node, at epoch seconds."""

    uid: str
    at: float
    journey: str
    before: str
    version: str
    node: str


def current_stages(profile: str) -> list[CurrentStage]:
    """The current stage of each lifecycle, by the lifecycle's key."""
    rows = store.read(_CURRENT, uid=profile, limit=MOST_STAGES)
    return [CurrentStage(**row) for row in rows]


def stage_moves(
    profiles: Sequence[str], at: float, uid: str, limit: int, text: str, newer: bool = False
) -> list[StageMove]:
    """Stages entered and done before (`at`, `uid`), the latest first.

    `newer`: those after it, the earliest first.
    """
    asked = {"ids": list(profiles), "t": at, "u": uid, "limit": limit, "text": text.lower()}
    rows = store.read(_entered(way(newer)), **asked) + store.read(_done(way(newer)), **asked)
    moves = [StageMove(**row) for row in rows]
    return sorted(moves, key=lambda move: (move.at, move.uid), reverse=not newer)[:limit]


def version_moves(
    profiles: Sequence[str], at: float, uid: str, limit: int, text: str, newer: bool = False
) -> list[VersionMove]:
    """As `stage_moves`: runs that went over to another version."""
    asked = {"ids": list(profiles), "t": at, "u": uid, "limit": limit, "text": text.lower()}
    return [VersionMove(**row) for row in store.read(_moved(way(newer)), **asked)]


_CURRENT = """
MATCH (:Profile {uid: $uid})-[r:IN_STAGE]->(s:Stage) WHERE r.until IS NULL
RETURN s.lifecycle AS lifecycle, s.key AS stage, r.since AS since, r.done_at AS done_at,
       coalesce(r.previous, '') AS previous, coalesce(r.because, '') AS because,
       coalesce(r.event, 0) AS event, coalesce(r.leaves, '') AS leaves
ORDER BY lifecycle, since DESC LIMIT $limit
"""


@cache
def _entered(way: Way) -> str:
    return f"""
UNWIND $ids AS id MATCH (:Profile {{uid: id}})-[r:IN_STAGE]->(s:Stage)
WHERE r.because <> 'merge' AND {way.beyond("r.since", "s.uid")}
  AND ($text = '' OR toLower(s.uid) CONTAINS $text)
RETURN s.uid AS uid, r.since AS at, s.lifecycle AS lifecycle, s.key AS stage, false AS done,
       coalesce(r.previous, '') AS previous, r.because AS because, coalesce(r.event, 0) AS event,
       coalesce(r.leaves, '') AS leaves
ORDER BY at {way.order}, uid {way.order} LIMIT $limit
"""


@cache
def _done(way: Way) -> str:
    return f"""
UNWIND $ids AS id MATCH (:Profile {{uid: id}})-[r:IN_STAGE]->(s:Stage)
WHERE {way.beyond("r.done_at", "s.uid + '/done'")}
  AND ($text = '' OR toLower(s.uid) CONTAINS $text)
RETURN s.uid + '/done' AS uid, r.done_at AS at, s.lifecycle AS lifecycle, s.key AS stage,
       true AS done, '' AS previous, 'done' AS because, 0 AS event, '' AS leaves
ORDER BY at {way.order}, uid {way.order} LIMIT $limit
"""


@cache
def _moved(way: Way) -> str:
    return f"""
UNWIND $ids AS id MATCH (e:Enrollment {{profile: id}})-[r:MOVED]->(:JourneyVersion)
WHERE {way.beyond("r.at", "e.uid")}
  AND ($text = '' OR toLower(e.journey) CONTAINS $text)
RETURN e.uid AS uid, r.at AS at, e.journey AS journey, r.before AS before, r.version AS version,
       r.node AS node
ORDER BY at {way.order}, uid {way.order} LIMIT $limit
"""
