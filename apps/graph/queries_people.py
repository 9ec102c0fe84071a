"""Reads of persons: state, runs through journeys and the way through each. Every one is bounded.

A person is asked for by all profile ids that were merged into the surviving one: what happened
before a merge stays with the profile to which it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from apps.engine.reasons import Reason
from apps.engine.values import ProfileState
from apps.graph import codec, store
from apps.graph.way import Way, way

MOST_RUNS = 200
MOST_VISITS = 600


@dataclass(frozen=True, slots=True)
class Run:
    """One enrollment. Moments are epoch seconds; `left_at` None: still inside.

    `converted_at`: when it reached a goal, inside or afterwards; `converted_node` is that goal.
    """

    uid: str
    profile: str
    journey: str
    version: str
    entered_at: float
    left_at: float | None
    left_because: str
    left_reason: str
    left_node: str
    entry_leaves: str
    entry_event: int | None
    entry_name: str
    node: str
    since: float | None
    converted_at: float | None = None
    converted_node: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A node that an enrollment passed; `leaves` is the JSON of what was asked there."""

    enrollment: str
    seq: int
    node: str
    name: str
    type: str
    at: float
    left_at: float
    port: str
    leaves: str


def left_reason(run: Run) -> Reason | None:
    """Why a run ended; None while it goes on."""
    return codec.reason(run.left_reason) if run.left_reason else None


def state(profile: str) -> ProfileState | None:
    """What the engine knows of a person, or None where it has not seen one of that id."""
    rows = store.read(_STATE, uid=profile)
    return codec.state(rows[0]["state"]) if rows and rows[0]["state"] else None


def runs(profiles: Sequence[str], *, journey: str = "", limit: int = MOST_RUNS) -> list[Run]:
    """The runs of a person, the latest first; with `journey`, only those through it."""
    rows = store.read(_RUNS, ids=list(profiles), journey=journey, limit=limit)
    return [_run(row) for row in rows]


def runs_by_id(ids: Sequence[str]) -> dict[str, Run]:
    """These runs; an unknown one is missing."""
    rows = store.read(_RUNS_BY_ID, ids=list(ids)[:MOST_RUNS]) if ids else []
    return {row["uid"]: _run(row) for row in rows}


def visits(enrollments: Sequence[str], *, limit: int = MOST_VISITS) -> list[Visit]:
    """The nodes that these runs passed, in their order."""
    if not enrollments:
        return []
    rows = store.read(_VISITS, ids=list(enrollments), limit=limit)
    return [Visit(**row) for row in rows]


def entries(
    profiles: Sequence[str],
    at: float,
    uid: str,
    limit: int,
    text: str,
    newer: bool = False,
    journeys: Sequence[str] = (),
) -> list[Run]:
    """Runs by the moment they began, before (`at`, `uid`), the latest first.

    `newer`: those after it, the earliest first. `text` keeps those whose journey's key contains
    it, `journeys` those through these as well.
    """
    place = {"t": at, "u": uid, "limit": limit}
    return _page(_by_moment("entered_at", "", way(newer)), profiles, text, journeys, place)


def endings(
    profiles: Sequence[str],
    at: float,
    uid: str,
    limit: int,
    text: str,
    newer: bool = False,
    journeys: Sequence[str] = (),
) -> list[Run]:
    """As `entries`: runs that ended, by the moment they did."""
    place = {"t": at, "u": uid, "limit": limit}
    return _page(_by_moment("left_at", "", way(newer)), profiles, text, journeys, place)


def conversions(
    profiles: Sequence[str],
    at: float,
    uid: str,
    limit: int,
    text: str,
    newer: bool = False,
    journeys: Sequence[str] = (),
) -> list[Run]:
    """As `entries`: runs that reached a goal after they had ended, by the moment they did."""
    place = {"t": at, "u": uid, "limit": limit}
    query = _by_moment("converted_at", "AND e.converted_at > e.left_at", way(newer))
    return _page(query, profiles, text, journeys, place)


def _page(
    query: str,
    profiles: Sequence[str],
    text: str,
    journeys: Sequence[str],
    place: dict[str, Any],
) -> list[Run]:
    asked = {"ids": list(profiles), "text": text.lower(), "journeys": list(journeys)}
    return [_run(row) for row in store.read(query, **asked, **place)]


def _run(row: dict[str, Any]) -> Run:
    filled: dict[str, Any] = {
        key: "" if value is None and key in _TEXTS else value for key, value in row.items()
    }
    return Run(**filled)


_TEXTS = {
    *("left_because", "left_reason", "left_node", "entry_leaves", "entry_name", "node"),
    "converted_node",
}
_STATE = "MATCH (p:Profile {uid: $uid}) RETURN p.state AS state LIMIT 1"
_RUN = """
OPTIONAL MATCH (e)-[:ENTERED_BY]->(t:Event)
OPTIONAL MATCH (e)-[a:AT]->(n:Node)
RETURN e.uid AS uid, e.profile AS profile, e.journey AS journey, e.version AS version,
       e.entered_at AS entered_at, e.left_at AS left_at, e.left_because AS left_because,
       e.left_reason AS left_reason, e.left_node AS left_node, e.entry_leaves AS entry_leaves,
       t.uid AS entry_event, t.name AS entry_name, n.key AS node, a.since AS since,
       e.converted_at AS converted_at, e.converted_node AS converted_node
"""
_RUNS = f"""
UNWIND $ids AS id MATCH (e:Enrollment {{profile: id}})
WHERE $journey = '' OR e.journey = $journey
WITH e ORDER BY e.entered_at DESC, e.uid DESC LIMIT $limit
{_RUN} ORDER BY entered_at DESC, uid DESC
"""
_RUNS_BY_ID = f"UNWIND $ids AS id MATCH (e:Enrollment {{uid: id}}) {_RUN}"


@cache
def _by_moment(moment: str, also: str, way: Way) -> str:
    return f"""
UNWIND $ids AS id MATCH (e:Enrollment {{profile: id}})
WHERE {way.beyond(f"e.{moment}", "e.uid")} {also}
  AND ($text = '' OR toLower(e.journey) CONTAINS $text OR e.journey IN $journeys)
WITH e ORDER BY e.{moment} {way.order}, e.uid {way.order} LIMIT $limit
{_RUN} ORDER BY {moment} {way.order}, uid {way.order}
"""


_VISITS = """
UNWIND $ids AS id MATCH (e:Enrollment {uid: id})-[v:VISITED]->(n:Node)
RETURN e.uid AS enrollment, v.seq AS seq, n.key AS node, n.name AS name, n.type AS type,
       v.at AS at, v.left_at AS left_at, v.port AS port, coalesce(v.leaves, '') AS leaves
ORDER BY enrollment, seq LIMIT $limit
"""
