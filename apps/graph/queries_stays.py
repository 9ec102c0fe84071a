"""Who was in which journeys from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.graph import store

MOST = 50_000


@dataclass(frozen=True, slots=True)
class Stay:
    """One run, in seconds since the epoch; `left_at` None: it goes on."""

    profile: str
    journey: str
    entered_at: float
    left_at: float | None


def stays(journeys: Sequence[str], *, since: datetime) -> list[Stay]:
    """The runs through these journeys that were under way at any time since then.

    By person, in the order of entry; at most MOST of them.
    """
    rows = store.read(_STAYS, journeys=list(journeys), since=since.timestamp(), most=MOST)
    return [Stay(**row) for row in rows]


_STAYS = """
UNWIND $journeys AS key
MATCH (:Journey {uid: key})-[:VERSION]->(:JourneyVersion)<-[:OF]-(e:Enrollment)
WHERE e.left_at IS NULL OR e.left_at >= $since
RETURN e.profile AS profile, e.journey AS journey, e.entered_at AS entered_at, e.left_at AS left_at
ORDER BY profile, entered_at LIMIT $most
"""
