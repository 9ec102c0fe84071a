"""Empties what the graph holds of people who are erased; the shells that numbers stand on stay.

Every function may be repeated, and does a portion: it answers how much it did, 0 where nothing is
left. What stays of a decision is its moment, and of each candidate verdict, reason and rule.
"""

from collections.abc import Sequence

from apps.graph import store

PORTION = 200
ERASED = "erased"
# Where a reason begins to tell what it saw; code, rule and name stand before.
NUMBERS = '"numbers":'


def profiles(ids: Sequence[str], at: float) -> None:
    """The people themselves: their states, also those that a merge keeps to be undone."""
    store.transact(lambda: [store.run(one, ids=list(ids), at=at) for one in _PROFILES])


def identifiers(ids: Sequence[str], uids: Sequence[str]) -> None:
    """The identifiers (type:value) by which they were known, and whatever else leads to them."""
    store.transact(
        lambda: [
            store.run(_IDENTIFIERS_OF, ids=list(ids)),
            store.run(_IDENTIFIERS, uids=list(uids)),
        ]
    )


def decisions(ids: Sequence[str], at: float) -> int:
    """What decisions were made from and what they answered in full."""
    return _count(_DECISIONS, ids, at)


def decisions_that_name(ids: Sequence[str], values: Sequence[str], at: float) -> int:
    """As `decisions`, of other people, where one of these values stands in the evidence."""
    return _count(_DECISIONS_THAT_NAME, ids, at, values=list(values)) if values else 0


def others_that_name(ids: Sequence[str], values: Sequence[str]) -> None:
    """What is kept of other people beside decisions, where one of these values stands in it.

    That is: states from before merges, answers of conditions, and what providers said.
    """
    if values:
        asked = {"ids": list(ids), "values": list(values)}
        store.transact(lambda: [store.run(one, **asked) for one in _OTHERS_THAT_NAME])


def runs(ids: Sequence[str], at: float) -> int:
    """What was asked of a person in their runs. Runs that go on end: nobody walks them any more."""
    return _count(_RUNS, ids, at, numbers=NUMBERS)


def events(ids: Sequence[str], at: float) -> int:
    """The names of the events that let them in, or brought a decision."""
    return _count(_ENTRIES, ids, at) + _count(_TRIGGERS, ids, at)


def outcomes(ids: Sequence[str], at: float) -> int:
    """What providers said of their messages."""
    return _count(_OUTCOMES, ids, at)


def sessions(ids: Sequence[str], at: float) -> int:
    return _count(_SESSIONS, ids, at)


def stages(ids: Sequence[str], at: float) -> None:
    """Why they were in their stages; nobody is in one any more, and nobody has left one."""
    store.transact(lambda: [store.run(one, ids=list(ids), at=at) for one in _STAGES])


def lanes(numbers: Sequence[int], commits: Sequence[int]) -> None:
    """What these lanes owed by these commits, which is paid. Only under the leases of the lanes."""
    rows = [{"number": n, "commit": c} for n, c in zip(numbers, commits, strict=True)]
    store.transact(lambda: store.run(_LANES, rows=rows))


def _count(query: str, ids: Sequence[str], at: float, **more: object) -> int:
    rows = store.transact(lambda: store.run(query, ids=list(ids), at=at, limit=PORTION, **more))
    return int(rows[0]["n"]) if rows else 0


_PROFILES = (
    "UNWIND $ids AS id MATCH (p:Profile {uid: id}) "
    "SET p.state = null, p.as_of = null, p.erased_at = $at",
    "UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:MERGED_INTO]->() SET r.before = null",
    "UNWIND $ids AS id MATCH (:Profile {uid: id})<-[r:MERGED_INTO]-() SET r.before = null",
    "UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:BELONGS_TO]->() DELETE r",
    "UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:PARTED_FROM]-() "
    "SET r.before = null, r.given = null",
)
_IDENTIFIERS_OF = """
UNWIND $ids AS id MATCH (:Profile {uid: id})-[:HAS_IDENTIFIER]->(i:Identifier) DETACH DELETE i
"""
_IDENTIFIERS = "UNWIND $uids AS uid MATCH (i:Identifier {uid: uid}) DETACH DELETE i"
_EMPTIED = "SET d.content = '', d.step = '', d.erased_at = $at RETURN count(d) AS n"
_DECISIONS = f"""
UNWIND $ids AS id MATCH (d:Decision {{profile: id}}) WHERE d.erased_at IS NULL
WITH d LIMIT $limit {_EMPTIED}
"""
_DECISIONS_THAT_NAME = f"""
UNWIND $ids AS id MATCH (d:Decision {{profile: id}}) WHERE d.erased_at IS NULL
  AND any(value IN $values WHERE d.step CONTAINS value OR d.content CONTAINS value)
WITH d LIMIT $limit {_EMPTIED}
"""
_OTHERS_THAT_NAME = tuple(
    f"UNWIND $ids AS id MATCH {way} "
    f"WHERE any(value IN $values WHERE {field} CONTAINS value) SET {field} = {empty}"
    for way, field, empty in (
        ("(:Profile {uid: id})-[r:PARTED_FROM]-()", "r.before", "null"),
        ("(:Profile {uid: id})-[r:PARTED_FROM]-()", "r.given", "null"),
        ("(:Profile {uid: id})-[r:MERGED_INTO]-()", "r.before", "null"),
        ("(:Profile {uid: id})-[r:IN_STAGE]->()", "r.leaves", "''"),
        ("(e:Enrollment {profile: id})", "e.entry_leaves", "''"),
        ("(:Enrollment {profile: id})-[v:VISITED]->()", "v.leaves", "''"),
        ("(:Message {profile: id})-[:FOLLOWED_BY]->(o:Outcome)", "o.detail", "''"),
    )
)
_RUNS = f"""
UNWIND $ids AS id MATCH (e:Enrollment {{profile: id}}) WHERE e.erased_at IS NULL
WITH e LIMIT $limit
OPTIONAL MATCH (e)-[a:AT]->(n:Node)
SET e.left_node = CASE WHEN n IS NULL THEN e.left_node ELSE n.uid END,
    e.left_at = CASE WHEN e.active THEN $at ELSE e.left_at END,
    e.left_because = CASE WHEN e.active THEN '{ERASED}' ELSE e.left_because END,
    e.active = false, e.entry_leaves = '', e.erased_at = $at,
    e.left_reason = CASE WHEN e.left_reason CONTAINS $numbers
                    THEN split(e.left_reason, $numbers)[0] + $numbers + '{{}}}}' ELSE '' END
DELETE a
WITH DISTINCT e OPTIONAL MATCH (e)-[v:VISITED]->() SET v.leaves = ''
RETURN count(DISTINCT e) AS n
"""
_ENTRIES = """
UNWIND $ids AS id MATCH (:Enrollment {profile: id})-[:ENTERED_BY]->(t:Event) WHERE t.name <> ''
WITH DISTINCT t LIMIT $limit SET t.name = '' RETURN count(t) AS n
"""
_TRIGGERS = """
UNWIND $ids AS id MATCH (:Decision {profile: id})-[:TRIGGERED_BY]->(t:Event) WHERE t.name <> ''
WITH DISTINCT t LIMIT $limit SET t.name = '' RETURN count(t) AS n
"""
_OUTCOMES = """
UNWIND $ids AS id MATCH (:Message {profile: id})-[:FOLLOWED_BY]->(o:Outcome) WHERE o.detail <> ''
WITH DISTINCT o LIMIT $limit SET o.detail = '' RETURN count(o) AS n
"""
_SESSIONS = """
UNWIND $ids AS id MATCH (s:Session {profile: id}) WITH s LIMIT $limit
DETACH DELETE s RETURN count(s) AS n
"""
_STAGES = (
    "UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:IN_STAGE]->() "
    "SET r.leaves = '', r.event = null",
    "UNWIND $ids AS id MATCH (:Profile {uid: id})-[r:IN_STAGE]->() WHERE r.until IS NULL "
    "SET r.until = $at, r.merged = true",
)
_LANES = """
UNWIND $rows AS row MATCH (l:Lane {number: row.number}) WHERE l.commit_no = row.commit
SET l.effects = ''
"""
