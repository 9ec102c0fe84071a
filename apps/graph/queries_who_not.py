"""All runs through a journey over a period, and what became of one of its messages in each.

Moments are epoch seconds. A period is from `since` to `until`, the end outside, by when a run
began.
Every read is bounded: of more runs than MOST, the latest are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.graph import store
from apps.graph.definitions import node_uid

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Came:
    """A run. `node` is where it stands now, "" where it has ended: there `left_node` is its uid."""

    run: str
    profile: str
    version: str
    entered_at: float
    left_at: float | None
    left_because: str
    left_node: str
    node: str
    since: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The latest word on the message in a run."""

    run: str
    decision: str
    message: str
    at: float
    verdict: str
    reason: str
    rule_name: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A run left this node (uid) through this port."""

    run: str
    node: str
    port: str
    at: float


def came(journey: str, since: float, until: float) -> list[Came]:
    """The runs that began in the period, on whatever version; the latest first."""
    rows = store.read(_CAME, journey=journey, since=since, until=until, most=MOST + 1)
    return [Came(**row) for row in rows]


def judged(versions: Sequence[str], node: str, since: float) -> dict[str, Judged]:
    """The latest verdict about the message of this node in each run since then, by run."""
    nodes = [node_uid(version, node) for version in versions]
    rows = store.read(_JUDGED, nodes=nodes, since=since, most=3 * MOST)
    return {row["run"]: Judged(**row) for row in rows}


def turned(ways: Sequence[tuple[str, str, str]], since: float) -> dict[str, Turned]:
    """The runs that took one of these ways (version, node, port) since then; the latest of each."""
    asked = [{"node": node_uid(version, node), "port": port} for version, node, port in ways]
    rows = store.read(_TURNED, ways=asked, since=since, most=3 * MOST) if asked else []
    return {row["run"]: Turned(**row) for row in rows}


_CAME = """
MATCH (:Journey {uid: $journey})-[:VERSION]->(:JourneyVersion)<-[:OF]-(e:Enrollment)
WHERE e.entered_at >= $since AND e.entered_at < $until
WITH e ORDER BY e.entered_at DESC, e.uid DESC LIMIT $most
OPTIONAL MATCH (e)-[a:AT]->(n:Node)
RETURN e.uid AS run, e.profile AS profile, e.version AS version, e.entered_at AS entered_at,
       e.left_at AS left_at, coalesce(e.left_because, '') AS left_because,
       coalesce(e.left_node, '') AS left_node, coalesce(n.key, '') AS node, a.since AS since
ORDER BY entered_at DESC, run DESC
"""
_JUDGED = """
UNWIND $nodes AS id MATCH (:Node {uid: id})<-[c:CONSIDERED]-(d:Decision) WHERE c.at >= $since
WITH c, d ORDER BY c.at DESC, d.uid DESC
WITH c.enrollment AS run, collect(d.uid)[0] AS decision, collect(c.message)[0] AS message,
     max(c.at) AS at, collect(c.verdict)[0] AS verdict, collect(c.reason)[0] AS reason,
     collect(coalesce(c.rule_name, ''))[0] AS rule_name
RETURN run, decision, message, at, verdict, reason, rule_name
ORDER BY at DESC, run LIMIT $most
"""
_TURNED = """
UNWIND $ways AS way
MATCH (:Node {uid: way.node})<-[v:VISITED]-(e:Enrollment)
WHERE v.port = way.port AND v.left_at >= $since
RETURN e.uid AS run, way.node AS node, v.port AS port, v.left_at AS at
ORDER BY at LIMIT $most
"""
