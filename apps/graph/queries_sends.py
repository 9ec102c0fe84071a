"""The messages that were sent, as the estimate of a rule's effect needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.graph import store

# An estimate looks at this many sends at most.
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
    not_tiers: Sequence[str] = (),
) -> list[Sent]:
    """The sends since then in a scope (an empty one names all), by person and time."""
    parameters = {"channels": channels, "tiers": tiers, "journeys": journeys, "not": not_tiers}
    tests = ["m.at >= $since"]
    for name, field in (("channels", "channel"), ("tiers", "tier"), ("journeys", "journey")):
        if parameters[name]:
            tests.append(f"m.{field} IN ${name}")
    if not_tiers:
        tests.append("NOT m.tier IN $not")
    query = f"MATCH (m:Message) WHERE {' AND '.join(tests)} {_SENT}"
    lists = {name: list(value) for name, value in parameters.items()}
    rows = store.read(query, since=since.timestamp(), most=MOST, **lists)
    return [Sent(row["profile"], row["at"]) for row in rows]


_SENT = "RETURN m.profile AS profile, m.at AS at ORDER BY profile, at LIMIT $most"
