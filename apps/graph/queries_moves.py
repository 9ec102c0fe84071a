"""Reads of a person's stages and of runs that went over to another version. Bounded, by moment.

A person is asked for by all profile ids that were merged into the surviving one. What a merge
carried over is left out: it is told by the profile to which it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.graph import store

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
    """The stage of a lifecycle that somebody is in; `done_at` None: not done yet."""

    lifecycle: str
    stage: str
    since: float
    done_at: float | None


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
    profiles: Sequence[str], before: float, uid: str, limit: int, text: str
) -> list[StageMove]:
    """Stages entered and done before (`before`, `uid`), the latest first."""
    asked = {"ids": list(profiles), "t": before, "u": uid, "limit": limit, "text": text.lower()}
    rows = store.read(_ENTERED, **asked) + store.read(_DONE, **asked)
    moves = [StageMove(**row) for row in rows]
    return sorted(moves, key=lambda move: (move.at, move.uid), reverse=True)[:limit]


def version_moves(
    profiles: Sequence[str], before: float, uid: str, limit: int, text: str
) -> list[VersionMove]:
    """Runs that went over to another version before (`before`, `uid`), the latest first."""
    asked = {"ids": list(profiles), "t": before, "u": uid, "limit": limit, "text": text.lower()}
    return [VersionMove(**row) for row in store.read(_MOVED, **asked)]


_CURRENT = """
MATCH (:Profile {uid: $uid})-[r:IN_STAGE]->(s:Stage) WHERE r.until IS NULL
RETURN s.lifecycle AS lifecycle, s.key AS stage, r.since AS since, r.done_at AS done_at
ORDER BY lifecycle, since DESC LIMIT $limit
"""
_ENTERED = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:IN_STAGE]->(s:Stage)
WHERE r.because <> 'merge' AND (r.since < $t OR (r.since = $t AND s.uid < $u))
  AND ($text = '' OR toLower(s.uid) CONTAINS $text)
RETURN s.uid AS uid, r.since AS at, s.lifecycle AS lifecycle, s.key AS stage, false AS done,
       coalesce(r.previous, '') AS previous, r.because AS because, coalesce(r.event, 0) AS event,
       coalesce(r.leaves, '') AS leaves
ORDER BY at DESC, uid DESC LIMIT $limit
"""
_DONE = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:IN_STAGE]->(s:Stage)
WHERE r.done_at IS NOT NULL
  AND (r.done_at < $t OR (r.done_at = $t AND s.uid + '/done' < $u))
  AND ($text = '' OR toLower(s.uid) CONTAINS $text)
RETURN s.uid + '/done' AS uid, r.done_at AS at, s.lifecycle AS lifecycle, s.key AS stage,
       true AS done, '' AS previous, 'done' AS because, 0 AS event, '' AS leaves
ORDER BY at DESC, uid DESC LIMIT $limit
"""
_MOVED = """
UNWIND $ids AS id MATCH (e:Enrollment {profile: id})-[r:MOVED]->(:JourneyVersion)
WHERE (r.at < $t OR (r.at = $t AND e.uid < $u))
  AND ($text = '' OR toLower(e.journey) CONTAINS $text)
RETURN e.uid AS uid, r.at AS at, e.journey AS journey, r.before AS before, r.version AS version,
       r.node AS node
ORDER BY at DESC, uid DESC LIMIT $limit
"""
