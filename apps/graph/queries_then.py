"""Reads of a person as they were at a moment: runs, the way of one, and what was decided of it.

Moments are epoch seconds. What came later is left out here, so that a page about the past can't
tell of it. A run is asked for by its id, whoever it belongs to by now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.engine.outcome import Decision
from apps.graph import codec, store
from apps.graph.about import place

MOST_INSIDE = 200
MOST_STOPS = 600
MOST_DECISIONS = 60
MOST_KEYS = 500


@dataclass(frozen=True, slots=True)
class RunThen:
    """A run that had begun. `left_at` None: it goes on by now; `node` is where it stands now."""

    uid: str
    journey: str
    version: str
    entered_at: float
    left_at: float | None
    left_because: str
    left_reason: str
    left_node: str
    entry_event: int
    entry_name: str
    node: str
    since: float | None


@dataclass(frozen=True, slots=True)
class StopThen:
    """A node that a run passed; `node` is its uid."""

    seq: int
    node: str
    at: float
    left_at: float
    port: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The runs through one journey that had begun: how many, and when the last of them did what."""

    times: int
    last_entered_at: float | None
    last_left_at: float | None


def runs_of(profiles: Sequence[str], journey: str, until: float, limit: int = 20) -> list[RunThen]:
    """The runs through a journey that had begun by then, the latest first."""
    asked = {"ids": list(profiles), "journey": journey, "until": until, "limit": limit}
    return [_run(row) for row in store.read(_RUNS, **asked)]


def inside(profiles: Sequence[str], until: float) -> list[RunThen]:
    """The runs through any journey that were under way then."""
    rows = store.read(_INSIDE, ids=list(profiles), until=until, limit=MOST_INSIDE)
    return [_run(row) for row in rows]


def begun(profiles: Sequence[str], journey: str, until: float, but: int = 0) -> Begun:
    """What had been of a journey by then; without the runs that event `but` let in."""
    [row] = store.read(_BEGUN, ids=list(profiles), journey=journey, until=until, but=but)
    return Begun(**row)


def entry_events(profiles: Sequence[str], journey: str, until: float) -> list[int]:
    """The events that had let somebody in to a journey by then, the latest first."""
    asked = {"ids": list(profiles), "journey": journey, "until": until, "limit": MOST_KEYS}
    return [row["event"] for row in store.read(_ENTRY_EVENTS, **asked)]


def way(run: str, until: float) -> list[StopThen]:
    """The nodes that a run had come to and passed by now, in their order."""
    rows = store.read(_WAY, run=run, until=until, limit=MOST_STOPS)
    return [StopThen(**row) for row in rows]


def versions_of(run: str) -> list[dict[str, Any]]:
    """The moves of a run between versions: `at`, `before`, `version`; the earliest first."""
    return store.read(_MOVES, run=run)


def decisions_of(run: str, journey: str, since: float, until: float) -> list[dict[str, Any]]:
    """How a run's messages were judged from `since` until then, the latest first.

    Rows of `decision`, `at`, `node` (its key), `message`, `verdict`, `reason` and `rule_name`.
    """
    # Whoever the run has belonged to may have decided it.
    ids = [row["uid"] for row in store.read(_WHOSE, run=run)]
    asked = {"run": run, "ids": ids, "place": place(journey), "since": since, "until": until}
    return store.read(_DECISIONS, **asked, limit=MOST_DECISIONS) if ids else []


def contents(decisions: Sequence[str]) -> dict[str, Decision]:
    """These decisions as they were made, by id, without what they started from."""
    rows = store.read(_CONTENTS, ids=list(decisions)) if decisions else []
    return {row["uid"]: codec.decision(row["content"]) for row in rows}


def _run(row: dict[str, Any]) -> RunThen:
    texts = ("left_because", "left_reason", "left_node", "entry_name", "node")
    filled = {key: value or "" if key in texts else value for key, value in row.items()}
    return RunThen(**filled | {"entry_event": row["entry_event"] or 0})


_RETURN = """
OPTIONAL MATCH (e)-[:ENTERED_BY]->(t:Event)
OPTIONAL MATCH (e)-[a:AT]->(n:Node)
RETURN e.uid AS uid, e.journey AS journey, e.version AS version, e.entered_at AS entered_at,
       e.left_at AS left_at, e.left_because AS left_because, e.left_reason AS left_reason,
       e.left_node AS left_node, t.uid AS entry_event, t.name AS entry_name, n.uid AS node,
       a.since AS since
ORDER BY entered_at DESC, uid DESC
"""
_RUNS = f"""
UNWIND $ids AS id MATCH (e:Enrollment {{profile: id}})
WHERE e.journey = $journey AND e.entered_at <= $until
WITH e ORDER BY e.entered_at DESC, e.uid DESC LIMIT $limit
{_RETURN}
"""
_INSIDE = f"""
UNWIND $ids AS id MATCH (e:Enrollment {{profile: id}})
WHERE e.entered_at <= $until AND (e.left_at IS NULL OR e.left_at > $until)
WITH e ORDER BY e.entered_at DESC, e.uid DESC LIMIT $limit
{_RETURN}
"""
_BEGUN = """
UNWIND $ids AS id MATCH (e:Enrollment {profile: id})
WHERE e.journey = $journey AND e.entered_at <= $until
OPTIONAL MATCH (e)-[:ENTERED_BY]->(t:Event)
WITH e, coalesce(t.uid, 0) AS event WHERE $but = 0 OR event <> $but
RETURN count(e) AS times, max(e.entered_at) AS last_entered_at,
       max(CASE WHEN e.left_at <= $until THEN e.left_at END) AS last_left_at
"""
_ENTRY_EVENTS = """
UNWIND $ids AS id MATCH (e:Enrollment {profile: id})-[:ENTERED_BY]->(t:Event)
WHERE e.journey = $journey AND e.entered_at <= $until
RETURN t.uid AS event, e.entered_at AS at ORDER BY at DESC LIMIT $limit
"""
_WAY = """
MATCH (:Enrollment {uid: $run})-[v:VISITED]->(n:Node) WHERE v.at <= $until
RETURN v.seq AS seq, n.uid AS node, v.at AS at, v.left_at AS left_at, v.port AS port,
       coalesce(v.leaves, '') AS leaves
ORDER BY seq DESC LIMIT $limit
"""
_MOVES = """
MATCH (:Enrollment {uid: $run})-[m:MOVED]->(:JourneyVersion)
RETURN m.at AS at, m.before AS before, m.version AS version ORDER BY at LIMIT 50
"""
_WHOSE = """
MATCH (e:Enrollment {uid: $run})<-[:ENROLLED]-(p:Profile) RETURN DISTINCT p.uid AS uid LIMIT 50
"""
# The edges tell which decisions to open: a decision itself is large.
_DECISIONS = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:DECIDED]->()
WHERE r.at >= $since AND r.at <= $until AND r.about CONTAINS $place
WITH r.decision AS wanted, r.at AS moment ORDER BY moment DESC, wanted DESC LIMIT $limit
MATCH (d:Decision {uid: wanted})-[c:CONSIDERED]->(n:Node) WHERE c.enrollment = $run
RETURN d.uid AS decision, d.at AS at, n.key AS node, c.message AS message, c.verdict AS verdict,
       c.reason AS reason, coalesce(c.rule_name, '') AS rule_name
ORDER BY at DESC, decision DESC
"""
_CONTENTS = """
UNWIND $ids AS id MATCH (d:Decision {uid: id}) RETURN d.uid AS uid, d.content AS content
"""
