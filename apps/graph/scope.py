"""Which candidates of decisions are asked about, as the tests of a query and their parameters."""

from dataclasses import dataclass
from typing import Any

# The journeys that a candidate lost to; decisions of before `against` was kept have the winner.
AGAINST = "coalesce(c.against, CASE WHEN c.lost_to = '' THEN [] ELSE [c.lost_to] END)"
# The verdicts after which a candidate doesn't come again.
FINAL = "['skipped', 'left', 'held_out']"


@dataclass(frozen=True, slots=True)
class Scope:
    """Decisions from `since` to `until` (epoch seconds, the end is outside); "" asks nothing.

    `reason` and `rule` are those that decided; `loser` is the candidate's journey, `winner` one
    that it lost to. `conflict`: only candidates that lost to some journey.
    """

    since: float
    until: float
    channel: str = ""
    reason: str = ""
    rule: str = ""
    loser: str = ""
    winner: str = ""
    conflict: bool = False

    @property
    def match(self) -> str:
        """The clauses that find the decisions `d`, their edges `c` and the nodes `n`."""
        tests = ["c.verdict <> 'sent'"]
        for test, value in (
            ("c.channel = $channel", self.channel),
            ("c.reason = $reason", self.reason),
            ("c.rule = $rule", self.rule),
            ("c.journey = $loser", self.loser),
            (f"$winner IN {AGAINST}", self.winner),
            (f"size({AGAINST}) > 0", self.conflict),
        ):
            if value:
                tests.append(test)
        return f"{_DECISIONS} WHERE {' AND '.join(tests)}"

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "since": self.since,
            "until": self.until,
            "channel": self.channel,
            "reason": self.reason,
            "rule": self.rule,
            "loser": self.loser,
            "winner": self.winner,
        }


_DECISIONS = """
MATCH (d:Decision) WHERE d.at >= $since AND d.at < $until
MATCH (d)-[c:CONSIDERED]->(n:Node)"""
