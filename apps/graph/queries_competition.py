"""Reads of decisions in which several messages competed for one person."""

from dataclasses import dataclass

from apps.graph import store


@dataclass(frozen=True, slots=True)
class Contested:
    """A message that went out though others wanted to; `at` is in epoch seconds."""

    message: str
    decision: str
    profile: str
    at: float
    candidates: int


def contested(*, candidates: int, since: float, limit: int = 20) -> list[Contested]:
    """The latest messages that won against others; all of them had passed their gates."""
    rows = store.read(_CONTESTED, candidates=candidates, since=since, limit=limit)
    return [Contested(**row) for row in rows]


_CONTESTED = """
MATCH (d:Decision)-[c:CONSIDERED]->(:Node)
WHERE d.at >= $since AND c.rank IS NOT NULL
WITH d, count(c) AS n WHERE n >= $candidates
MATCH (d)-[:CHOSE]->(m:Message)
RETURN m.uid AS message, d.uid AS decision, d.profile AS profile, d.at AS at, n AS candidates
ORDER BY at DESC LIMIT $limit
"""
