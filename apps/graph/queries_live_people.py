"""The people behind a number of `queries_live`: a row for each that was counted, latest first.

Rows have `profile`, `enrollment`, `at` (epoch seconds: since when they stand there, or when it
happened) and `entered_at`, and where it fits `port`, `because`, `decision`, `message`, `verdict`,
`reason`, `rule_name` and `times`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.graph.definitions import node_uid
from apps.graph.listing import Listing
from apps.graph.queries_journeys import MOST_WAITING
from apps.graph.queries_live import ENDED_BY, GOAL_AT, GOAL_NODE, Span


@dataclass(frozen=True, slots=True)
class Runs:
    """The clauses that find the runs `e` of a kind, the moment of each row, and what else it has.

    `only` keeps those of the part after the colon.
    """

    match: str
    at: str
    only: str = ""
    more: str = ""


def people(
    version: str, node: str, what: str, span: Span, among: Sequence[str] | None = None
) -> Listing:
    """Those whom `what` counts at this node; `among` keeps the runs of these profiles.

    `what` is now, waiting:REASON, passed, port:PORT, left, left:CODE, entered, goals, exits, sent,
    held_out, stopped or stopped:VERDICT/REASON. Raises KeyError for anything else.
    """
    kind, part, of = what.partition(":")
    parameters: dict[str, Any] = {
        "version": version,
        "key": node,
        "node": node_uid(version, node),
        "since": span.since,
        "until": span.until,
        "of": of,
        "anyone": among is None,
        "among": list(among or ()),
    }
    if kind in VERDICTS:
        return _messages(kind, of, parameters)
    runs = RUNS[kind]
    found = f"{runs.match} {runs.only if part else ''} {_AMONG}"
    rows = f"{found} RETURN {_RUN}, {runs.at} AS at{runs.more} ORDER BY at DESC, enrollment"
    return Listing(rows, f"{found} RETURN count(e) AS n", parameters)


def _messages(kind: str, of: str, parameters: dict[str, Any]) -> Listing:
    tests = [_ASKED_THEN, VERDICTS[kind]]
    if of:
        verdict, _, reason = of.partition("/")
        parameters |= {"verdict": verdict, "reason": reason}
        tests.append("c.verdict = $verdict AND c.reason = $reason")
    match = f"{_CONSIDERED} WHERE {' AND '.join(tests)}"
    total = f"{match} RETURN count(DISTINCT c.message) AS n"
    return Listing(f"{match} {_MESSAGE}", total, parameters)


_AMONG = "WITH * WHERE $anyone OR e.profile IN $among"
_RUN = """e.profile AS profile, e.uid AS enrollment, e.entered_at AS entered_at,
       e.left_because AS because"""
_HERE = "MATCH (e:Enrollment)-[r:AT]->(n:Node {uid: $node})"
_OF_VERSION = "MATCH (:JourneyVersion {uid: $version})<-[:OF]-(e:Enrollment)"
_PASSED = """
MATCH (e:Enrollment)-[r:VISITED]->(:Node {uid: $node})
WHERE r.left_at >= $since AND r.left_at < $until"""
_LEFT = f"{_OF_VERSION} WHERE e.left_at >= $since AND e.left_at < $until"
# As in `queries_journeys`: the latest word on where a run stands now.
_WAITING = f"""
{_HERE} WHERE n.type = 'message'
WITH e, r LIMIT {MOST_WAITING}
OPTIONAL MATCH (p:Profile)-[:ENROLLED]->(e)
OPTIONAL MATCH (p)-[:DECIDED]->(d:Decision)-[c:CONSIDERED]->(:Node)
WHERE c.enrollment = e.uid AND c.at >= r.since AND c.verdict = 'waits'
WITH e, r, c.at AS asked, c.reason AS reason ORDER BY asked DESC
WITH e, r, collect(reason) AS reasons
WITH e, r, CASE WHEN size(reasons) = 0 THEN '' ELSE reasons[0] END AS reason
"""
RUNS = {
    "now": Runs(_HERE, "r.since"),
    "waiting": Runs(_WAITING, "r.since", "WHERE reason = $of", ", reason"),
    "passed": Runs(_PASSED, "r.left_at", more=", r.port AS port"),
    "port": Runs(_PASSED, "r.left_at", "AND r.port = $of", ", r.port AS port"),
    "left": Runs(f"{_LEFT} AND e.left_node = $node", "e.left_at", "AND e.left_because = $of"),
    "entered": Runs(
        f"{_OF_VERSION} WHERE e.entered_at >= $since AND e.entered_at < $until", "e.entered_at"
    ),
    "goals": Runs(
        f"{_OF_VERSION} WHERE {GOAL_AT} >= $since AND {GOAL_AT} < $until AND {GOAL_NODE} = $key",
        GOAL_AT,
    ),
    "exits": Runs(f"{_LEFT} AND e.left_because = 'exit' AND {ENDED_BY} = $key", "e.left_at"),
}
VERDICTS = {
    "sent": "c.verdict = 'sent'",
    "held_out": "c.verdict = 'held_out'",
    "stopped": "NOT c.verdict IN ['sent', 'held_out']",
}
_CONSIDERED = "MATCH (d:Decision)-[c:CONSIDERED]->(:Node {uid: $node})"
_ASKED_THEN = "c.at >= $since AND c.at < $until AND ($anyone OR d.profile IN $among)"
_MESSAGE = """
WITH c, d ORDER BY c.at DESC, d.uid DESC
WITH c.message AS message, count(c) AS times, max(c.at) AS at, collect(d.uid)[0] AS decision,
     collect(d.profile)[0] AS profile, collect(c.enrollment)[0] AS enrollment,
     collect(c.verdict)[0] AS verdict, collect(c.reason)[0] AS reason,
     collect(c.rule_name)[0] AS rule_name
RETURN profile, enrollment, at, message, decision, times, verdict, reason, rule_name
ORDER BY at DESC, message
"""
