"""Who stands where on which version of a journey, for moving people between versions."""

from dataclasses import dataclass
from datetime import datetime

from apps.graph import store
from apps.graph.definitions import node_uid

# Ids of people in one read: at most about 2 MB.
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


def people_on(version: str, after: str = "", limit: int = PAGE) -> list[str]:
    """The profiles with a run under way on this version, each once, in the order of their ids.

    The first `limit` that come after this id. A run that a merge carried over is named by the
    profile that began it.
    """
    rows = store.read(_PEOPLE, version=version, after=after, limit=limit)
    return [row["profile"] for row in rows]


def count_on(version: str) -> int:
    """How many profiles have a run under way on this version."""
    [row] = store.read(_COUNT, version=version)
    return int(row["n"])


def people_in(journey: str, until: datetime, after: str = "", limit: int = PAGE) -> list[str]:
    """As `people_on`, for all versions of a journey: whose run had begun by then."""
    asked = {"until": until.timestamp(), "after": after, "limit": limit}
    return [row["profile"] for row in store.read(_PEOPLE_IN, journey=journey, **asked)]


def count_in(journey: str, until: datetime) -> int:
    """How many profiles have a run under way in a journey that had begun by then."""
    [row] = store.read(_COUNT_IN, journey=journey, until=until.timestamp())
    return int(row["n"])


def is_anybody_in(journey: str) -> bool:
    """Whether a run through this journey is under way."""
    return bool(store.read(_ANYBODY, journey=journey))


def entered_before(version: str, node: str, moment: datetime) -> int:
    """How many of the runs at this node of a version began at this moment or earlier."""
    [row] = store.read(_ENTERED, node=node_uid(version, node), moment=moment.timestamp())
    return int(row["n"])


def passed_already(
    version: str, node: str, other: str, entered_after: datetime | None = None
) -> int:
    """How many who stand at this node of a version have left node `other` of it behind them.

    `entered_after` leaves out those whose run began at that moment or earlier.
    """
    asked = {"node": node_uid(version, node), "other": node_uid(version, other)}
    moment = entered_after.timestamp() if entered_after else 0.0
    [row] = store.read(_PASSED, moment=moment, **asked)
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
_COUNT = """
MATCH (:JourneyVersion {uid: $version})<-[:OF]-(e:Enrollment)
WHERE e.active = true
RETURN count(DISTINCT e.profile) AS n
"""
_IN = """
MATCH (:Journey {uid: $journey})-[:VERSION]->(:JourneyVersion)-[:NODE]->(:Node)<-[:AT]-(e)
"""
_PEOPLE_IN = f"""{_IN}
WHERE e.entered_at <= $until AND e.profile > $after
RETURN DISTINCT e.profile AS profile ORDER BY profile LIMIT $limit
"""
_COUNT_IN = f"""{_IN}
WHERE e.entered_at <= $until
RETURN count(DISTINCT e.profile) AS n
"""
_ANYBODY = f"""{_IN}
RETURN e.uid AS uid LIMIT 1
"""
_ENTERED = """
MATCH (:Node {uid: $node})<-[:AT]-(e:Enrollment)
WHERE e.entered_at <= $moment
RETURN count(e) AS n
"""
_PASSED = """
MATCH (n:Node {uid: $node})<-[:AT]-(e:Enrollment)-[:VISITED]->(:Node {uid: $other})
WHERE e.entered_at > $moment
RETURN count(DISTINCT e) AS n
"""
