"""Decisions of a stretch of time, counted and listed, for the overview and the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.graph import store
from apps.graph.listing import Listing


@dataclass(frozen=True, slots=True)
class Count:
    """How often one journey's candidates had this verdict, for this reason."""

    journey: str
    verdict: str
    reason: str
    times: int


@dataclass(frozen=True, slots=True)
class Sends:
    journey: str
    channel: str
    times: int


def answers() -> None:
    """Raises what the driver raises where the graph can't be reached."""
    store.read("RETURN 1 AS one")


def decisions_since(since: datetime) -> int:
    """How many decisions were made from this moment on."""
    query = "MATCH (d:Decision) WHERE d.at >= $since RETURN count(d) AS n"
    return int(store.read(query, since=since.timestamp())[0]["n"])


def considered_since(since: datetime) -> list[Count]:
    """What became of the candidates of the decisions from this moment on."""
    rows = store.read(_CONSIDERED, since=since.timestamp())
    return [Count(**row) for row in rows]


def sends_since(since: datetime) -> list[Sends]:
    """Messages decided from this moment on, by journey and channel."""
    return [Sends(**row) for row in store.read(_SENDS, since=since.timestamp())]


def candidates(
    *,
    since: datetime,
    verdicts: Sequence[str] = (),
    reason: str = "",
    rule: str = "",
    journey: str = "",
    node: str = "",
    profiles: Sequence[str] | None = None,
) -> Listing:
    """Candidates of decisions, the latest first: what was considered, its verdict and reason.

    "" or nothing asks nothing; `profiles` keeps those of these people, None those of everybody.
    """
    parameters: dict[str, Any] = {"since": since.timestamp()}
    asked = {"c.reason": reason, "c.rule": rule, "c.journey": journey, "n.uid": node}
    tests = ["d.at >= $since"]
    for number, (name, value) in enumerate(asked.items()):
        if value:
            tests.append(f"{name} = $asked{number}")
            parameters[f"asked{number}"] = value
    if verdicts:
        tests.append("c.verdict IN $verdicts")
        parameters["verdicts"] = list(verdicts)
    if profiles is not None:
        tests.append("d.profile IN $profiles")
        parameters["profiles"] = list(profiles)
    match = f"MATCH (d:Decision)-[c:CONSIDERED]->(n:Node) WHERE {' AND '.join(tests)}"
    return Listing(f"{match} {_CANDIDATE}", f"{match} RETURN count(c) AS n", parameters)


_CONSIDERED = """
MATCH (d:Decision)-[c:CONSIDERED]->(:Node) WHERE d.at >= $since
RETURN c.journey AS journey, c.verdict AS verdict, c.reason AS reason, count(c) AS times
ORDER BY times DESC LIMIT 2000
"""
_SENDS = """
MATCH (m:Message) WHERE m.at >= $since
RETURN m.journey AS journey, m.channel AS channel, count(m) AS times
ORDER BY times DESC LIMIT 500
"""
_CANDIDATE = """
RETURN d.uid AS decision, d.at AS at, d.profile AS profile, c.verdict AS verdict,
       c.reason AS reason, c.rule AS rule, c.rule_name AS rule_name, c.journey AS journey,
       c.lost_to AS lost_to, c.message AS message, n.name AS node
ORDER BY at DESC, decision, node
"""
