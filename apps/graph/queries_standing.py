"""Who stands where on which version of a journey, for moving people between versions."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.graph import store
from apps.graph.definitions import node_uid

# Ids of people in one read: about 2 MB.
PAGE = 20_000
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Standing:
    """So many runs stand at this node of this version now."""

    version: str
    node: str
    people: int


def standing(journey: str) -> list[Standing]:
    """Where the runs of a journey stand, on all of its versions, the largest first per version."""
    rows = store.read(_STANDING, journey=journey, most=MOST_ROWS)
    return [Standing(**row) for row in rows]


def people_on(version: str) -> Iterator[str]:
    """The profiles with a run under way on this version, each once, in the order of their ids.

    A run that a merge carried over is named by the profile that began it.
    """
    after = ""
    while True:
        rows = store.read(_PEOPLE, version=version, after=after, limit=PAGE)
        yield from (row["profile"] for row in rows)
        if len(rows) < PAGE:
            return
        after = rows[-1]["profile"]


def passed_already(version: str, node: str, other: str) -> int:
    """How many who stand at this node of a version have left node `other` of it behind them."""
    asked = {"node": node_uid(version, node), "other": node_uid(version, other)}
    [row] = store.read(_PASSED, **asked)
    return int(row["n"])


_STANDING = """
MATCH (:Journey {uid: $journey})-[:VERSION]->(v:JourneyVersion)-[:NODE]->(n:Node)<-[r:AT]-()
RETURN v.uid AS version, n.key AS node, count(r) AS people
ORDER BY version, people DESC, node LIMIT $most
"""
_PEOPLE = """
MATCH (:JourneyVersion {uid: $version})<-[:OF]-(e:Enrollment)
WHERE e.active = true AND e.profile > $after
RETURN DISTINCT e.profile AS profile ORDER BY profile LIMIT $limit
"""
_PASSED = """
MATCH (n:Node {uid: $node})<-[:AT]-(e:Enrollment)-[:VISITED]->(:Node {uid: $other})
RETURN count(DISTINCT e) AS n
"""
