"""The messages that were sent, as the estimate of a rule's effect needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.graph import store

# An estimate looks at the sends to this many people at most.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Sent:
    """One send: to whom, and when (seconds since the epoch)."""

    profile: str
    at: float


def sends_of(
    *,
    since: datetime,
    channels: Sequence[str] = (),
    tiers: Sequence[str] = (),
    journeys: Sequence[str] = (),
    tags: Sequence[str] = (),
    not_tiers: Sequence[str] = (),
) -> list[Sent]:
    """The sends since then in a scope (an empty one names all), by person and time.

    To at most MOST people. A tag is the one that the message's node had when it was decided.
    """
    parameters = {"channels": channels, "tiers": tiers, "journeys": journeys, "not": not_tiers}
    tests = ["m.at >= $since"]
    for name, field in (("channels", "channel"), ("tiers", "tier"), ("journeys", "journey")):
        if parameters[name]:
            tests.append(f"m.{field} IN ${name}")
    if not_tiers:
        tests.append("NOT m.tier IN $not")
    tagged = _TAGGED if tags else ""
    query = f"MATCH (m:Message) WHERE {' AND '.join(tests)} {tagged} {_SENT}"
    lists = {name: list(value) for name, value in parameters.items()}
    rows = store.read(query, since=since.timestamp(), most=MOST, tags=list(tags), **lists)
    return [Sent(row["profile"], at) for row in rows for at in sorted(row["times"])]


_TAGGED = """
MATCH (m)<-[:CHOSE]-(:Decision)-[c:CONSIDERED {message: m.uid}]->(n:Node)
WHERE any(tag IN $tags WHERE tag IN n.tags)
"""
# One row per person: several times as fast as a row per send.
_SENT = """
WITH m.profile AS profile, collect(m.at) AS times
RETURN profile, times ORDER BY profile LIMIT $most
"""
