"""What each journey did lately, for the list of journeys: one query for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.graph import store

MOST_JOURNEYS = 5_000
# Runs whose arm is looked at: beyond it, the rates are those of a part.
MOST_RUNS = 50_000


@dataclass(frozen=True, slots=True)
class Sends:
    """Messages of one journey that were decided in the last stretch of time, and in a shorter."""

    long: int = 0
    short: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """Of so many runs, so many reached a goal, inside or within its window."""

    runs: int = 0
    goals: int = 0

    @property
    def share(self) -> float | None:
        return self.goals / self.runs if self.runs else None


def sends(*, since: datetime, shorter: datetime) -> dict[str, Sends]:
    """The sends of each journey since these two moments, by the journey's key."""
    rows = store.read(
        _SENDS, since=since.timestamp(), shorter=shorter.timestamp(), most=MOST_JOURNEYS
    )
    return {row["journey"]: Sends(row["long"], row["short"]) for row in rows}


def rates(since: datetime) -> dict[str, Rate]:
    """Of the runs that began from this moment on, how many reached a goal."""
    rows = store.read(_RATES, since=since.timestamp(), most=MOST_JOURNEYS)
    return {row["journey"]: Rate(row["runs"], row["goals"]) for row in rows}


def arms(journeys: Sequence[str], since: datetime) -> dict[tuple[str, bool], Rate]:
    """As `rates`, of the runs that came to a message: by journey and whether they were held out.

    Held out is a run of which a message was; the others had one sent. Both sides are those who
    came as far, so they can be put beside each other.
    """
    if not journeys:
        return {}
    asked = {"journeys": list(journeys), "since": since.timestamp()}
    rows = store.read(_ARMS, **asked, runs=MOST_RUNS, most=2 * MOST_JOURNEYS)
    return {(row["journey"], row["held"] == 1): Rate(row["runs"], row["goals"]) for row in rows}


def held_out_journeys(since: datetime) -> list[str]:
    """The journeys of which a message was held out from this moment on."""
    rows = store.read(_HELD, since=since.timestamp(), most=MOST_JOURNEYS)
    return [row["journey"] for row in rows]


_REACHED = """
sum(CASE WHEN e.converted_at IS NOT NULL OR e.left_because = 'goal' THEN 1 ELSE 0 END)
"""
_SENDS = """
MATCH (m:Message) WHERE m.at >= $since
RETURN m.journey AS journey, count(m) AS long,
       sum(CASE WHEN m.at >= $shorter THEN 1 ELSE 0 END) AS short LIMIT $most
"""
_RATES = f"""
MATCH (e:Enrollment) WHERE e.entered_at >= $since
RETURN e.journey AS journey, count(e) AS runs, {_REACHED} AS goals LIMIT $most
"""
_HELD = """
MATCH (d:Decision)-[c:CONSIDERED]->(:Node) WHERE d.at >= $since AND c.verdict = 'held_out'
RETURN DISTINCT c.journey AS journey LIMIT $most
"""
_ARMS = f"""
MATCH (d:Decision)-[c:CONSIDERED]->(:Node)
WHERE d.at >= $since AND c.journey IN $journeys AND c.verdict IN ['sent', 'held_out']
WITH c.enrollment AS run, max(CASE WHEN c.verdict = 'held_out' THEN 1 ELSE 0 END) AS held
LIMIT $runs
MATCH (e:Enrollment {{uid: run}}) WHERE e.entered_at >= $since
RETURN e.journey AS journey, held, count(e) AS runs, {_REACHED} AS goals LIMIT $most
"""
