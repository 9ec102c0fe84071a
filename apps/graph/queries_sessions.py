"""Reads of a person's sessions. Bounded, by moment.

A person is asked for by all profile ids that were merged into the surviving one. Moments are epoch
seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from apps.graph import store
from apps.graph.way import Way, way

FAR = 1e12


@dataclass(frozen=True, slots=True)
class Session:
    """What somebody did at one source; `key` "": told by its silences.

    `event` began it: it occurred at `began_at`, and journeys heard of it at `told_at`. `first`: no
    earlier session of the person was known then.
    """

    uid: str
    profile: str
    source: str
    key: str
    started_at: float
    last_at: float
    events: int
    event: int
    began_at: float
    told_at: float
    first: bool


def of_person(
    profiles: Sequence[str], at: float, uid: str, limit: int, text: str = "", newer: bool = False
) -> list[Session]:
    """Sessions that started before (`at`, `uid`), the latest first; of sources with `text` in it.

    `newer`: those after it, the earliest first.
    """
    asked = {"ids": list(profiles), "t": at, "u": uid, "limit": limit, "text": text.lower()}
    return [Session(**row) for row in store.read(_page(way(newer)), **asked)]


def begun(profiles: Sequence[str], until: float, limit: int) -> list[Session]:
    """The latest sessions that began up to then, those that began last first."""
    rows = store.read(_BEGUN, ids=list(profiles), until=until, limit=limit)
    return [Session(**row) for row in rows]


def beginnings(
    profiles: Sequence[str], limit: int, *, since: float = 0, until: float = FAR
) -> dict[str, list[float]]:
    """When each profile's latest sessions began after `since` and up to `until`, the latest first.

    A profile without any is missing; of each, at most so many.
    """
    asked = {"since": since, "until": until, "limit": limit}
    rows = store.read(_BEGINNINGS, ids=list(profiles), **asked) if profiles else []
    return {row["profile"]: row["times"] for row in rows}


def moments(epochs: Iterable[float]) -> tuple[datetime, ...]:
    """Moments of the graph as the engine has them."""
    return tuple(datetime.fromtimestamp(at, UTC) for at in epochs)


_SESSION = """
RETURN s.uid AS uid, s.profile AS profile, s.source AS source, s.key AS key,
       s.started_at AS started_at, s.last_at AS last_at, s.events AS events, s.event AS event,
       s.began_at AS began_at, s.told_at AS told_at, s.first AS first
"""


@cache
def _page(way: Way) -> str:
    return f"""
UNWIND $ids AS id MATCH (s:Session {{profile: id}})
WHERE {way.beyond("s.started_at", "s.uid")}
  AND ($text = '' OR toLower(s.source) CONTAINS $text)
WITH s ORDER BY s.started_at {way.order}, s.uid {way.order} LIMIT $limit
{_SESSION} ORDER BY started_at {way.order}, uid {way.order}
"""


_BEGUN = f"""
UNWIND $ids AS id MATCH (s:Session {{profile: id}}) WHERE s.began_at <= $until
WITH s ORDER BY s.began_at DESC, s.uid DESC LIMIT $limit
{_SESSION} ORDER BY began_at DESC, uid DESC
"""
_BEGINNINGS = """
UNWIND $ids AS id MATCH (s:Session {profile: id})
WHERE s.began_at > $since AND s.began_at <= $until
WITH s.profile AS profile, s.began_at AS at ORDER BY at DESC
WITH profile, collect(at) AS times
RETURN profile, times[0..$limit] AS times
"""
