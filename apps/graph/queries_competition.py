"""Reads of decisions in which messages competed for one person: who won, who lost to whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.graph import store
from apps.graph.listing import Listing
from apps.graph.scope import AGAINST, Scope

# A matrix of 100 journeys by 100 with its totals.
MOST_CELLS = 10_201
MOST_RULES = 500


@dataclass(frozen=True, slots=True)
class Contested:
    """A message that went out though others wanted to; `at` is in epoch seconds."""

    message: str
    decision: str
    profile: str
    at: float
    candidates: int


@dataclass(frozen=True, slots=True)
class Loss:
    """How many candidates of `loser` lost to `winner`, of how many people; "" is: any journey."""

    loser: str
    winner: str
    candidates: int
    people: int


@dataclass(frozen=True, slots=True)
class Decider:
    """A reason and rule that decided, and over how many candidates."""

    reason: str
    rule: str
    name: str
    candidates: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What a candidate's latest decision said, and when (epoch seconds)."""

    verdict: str
    at: float


def contested(*, candidates: int, since: float, limit: int = 20) -> list[Contested]:
    """The latest messages that won against others; all of them had passed their gates."""
    rows = store.read(_CONTESTED, candidates=candidates, since=since, limit=limit)
    return [Contested(**row) for row in rows]


def losses(scope: Scope) -> list[Loss]:
    """Which journey lost to which, with the totals of each (where the other is "").

    A candidate is one message of one run (enrollment, node, visit), however often it was asked
    again: counted once in each cell. One that a cap stopped lost to every journey whose send
    the reason names, so a total is not the sum of its cells; it counts each candidate once.
    People are the profiles about whom it was decided.
    """
    query = f"{scope.match} {_LOSSES}"
    rows = store.read(query, **scope.parameters, limit=MOST_CELLS)
    return [Loss(**row) for row in rows]


def deciders(scope: Scope) -> list[Decider]:
    """The reasons and rules that decided over these candidates, the most frequent first."""
    rows = store.read(f"{scope.match} {_DECIDERS}", **scope.parameters, limit=MOST_RULES)
    return [Decider(**row) for row in rows]


def behind(scope: Scope, fate: str = "") -> Listing:
    """The candidates of this scope, one row each, those decided latest first.

    `fate` "stopped" keeps those that were stopped for good, "delayed" those that waited and were
    sent in the end. A row's decision is the latest that matches.
    """
    match = scope.match + _FATES.get(fate, "")
    sent = "MATCH (m:Message {uid: message})" if fate == "delayed" else ""
    return Listing(
        f"{match} {_LATEST} {sent} {_ROW}",
        f"{match} WITH DISTINCT c.message AS message {sent} RETURN count(message) AS n",
        scope.parameters,
    )


def fates(messages: Sequence[tuple[str, str]]) -> dict[str, Fate]:
    """What became of these candidates, given as (message, profile), by the message's id."""
    rows = [{"message": message, "profile": profile} for message, profile in messages]
    if not rows:
        return {}
    found = store.read(_LATEST_VERDICTS, rows=rows)
    return {row["message"]: Fate(row["verdict"], row["at"]) for row in found}


_CONTESTED = """
MATCH (d:Decision)-[c:CONSIDERED]->(:Node)
WHERE d.at >= $since AND c.rank IS NOT NULL
WITH d, count(c) AS n WHERE n >= $candidates
MATCH (d)-[:CHOSE]->(m:Message)
RETURN m.uid AS message, d.uid AS decision, d.profile AS profile, d.at AS at, n AS candidates
ORDER BY at DESC LIMIT $limit
"""
_LOSSES = f"""
UNWIND [c.journey, ''] AS loser
UNWIND {AGAINST} + [''] AS winner
RETURN loser, winner, count(DISTINCT c.message) AS candidates, count(DISTINCT d.profile) AS people
ORDER BY candidates DESC, loser, winner LIMIT $limit
"""
_DECIDERS = """
RETURN c.reason AS reason, c.rule AS rule, max(c.rule_name) AS name,
       count(DISTINCT c.message) AS candidates
ORDER BY candidates DESC, reason, rule LIMIT $limit
"""
_FATES = {
    "stopped": " AND c.verdict IN ['skipped', 'left', 'held_out']",
    "delayed": " AND c.verdict = 'waits'",
}
_LATEST = f"""
WITH c, d, n ORDER BY d.at DESC, d.uid DESC
WITH c.message AS message, count(c) AS times, min(d.at) AS first, max(d.at) AS last,
     collect(d.uid)[0] AS decision, collect(d.profile)[0] AS profile,
     collect(c.journey)[0] AS journey, collect(n.name)[0] AS node, collect(c.channel)[0] AS channel,
     collect(c.verdict)[0] AS verdict, collect(c.reason)[0] AS reason, collect(c.rule)[0] AS rule,
     collect(c.rule_name)[0] AS rule_name, collect({AGAINST})[0] AS against
"""
_ROW = """
RETURN message, times, first, last, decision, profile, journey, node, channel, verdict, reason,
       rule, rule_name, against
ORDER BY last DESC, message
"""
# A person may have been merged into another since.
_LATEST_VERDICTS = """
UNWIND $rows AS row
MATCH (:Profile {uid: row.profile})-[:MERGED_INTO*0..8]->(p:Profile)
MATCH (d:Decision {profile: p.uid})-[c:CONSIDERED]->(:Node) WHERE c.message = row.message
WITH row, c, d ORDER BY d.at DESC
RETURN row.message AS message, collect(c.verdict)[0] AS verdict, max(d.at) AS at
"""
