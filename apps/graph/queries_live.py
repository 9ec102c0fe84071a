"""What people do in one version of a journey over a period, by node. Moments are epoch seconds.

A period is from `since` to `until`, the end outside. Two kinds of numbers:

- what *happened* in the period: passages, ends, messages, goals, each by the moment it happened;
- what became of those who *entered* in it (`Entered`), as far as it is known now.

A run belongs to the version that it is on, or was on when it ended: who was moved to another
version is counted there. What a run did on the nodes of an earlier version stays with those nodes.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from apps.graph import store
from apps.graph.queries_journeys import waits

# Rows of one read: nodes times ports, or nodes times verdicts times reasons.
MOST_ROWS = 20_000
FAR = 1e11
# Runs that ended before goals were kept as such have reached theirs when they left by it.
GOAL_AT = "coalesce(e.converted_at, CASE WHEN e.left_because = 'goal' THEN e.left_at END)"
# A goal or an exit that acts from anywhere stands in the reason, not where the person stood.
ENDED_BY = "split(split(e.left_reason, '\"rule\":\"')[1], '\"')[0]"
GOAL_NODE = f"coalesce(e.converted_node, {ENDED_BY})"


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` to `until`, in epoch seconds; without them, everything."""

    since: float = 0.0
    until: float = FAR


@dataclass(slots=True)
class NodeNumbers:
    """The numbers of one node.

    - `now`: runs that stand here at this moment; `waiting`: those of them that wait with a message,
      by the latest reason ("": not decided yet).
    - `ports`: passages, by the port through which they left; one run may pass several times.
    - `left`: runs that ended while they stood here, by the code of why.
    - `sent`: messages sent. `held_out`: would-be sends of held-out people. `stopped`: messages that
      were not sent when they were asked, by (verdict, reason): one that was asked several times
      counts once for each, and it may have been sent later.
    - `goals`, `exits`: runs that this goal or exit ended, wherever they stood; a goal counts those
      who reached it after they had left, too.
    """

    now: int = 0
    ports: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    stopped: dict[tuple[str, str], int] = field(default_factory=dict)
    sent: int = 0
    held_out: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    goals: int = 0
    exits: int = 0

    @property
    def passed(self) -> int:
        return sum(self.ports.values())


@dataclass(slots=True)
class Entered:
    """What became of the runs that began in the period: `runs` = inside + goals + all of `left`.

    `goals`: reached a goal, `goals_after_leaving` of them after the run had ended. `left`: the
    others whose run has ended, by the code of why.
    """

    runs: int = 0
    inside: int = 0
    goals: int = 0
    goals_after_leaving: int = 0
    left: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class VersionNumbers:
    """By node, of those who entered, and the runs that were moved to this version or away."""

    nodes: dict[str, NodeNumbers]
    entered: Entered
    moved_in: int
    moved_away: int


def version_numbers(version: str, span: Span) -> VersionNumbers:
    """All numbers of a version over a period; a node where nothing happened is missing."""
    asked: dict[str, Any] = {
        "version": version,
        "since": span.since,
        "until": span.until,
        "most": MOST_ROWS,
    }
    nodes: dict[str, NodeNumbers] = defaultdict(NodeNumbers)
    for row in store.read(_NOW, **asked):
        nodes[row["key"]].now = row["n"]
    for row in store.read(_PORTS, **asked):
        nodes[row["key"]].ports[row["port"]] = row["n"]
    for row in store.read(_LEFT, **asked):
        _add_left(nodes, version, row)
    for row in store.read(_GOALS, **asked):
        nodes[row["key"]].goals += row["n"]
    for row in store.read(_VERDICTS, **asked):
        _add_verdict(nodes[row["key"]], row)
    for (node, reason), people in waits(version).items():
        nodes[node].waiting[reason] = people
    moved_in, moved_away = _moves(asked)
    return VersionNumbers(dict(nodes), _entered(asked), moved_in, moved_away)


def _add_left(nodes: dict[str, NodeNumbers], version: str, row: dict[str, Any]) -> None:
    n = row["n"]
    left = nodes[row["node"].removeprefix(f"{version}/")].left
    left[row["because"]] = left.get(row["because"], 0) + n
    if row["because"] == "exit":
        nodes[row["by"]].exits += n


def _add_verdict(node: NodeNumbers, row: dict[str, Any]) -> None:
    n = row["n"]
    if row["verdict"] == "sent":
        node.sent += n
    elif row["verdict"] == "held_out":
        node.held_out += n
    else:
        node.stopped[row["verdict"], row["reason"]] = n


def _entered(asked: dict[str, Any]) -> Entered:
    found = Entered()
    for row in store.read(_ENTERED, **asked):
        n = row["n"]
        found.runs += n
        if row["converted"]:
            found.goals += n
            found.goals_after_leaving += n if row["because"] not in ("goal", None) else 0
        elif row["because"] is None:
            found.inside += n
        else:
            found.left[row["because"]] = found.left.get(row["because"], 0) + n
    return found


def _moves(asked: dict[str, Any]) -> tuple[int, int]:
    [there] = store.read(_MOVED_IN, **asked)
    [away] = store.read(_MOVED_AWAY, **asked)
    return there["n"], away["n"]


_NOW = """
MATCH (:JourneyVersion {uid: $version})-[:NODE]->(n:Node)<-[r:AT]-(:Enrollment)
RETURN n.key AS key, count(r) AS n LIMIT $most
"""
_PORTS = """
MATCH (:JourneyVersion {uid: $version})-[:NODE]->(n:Node)<-[r:VISITED]-(:Enrollment)
WHERE r.left_at >= $since AND r.left_at < $until
RETURN n.key AS key, r.port AS port, count(r) AS n ORDER BY key, port LIMIT $most
"""
_LEFT = f"""
MATCH (:JourneyVersion {{uid: $version}})<-[:OF]-(e:Enrollment)
WHERE e.left_at >= $since AND e.left_at < $until
WITH e.left_node AS node, e.left_because AS because,
     CASE WHEN e.left_because = 'exit' THEN {ENDED_BY} ELSE '' END AS by
RETURN node, because, by, count(*) AS n ORDER BY n DESC, node, because LIMIT $most
"""
_GOALS = f"""
MATCH (:JourneyVersion {{uid: $version}})<-[:OF]-(e:Enrollment)
WHERE {GOAL_AT} >= $since AND {GOAL_AT} < $until
WITH {GOAL_NODE} AS key
RETURN key, count(*) AS n LIMIT $most
"""
_VERDICTS = """
MATCH (:JourneyVersion {uid: $version})-[:NODE]->(n:Node)<-[c:CONSIDERED]-(:Decision)
WHERE c.at >= $since AND c.at < $until
RETURN n.key AS key, c.verdict AS verdict, c.reason AS reason, count(DISTINCT c.message) AS n
ORDER BY n DESC, key, verdict, reason LIMIT $most
"""
_ENTERED = f"""
MATCH (:JourneyVersion {{uid: $version}})<-[:OF]-(e:Enrollment)
WHERE e.entered_at >= $since AND e.entered_at < $until
WITH e.left_because AS because, {GOAL_AT} IS NOT NULL AS converted
RETURN because, converted, count(*) AS n ORDER BY n DESC, because LIMIT $most
"""
_MOVED_IN = """
MATCH (:JourneyVersion {uid: $version})<-[m:MOVED]-(:Enrollment)
WHERE m.at >= $since AND m.at < $until
RETURN count(m) AS n
"""
_MOVED_AWAY = """
MATCH (:JourneyVersion {uid: $version})<-[:VERSION]-(:Journey)-[:VERSION]->(:JourneyVersion)
      <-[m:MOVED {before: $version}]-(:Enrollment)
WHERE m.at >= $since AND m.at < $until
RETURN count(m) AS n
"""
