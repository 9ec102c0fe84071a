"""Everything that the graph holds of one person, for an export: in pages, by id."""

from collections.abc import Iterator, Sequence
from typing import Any

from apps.graph import store

PAGE = 100
MOST_VISITS = 20_000

Row = dict[str, Any]


def states(ids: Sequence[str]) -> Iterator[Row]:
    """What the engine knows of each of their profiles."""
    for id in ids:
        yield from store.read(_STATES, id=id)


def stages(ids: Sequence[str]) -> Iterator[Row]:
    """The stages they were in, and since when."""
    for id in ids:
        yield from store.read(_STAGES, id=id)


def merges(ids: Sequence[str]) -> Iterator[Row]:
    """Whom they were joined with. Of one that was undone, the other one's state is not theirs."""
    for id in ids:
        for query, theirs in ((_INTO, "before"), (_TOOK_IN, "given")):
            for row in store.read(query, id=id):
                if row["what"] == "PARTED_FROM":
                    row["told"] = {k: v for k, v in row["told"].items() if k != theirs}
                yield row


def sessions(ids: Sequence[str]) -> Iterator[Row]:
    yield from _pages(_SESSIONS, ids)


def decisions(ids: Sequence[str]) -> Iterator[Row]:
    """Decisions with every candidate, what they were made from, and what was sent."""
    for row in _pages(_DECISIONS, ids):
        row["considered"] = store.read(_CONSIDERED, uid=row["uid"])
        yield row


def messages(ids: Sequence[str]) -> Iterator[Row]:
    """Messages with what followed them."""
    for row in _pages(_MESSAGES, ids):
        row["outcomes"] = [one["outcome"] for one in store.read(_OUTCOMES, uid=row["uid"])]
        yield row


def enrollments(ids: Sequence[str]) -> Iterator[Row]:
    """Runs through journeys with every node that was passed."""
    for row in _pages(_RUNS, ids):
        row["visited"] = store.read(_VISITED, uid=row["uid"], limit=MOST_VISITS)
        row["moved"] = [one["moved"] for one in store.read(_MOVED, uid=row["uid"])]
        row["at"] = [one["at"] for one in store.read(_AT, uid=row["uid"])]
        yield row


def _pages(query: str, ids: Sequence[str]) -> Iterator[Row]:
    for id in ids:
        after = ""
        while rows := store.read(query, id=id, after=after, limit=PAGE):
            for row in rows:
                yield dict(row["found"])
            after = rows[-1]["found"]["uid"]


def _query(label: str) -> str:
    return (
        f"MATCH (n:{label} {{profile: $id}}) WHERE n.uid > $after "
        "WITH n ORDER BY n.uid LIMIT $limit RETURN properties(n) AS found"
    )


_SESSIONS, _DECISIONS, _MESSAGES, _RUNS = map(
    _query, ("Session", "Decision", "Message", "Enrollment")
)
_STATES = "MATCH (p:Profile {uid: $id}) RETURN p.uid AS profile, p.state AS state"
_STAGES = """
MATCH (:Profile {uid: $id})-[r:IN_STAGE]->(s:Stage)
RETURN s.uid AS stage, properties(r) AS was ORDER BY r.since LIMIT 10000
"""
_INTO = """
MATCH (a:Profile {uid: $id})-[r:MERGED_INTO|PARTED_FROM]->(b:Profile)
RETURN a.uid AS profile, type(r) AS what, b.uid AS other, properties(r) AS told LIMIT 1000
"""
_TOOK_IN = """
MATCH (a:Profile {uid: $id})<-[r:MERGED_INTO|PARTED_FROM]-(b:Profile)
RETURN a.uid AS profile, type(r) AS what, b.uid AS other, properties(r) AS told LIMIT 1000
"""
_CONSIDERED = """
MATCH (:Decision {uid: $uid})-[c:CONSIDERED]->(n:Node)
RETURN n.uid AS node, properties(c) AS candidate LIMIT 1000
"""
_OUTCOMES = """
MATCH (:Message {uid: $uid})-[:FOLLOWED_BY]->(o:Outcome) RETURN properties(o) AS outcome LIMIT 1000
"""
_VISITED = """
MATCH (:Enrollment {uid: $uid})-[v:VISITED]->(n:Node)
RETURN n.uid AS node, properties(v) AS visit ORDER BY v.seq LIMIT $limit
"""
_MOVED = "MATCH (:Enrollment {uid: $uid})-[m:MOVED]->() RETURN properties(m) AS moved LIMIT 1000"
_AT = "MATCH (:Enrollment {uid: $uid})-[:AT]->(n:Node) RETURN n.uid AS at LIMIT 10"
