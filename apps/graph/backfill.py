"""Brings what an earlier version wrote up to date, in small transactions, newest first.

Whoever is interrupted goes on where it stopped: the oldest is done last and tells that all is.
"""

from apps.graph import store
from apps.graph.about import about

BATCH = 200


def decided_edges() -> int:
    """Give the edges to decisions what lists are read by; how many had none."""
    done = 0
    if _is_complete():
        return done
    at, uid = float("inf"), ""
    while rows := store.read(_BATCH, at=min(at, 1e12), uid=uid, limit=BATCH):
        filled = [
            {
                "uid": row["uid"],
                "about": about([tuple(one) for one in row["candidates"]]),
                "candidates": row["messages"],
            }
            for row in rows
            if row["missing"]
        ]
        store.transact(lambda filled=filled: store.run(_FILL, rows=filled))  # type: ignore[misc]
        done += len(filled)
        at, uid = rows[-1]["at"], rows[-1]["uid"]
    return done


def _is_complete() -> bool:
    return not store.read(_OLDEST_IS_MISSING)


_OLDEST_IS_MISSING = """
MATCH (d:Decision) WITH d ORDER BY d.at, d.uid LIMIT 1
MATCH (:Profile)-[r:DECIDED]->(d) WHERE r.at IS NULL RETURN d.uid AS uid
"""
_BATCH = """
MATCH (d:Decision) WHERE d.at <= $at
WITH d WHERE d.at < $at OR d.uid < $uid
WITH d ORDER BY d.at DESC, d.uid DESC LIMIT $limit
MATCH (:Profile)-[r:DECIDED]->(d)
OPTIONAL MATCH (d)-[c:CONSIDERED]->(n:Node)
RETURN d.uid AS uid, d.at AS at, r.at IS NULL AS missing, collect(c.message) AS messages,
       collect([c.journey, n.key, c.reason, coalesce(c.rule_name, '')]) AS candidates
ORDER BY at DESC, uid DESC
"""
_FILL = """
UNWIND $rows AS row
MATCH (d:Decision {uid: row.uid}) MATCH (:Profile)-[r:DECIDED]->(d)
SET r.at = d.at, r.decision = d.uid, r.about = row.about, r.candidates = row.candidates
"""
