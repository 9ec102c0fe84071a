"""A merge that is undone, in the graph: what goes back to whom. Part of a batch's commit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.engine.unmerge import Parted
from apps.engine.values import ProfileState
from apps.graph import codec, store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parting:
    """Two profiles that were one. `joined` is the person as it was, moments are epoch seconds.

    `identifiers` (type:value) go back to the given one; `befores` are the states from before later
    merges, by the absorbed profile: what they say of the given one is not true any more.
    """

    merge: int
    joined: ProfileState
    parted: Parted
    merged_at: float
    at: float
    rule: str
    identifiers: tuple[str, ...] = ()
    befores: dict[str, ProfileState] = field(default_factory=dict)

    @property
    def kept(self) -> str:
        return self.parted.kept.id

    @property
    def given(self) -> str:
        return self.parted.given.id


def write(partings: Sequence[Parting]) -> None:
    """Undo these merges, inside the transaction of the commit, before what the batch brings."""
    for one in partings:
        names = {"kept": one.kept, "given": one.given}
        store.run(_PART, **names, at=one.at)
        store.run(_RUNS, **names, ids=sorted(one.parted.given_runs))
        store.run(_REVIVE, ids=sorted(one.parted.revived))
        store.run(_IDENTIFIERS, **names, ids=list(one.identifiers))
        store.run(_CLOSE_STAGES, rows=_closed(one), at=one.at)
        store.run(_OPEN_STAGES, rows=_opened(one))
        rows = [{"uid": id, "state": codec.encode(state)} for id, state in one.befores.items()]
        store.run(_BEFORES, rows=rows, kept=one.kept)


def _closed(one: Parting) -> list[Row]:
    """The stages of the joined person that the kept one isn't in."""
    own = one.parted.kept.stages
    return [
        {"profile": one.kept, "stage": f"{lifecycle}/{known.stage}"}
        for lifecycle, known in one.joined.stages.items()
        if lifecycle not in own
        or (own[lifecycle].stage, own[lifecycle].since) != (known.stage, known.since)
    ]


def _opened(one: Parting) -> list[Row]:
    """The stages that both are in again."""
    rows = [
        {
            "profile": one.given,
            "stage": f"{lifecycle}/{known.stage}",
            "since": known.since.timestamp(),
        }
        for lifecycle, known in one.parted.given.stages.items()
    ]
    for lifecycle, known in one.parted.kept.stages.items():
        now = one.joined.stages.get(lifecycle)
        if now is None or (now.stage, now.since) != (known.stage, known.since):
            rows.append(
                {
                    "profile": one.kept,
                    "stage": f"{lifecycle}/{known.stage}",
                    "since": known.since.timestamp(),
                }
            )
    return rows


_PART = """
MATCH (a:Profile {uid: $given})-[r:MERGED_INTO]->(s:Profile {uid: $kept})
CREATE (a)-[:PARTED_FROM {at: $at, merged_at: r.at, rule: r.rule, taken_in_at: r.taken_in_at,
                          before: r.before, given: a.state}]->(s)
DELETE r
"""
# A run that began while they were one was the survivor's from the start: it is the other's now.
_RUNS = """
UNWIND $ids AS id
MATCH (s:Profile {uid: $kept})-[r:ENROLLED]->(e:Enrollment {uid: id})
DELETE r
WITH e WHERE e.profile = $kept
MATCH (a:Profile {uid: $given})
SET e.profile = $given
CREATE (a)-[:ENROLLED]->(e)
"""
_REVIVE = """
UNWIND $ids AS id MATCH (e:Enrollment {uid: id})
SET e.active = true, e.left_at = null, e.left_because = null, e.left_reason = null,
    e.left_node = null
"""
_IDENTIFIERS = """
UNWIND $ids AS id MATCH (i:Identifier {uid: id})
MATCH (a:Profile {uid: $given})
OPTIONAL MATCH (s:Profile {uid: $kept})-[r:HAS_IDENTIFIER]->(i)
WITH a, i, r, r.since AS since, r.event AS event WHERE r IS NOT NULL
DELETE r
MERGE (a)-[n:HAS_IDENTIFIER]->(i) SET n.since = since, n.event = event
"""
_CLOSE_STAGES = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.profile})-[r:IN_STAGE]->(:Stage {uid: row.stage})
WHERE r.until IS NULL
SET r.until = $at, r.merged = CASE WHEN r.because = 'merge' THEN true ELSE r.merged END
"""
_OPEN_STAGES = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.profile})-[r:IN_STAGE]->(:Stage {uid: row.stage})
WHERE r.since = row.since AND r.until IS NOT NULL
SET r.until = null, r.merged = null
"""
_BEFORES = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.uid})-[r:MERGED_INTO]->(:Profile {uid: $kept}) SET r.before = row.state
"""
