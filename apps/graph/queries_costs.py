"""Reads what each rule cost: the sends that it stopped for good, and those that it delayed."""

from dataclasses import dataclass

from apps.graph import store
from apps.graph.scope import FINAL, Scope

MOST_RULES = 500


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What one rule did to candidates, each a message of a run that wanted to go out.

    `stopped`: this rule ended it (skipped, the journey left, or held out). `delayed`: this rule
    made it wait, and it was sent later; `median_delay` is from the first time that it had to wait
    for this rule until it was sent, in seconds. `waiting`: not decided yet, its run goes on. The
    rest of `candidates` was ended by another rule, or its run ended first. One that several
    rules held up is counted with each of them.
    """

    reason: str
    rule: str
    name: str
    candidates: int
    people: int
    stopped: int
    delayed: int
    waiting: int
    median_delay: float | None


def costs(scope: Scope) -> list[RuleCost]:
    """The cost of every rule that was the reason of a *no* in this scope, the dearest first."""
    rows = store.read(f"{scope.match} {_COSTS}", **scope.parameters, limit=MOST_RULES)
    return [RuleCost(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class OfJourney:
    """How many messages of a journey, and of how many people, had a *no* in a scope."""

    journey: str
    candidates: int
    people: int


def by_journey(scope: Scope) -> list[OfJourney]:
    """Whose messages were stopped or delayed in this scope, the most first."""
    rows = store.read(f"{scope.match} {_BY_JOURNEY}", **scope.parameters, limit=MOST_RULES)
    return [OfJourney(**row) for row in rows]


_BY_JOURNEY = """
RETURN c.journey AS journey, count(DISTINCT c.message) AS candidates,
       count(DISTINCT d.profile) AS people
ORDER BY candidates DESC, journey LIMIT $limit
"""
_COSTS = f"""
WITH c.message AS message, max(d.profile) AS profile, max(c.enrollment) AS enrollment,
     collect(c) AS edges, sum(CASE WHEN c.verdict IN {FINAL} THEN 1 ELSE 0 END) AS ends
OPTIONAL MATCH (m:Message {{uid: message}})
OPTIONAL MATCH (e:Enrollment {{uid: enrollment}})
WITH message, profile, ends, m.at AS sent_at, e.active AS active, edges
UNWIND edges AS c
WITH message, profile, ends, sent_at, active, c.reason AS reason, c.rule AS rule,
     max(c.rule_name) AS name, min(CASE WHEN c.verdict = 'waits' THEN c.at END) AS waits_since,
     sum(CASE WHEN c.verdict IN {FINAL} THEN 1 ELSE 0 END) AS ended
RETURN reason, rule, max(name) AS name, count(message) AS candidates,
       count(DISTINCT profile) AS people,
       sum(CASE WHEN ended > 0 THEN 1 ELSE 0 END) AS stopped,
       sum(CASE WHEN sent_at IS NOT NULL AND waits_since IS NOT NULL THEN 1 ELSE 0 END) AS delayed,
       sum(CASE WHEN sent_at IS NULL AND ends = 0 AND active THEN 1 ELSE 0 END) AS waiting,
       percentileCont(sent_at - waits_since, 0.5) AS median_delay
ORDER BY stopped + delayed DESC, candidates DESC, reason, rule LIMIT $limit
"""
