"""How many people stand where in a journey, and what became of its messages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from apps.graph import store
from apps.graph.definitions import node_uid
from apps.graph.listing import Listing

# Runs whose latest decision is looked up, per page: beyond it, the reasons are those of a part.
MOST_WAITING = 5_000


@dataclass(slots=True)
class NodeCount:
    """People at a node now, those who passed it, and the runs that it ended.

    `verdicts` says how many of its messages were sent, held out or stopped, each once however
    often it was asked; one that waited first and was sent later is among both. `waits` says how
    many of those who are here wait for which reason, the most first ("": not decided yet).
    """

    here: int = 0
    passed: int = 0
    ended: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waits: dict[str, int] = field(default_factory=dict)

    @property
    def sent(self) -> int:
        return self.verdicts.get("sent", 0)

    @property
    def held_out(self) -> int:
        return self.verdicts.get("held_out", 0)

    @property
    def stopped(self) -> int:
        return self.verdicts.get("stopped", 0)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs through one journey that began in a stretch of time."""

    entered: int = 0
    goals: int = 0


def journey_names() -> dict[str, str]:
    """The names of the published journeys, by key."""
    query = "MATCH (j:Journey) RETURN j.uid AS key, j.name AS name ORDER BY name LIMIT 1000"
    return {row["key"]: row["name"] for row in store.read(query)}


def node_counts(version: str) -> dict[str, NodeCount]:
    """The counts of every node of a version, by the node's key."""
    counts: dict[str, NodeCount] = defaultdict(NodeCount)
    for row in store.read(_HERE, version=version):
        counts[row["key"]].here = row["n"]
    for row in store.read(_PASSED, version=version):
        counts[row["key"]].passed = row["n"]
    for row in store.read(_ENDED, version=version):
        counts[row["key"]].ended = row["n"]
    for row in store.read(_VERDICTS, version=version):
        counts[row["key"]].verdicts[row["verdict"]] = row["n"]
    for (node, reason), people in waits(version).items():
        counts[node].waits[reason] = people
    return dict(counts)


def waits(version: str) -> dict[tuple[str, str], int]:
    """How many of those who stand at its messages wait, by node and reason; "": not decided yet."""
    rows = store.read(_WAITS, version=version, most=MOST_WAITING)
    return {(row["key"], row["reason"]): row["n"] for row in rows}


def people_inside() -> dict[str, int]:
    """How many runs through each journey are under way."""
    return {row["journey"]: row["n"] for row in store.read(_INSIDE)}


def runs_since(since: datetime) -> dict[str, Runs]:
    """The runs that began from this moment on, and how many reached a goal, inside or after."""
    rows = store.read(_RUNS, since=since.timestamp())
    return {row["journey"]: Runs(row["entered"], row["goals"]) for row in rows}


def people_at(version: str, node: str) -> Listing:
    """Who stands at a node, since when; those who stand there longest come last."""
    match = "MATCH (e:Enrollment)-[r:AT]->(n:Node {uid: $node})"
    rows = f"{match} {_PERSON_AT}"
    return Listing(rows, f"{match} RETURN count(e) AS n", {"node": node_uid(version, node)})


def waits_at(version: str, node: str) -> dict[str, int]:
    """How many of those who stand at a message wait for which reason; "": not decided yet."""
    rows = store.read(_WAITS_AT, node=node_uid(version, node), most=MOST_WAITING)
    return {row["reason"]: row["n"] for row in rows}


def reasons_of_waits(enrollments: Sequence[str]) -> dict[str, str]:
    """For which reason the message at which each of these runs stands waits, by the run's id."""
    rows = store.read(_WAITS_OF, enrollments=list(enrollments))
    return {row["enrollment"]: row["reason"] for row in rows}


def stops_at(version: str, node: str) -> dict[tuple[str, str], int]:
    """How often the message of a node was not sent, by verdict and reason."""
    rows = store.read(_STOPS, node=node_uid(version, node))
    return {(row["verdict"], row["reason"]): row["n"] for row in rows}


def sends_and_silences(nodes: Sequence[str], since: datetime, holdout: str) -> list[dict[str, int]]:
    """Per node of these (uids): sends, and would-be sends that this holdout kept back."""
    return store.read(_ARMS, nodes=list(nodes), since=since.timestamp(), holdout=holdout)


def people_of_arms(nodes: Sequence[str], since: datetime, holdout: str) -> dict[str, int]:
    """How many people the sends and the would-be sends went to, by verdict."""
    rows = store.read(_ARM_PEOPLE, nodes=list(nodes), since=since.timestamp(), holdout=holdout)
    return {row["verdict"]: row["people"] for row in rows}


_HERE = """
MATCH (v:JourneyVersion {uid: $version})-[:NODE]->(n:Node)<-[r:AT]-(:Enrollment)
RETURN n.key AS key, count(r) AS n
"""
_PASSED = """
MATCH (v:JourneyVersion {uid: $version})-[:NODE]->(n:Node)<-[r:VISITED]-(:Enrollment)
RETURN n.key AS key, count(r) AS n
"""
# A goal or an exit that acts from anywhere stands in the reason, not where the person stood.
_ENDED = """
MATCH (v:JourneyVersion {uid: $version})<-[:OF]-(e:Enrollment)
WHERE e.left_because IN ['goal', 'exit']
WITH split(split(e.left_reason, '"rule":"')[1], '"')[0] AS key
RETURN key, count(*) AS n
"""
_VERDICTS = """
MATCH (v:JourneyVersion {uid: $version})-[:NODE]->(n:Node)<-[c:CONSIDERED]-(:Decision)
WITH n.key AS key, c.message AS message,
     CASE WHEN c.verdict IN ['sent', 'held_out'] THEN c.verdict ELSE 'stopped' END AS verdict
RETURN key, verdict, count(DISTINCT message) AS n
"""
_INSIDE = """
MATCH (e:Enrollment)-[:AT]->(:Node)
RETURN e.journey AS journey, count(e) AS n LIMIT 1000
"""
_RUNS = """
MATCH (e:Enrollment) WHERE e.entered_at >= $since
RETURN e.journey AS journey, count(e) AS entered,
       sum(CASE WHEN e.converted_at IS NOT NULL OR e.left_because = 'goal' THEN 1 ELSE 0 END)
       AS goals LIMIT 1000
"""
_PERSON_AT = """
RETURN e.uid AS enrollment, e.profile AS profile, e.entered_at AS entered_at, r.since AS since
ORDER BY since DESC, enrollment
"""
_STOPS = """
MATCH (n:Node {uid: $node})<-[c:CONSIDERED]-(:Decision) WHERE c.verdict <> 'sent'
RETURN c.verdict AS verdict, c.reason AS reason, count(c) AS n ORDER BY n DESC LIMIT 100
"""
# The latest word on where a run stands now. It may have been said at another version's node: a
# move to another version goes on waiting. The person's decisions are few, the node's are not.
_LATEST_WAIT = """
OPTIONAL MATCH (p:Profile)-[:ENROLLED]->(e)
OPTIONAL MATCH (p)-[:DECIDED]->(d:Decision)-[c:CONSIDERED]->(:Node)
WHERE c.enrollment = e.uid AND c.at >= since AND c.verdict = 'waits'
WITH key, e, c.at AS at, c.reason AS reason ORDER BY at DESC
WITH key, e.uid AS enrollment, collect(reason) AS reasons
WITH key, enrollment, CASE WHEN size(reasons) = 0 THEN '' ELSE reasons[0] END AS reason
"""
_WAITS = f"""
MATCH (:JourneyVersion {{uid: $version}})-[:NODE]->(n:Node)<-[r:AT]-(e:Enrollment)
WHERE n.type = 'message'
WITH n.key AS key, r.since AS since, e LIMIT $most
{_LATEST_WAIT}
RETURN key, reason, count(enrollment) AS n ORDER BY key, n DESC, reason
"""
_WAITS_AT = f"""
MATCH (n:Node {{uid: $node}})<-[r:AT]-(e:Enrollment)
WHERE n.type = 'message'
WITH n.key AS key, r.since AS since, e LIMIT $most
{_LATEST_WAIT}
RETURN reason, count(enrollment) AS n ORDER BY n DESC, reason
"""
_WAITS_OF = f"""
UNWIND $enrollments AS uid
MATCH (e:Enrollment {{uid: uid}})-[r:AT]->(n:Node)
WHERE n.type = 'message'
WITH n.key AS key, r.since AS since, e
{_LATEST_WAIT}
RETURN enrollment, reason
"""
_ARMS = """
MATCH (d:Decision)-[c:CONSIDERED]->(n:Node)
WHERE d.at >= $since AND n.uid IN $nodes
  AND (c.verdict = 'sent' OR (c.verdict = 'held_out' AND c.rule = $holdout))
RETURN n.journey AS journey, n.name AS node, c.verdict AS verdict, count(c) AS times
ORDER BY journey, node LIMIT 1000
"""
_ARM_PEOPLE = """
MATCH (d:Decision)-[c:CONSIDERED]->(n:Node)
WHERE d.at >= $since AND n.uid IN $nodes
  AND (c.verdict = 'sent' OR (c.verdict = 'held_out' AND c.rule = $holdout))
RETURN c.verdict AS verdict, count(DISTINCT d.profile) AS people
"""
