"""The one commit of a batch: states, decisions and the lanes' watermarks in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from apps.graph import account_rows, partings, session_rows, store
from apps.graph.changes import Row, Rows
from apps.graph.partings import Parting

# Bytes of rows in one statement.
PORTION = 2 * 1024 * 1024


class LeaseLost(Exception):
    """Another worker has committed to one of these lanes in the meantime; nothing was written."""


@dataclass(frozen=True, slots=True)
class LaneMove:
    """A lane's next watermark. `commit_no` is the new number: the graph must be at the one before.

    `effects` is what the commit owes to PostgreSQL, kept until the next commit of the lane.
    """

    number: int
    applied_seq: int
    commit_no: int
    effects: str


def commit(
    lanes: Sequence[LaneMove],
    rows: Rows,
    *,
    identifiers: Sequence[Row] = (),
    merges: Sequence[Row] = (),
    parted: Sequence[Parting] = (),
    accounts: Sequence[Row] = (),
) -> None:
    """Write all of it, or nothing. Raises LeaseLost where a lane has moved on without us."""
    store.transact(lambda: _write(lanes, rows, identifiers, merges, parted, accounts))


def _write(
    lanes: Sequence[LaneMove],
    rows: Rows,
    identifiers: Sequence[Row],
    merges: Sequence[Row],
    parted: Sequence[Parting],
    accounts: Sequence[Row],
) -> None:
    moved = [
        row
        for portion in portions([_lane(lane) for lane in lanes])
        for row in store.run(_FENCE, lanes=portion)
    ]
    if len(moved) != len(lanes):
        raise LeaseLost(f"{len(lanes) - len(moved)} of {len(lanes)} lanes were committed elsewhere")
    partings.write(parted)
    for statement, batch in (
        (_NEW_PROFILES, rows.new_profiles),
        (_PROFILES, rows.profiles),
        (_IDENTIFIERS, identifiers),
        (account_rows.MEMBERS, accounts),
        (_MERGES, merges),
        (_EVENTS, rows.events),
        (_ENROLLMENTS, rows.enrollments),
        (_ENROLLMENTS_BY_TIME, rows.enrollments_by_time),
        (_ADOPTED, rows.adopted),
        (_LEFT_NODES, rows.left_nodes),
        (_VISITS, rows.visits),
        (_STANDS, rows.stands),
        (_MOVED, rows.moved),
        (_ENDED, rows.ended),
        (_CONVERTED, rows.converted),
        (_DONE_STAGES, rows.done_stages),
        (_LEFT_STAGES, rows.left_stages),
        (_STAGES, rows.stages),
        (session_rows.BEGUN, rows.sessions.begun),
        (session_rows.RETURNED, rows.sessions.returned),
        (session_rows.KNOWN, rows.sessions.known),
        (_MERGED_STAGES, merges),
        (_DECISIONS, rows.decisions),
        (_OUTCOMES, rows.outcomes),
    ):
        for portion in portions(batch):
            store.run(statement, rows=portion)


def portions(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in portions that a Bolt message can hold (ArcadeDB takes 16 MB at most)."""
    portion: list[Row] = []
    size = 0
    for row in rows:
        weight = _weight(row)
        if portion and size + weight > PORTION:
            yield portion
            portion, size = [], 0
        portion.append(row)
        size += weight
    if portion:
        yield portion


def _weight(row: Row) -> int:
    """About how many bytes a row takes on the wire."""
    weight = 200
    for value in row.values():
        if isinstance(value, str):
            weight += len(value)
        elif isinstance(value, list):
            weight += 600 * len(value)
    return weight


def _lane(lane: LaneMove) -> dict[str, Any]:
    return {
        "number": lane.number,
        "applied_seq": lane.applied_seq,
        "commit_no": lane.commit_no,
        "effects": lane.effects,
    }


# Writing before reading takes the lane's lock, so that the number is compared under it.
_FENCE = """
UNWIND $lanes AS row
MERGE (l:Lane {number: row.number})
SET l.lock = 'held'
WITH l, row WHERE coalesce(l.commit_no, 0) = row.commit_no - 1
SET l.applied_seq = row.applied_seq, l.commit_no = row.commit_no, l.effects = row.effects
RETURN l.number AS number
"""
_NEW_PROFILES = """
UNWIND $rows AS row
MERGE (p:Profile {uid: row.uid}) SET p.state = row.state, p.lane = row.lane, p.as_of = row.as_of
"""
_PROFILES = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.uid}) SET p.state = row.state, p.as_of = row.as_of
"""
_IDENTIFIERS = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile})
MERGE (i:Identifier {uid: row.uid}) SET i.type = row.type, i.value = row.value
MERGE (p)-[r:HAS_IDENTIFIER]->(i) SET r.since = row.since, r.event = row.event
"""
_MERGES = """
UNWIND $rows AS row
MATCH (a:Profile {uid: row.absorbed}) MATCH (s:Profile {uid: row.survivor})
MERGE (a)-[r:MERGED_INTO]->(s)
SET r.at = row.at, r.rule = row.rule, r.taken_in_at = row.taken_in_at, r.before = row.before
"""
# After the batch's own stages: what it entered before the merge is closed as well.
_MERGED_STAGES = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.absorbed})-[i:IN_STAGE]->() WHERE i.until IS NULL
SET i.until = row.at, i.merged = true
"""
_EVENTS = """
UNWIND $rows AS row
MERGE (e:Event {uid: row.uid})
SET e.name = row.name, e.at = row.at, e.occurred_at = row.occurred_at
"""
_ENROLLMENTS = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile})
MATCH (v:JourneyVersion {uid: row.version})
MATCH (t:Event {uid: row.event})
CREATE (e:Enrollment {uid: row.uid, journey: row.journey, version: row.version,
                      profile: row.profile, active: true, entered_at: row.at,
                      entry_leaves: row.leaves})
CREATE (p)-[:ENROLLED]->(e)
CREATE (e)-[:OF]->(v)
CREATE (e)-[:ENTERED_BY]->(t)
"""
_ENROLLMENTS_BY_TIME = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile})
MATCH (v:JourneyVersion {uid: row.version})
CREATE (e:Enrollment {uid: row.uid, journey: row.journey, version: row.version,
                      profile: row.profile, active: true, entered_at: row.at,
                      entry_leaves: row.leaves})
CREATE (p)-[:ENROLLED]->(e)
CREATE (e)-[:OF]->(v)
"""
_ADOPTED = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile}) MATCH (e:Enrollment {uid: row.uid})
CREATE (p)-[:ENROLLED {adopted_at: row.at}]->(e)
"""
_LEFT_NODES = """
UNWIND $rows AS row
MATCH (e:Enrollment {uid: row.uid})-[r:AT]->() DELETE r
"""
_VISITS = """
UNWIND $rows AS row
MATCH (e:Enrollment {uid: row.uid}) MATCH (n:Node {uid: row.node})
CREATE (e)-[:VISITED {seq: row.seq, at: row.at, left_at: row.left_at, port: row.port,
                      leaves: row.leaves}]->(n)
"""
_STANDS = """
UNWIND $rows AS row
MATCH (e:Enrollment {uid: row.uid}) MATCH (n:Node {uid: row.node})
CREATE (e)-[:AT {since: row.since}]->(n)
"""
_MOVED = """
UNWIND $rows AS row
MATCH (e:Enrollment {uid: row.uid}) MATCH (v:JourneyVersion {uid: row.version})
OPTIONAL MATCH (e)-[o:OF]->()
DELETE o
CREATE (e)-[:OF]->(v)
CREATE (e)-[:MOVED {at: row.at, before: row.before, version: row.version, node: row.node}]->(v)
SET e.version = row.version
"""
_LEFT_STAGES = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.profile})-[r:IN_STAGE]->(:Stage {uid: row.stage})
WHERE r.until IS NULL SET r.until = row.at
"""
_DONE_STAGES = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.profile})-[r:IN_STAGE]->(:Stage {uid: row.stage})
WHERE r.until IS NULL SET r.done_at = row.at
"""
_STAGES = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile})
MERGE (s:Stage {uid: row.stage}) SET s.lifecycle = row.lifecycle, s.key = row.key
CREATE (p)-[:IN_STAGE {since: row.since, until: row.until, done_at: row.done_at,
                       because: row.because, previous: row.previous, event: row.event,
                       leaves: row.leaves}]->(s)
"""
_ENDED = """
UNWIND $rows AS row
MATCH (e:Enrollment {uid: row.uid})
SET e.active = false, e.left_at = row.at, e.left_because = row.because,
    e.left_reason = row.reason, e.left_node = row.node
WITH e OPTIONAL MATCH (e)-[r:AT]->() DELETE r
"""
_CONVERTED = """
UNWIND $rows AS row
MATCH (e:Enrollment {uid: row.uid}) WHERE e.converted_at IS NULL
SET e.converted_at = row.at, e.converted_node = row.node
"""
# A decision with all that hangs on it in one go: each row finds its profile once.
_DECISIONS = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile})
OPTIONAL MATCH (t:Event {uid: row.event})
CREATE (d:Decision {uid: row.uid, at: row.at, applied_at: row.applied_at, profile: row.profile,
                    book: row.book, rule_set: row.rule_set, hash: row.hash,
                    content: row.content, step: row.step})
CREATE (p)-[:DECIDED {at: row.at, decision: row.uid, about: row.about,
                      candidates: row.candidates}]->(d)
FOREACH (_ IN CASE WHEN t IS NULL THEN [] ELSE [1] END | CREATE (d)-[:TRIGGERED_BY]->(t))
FOREACH (m IN row.messages |
    CREATE (d)-[:CHOSE]->(:Message {uid: m.uid, at: m.at, profile: m.profile,
                                    enrollment: m.enrollment, journey: m.journey, node: m.node,
                                    channel: m.channel, template: m.template, tier: m.tier}))
WITH d, row
UNWIND row.considered AS c
MATCH (n:Node {uid: c.node})
CREATE (d)-[:CONSIDERED {verdict: c.verdict, reason: c.reason, rule: c.rule,
                         rule_name: c.rule_name, rank: c.rank, at: c.at,
                         journey: c.journey, lost_to: c.lost_to, against: c.against,
                         channel: c.channel, message: c.message,
                         enrollment: c.enrollment}]->(n)
"""
_OUTCOMES = """
UNWIND $rows AS row
MATCH (m:Message {uid: row.message})
MERGE (o:Outcome {uid: row.uid}) SET o.kind = row.kind, o.at = row.at, o.detail = row.detail
MERGE (m)-[:FOLLOWED_BY]->(o)
"""
