"""What became of one person's sessions in a batch, as rows for the graph, and how it takes them.

One row for each session: how many events came to it, and from when to when. The graph adds these
up, so that it has all of a session, also of one that the person's state has forgotten. A commit is
applied once, by its fence, so nothing is added twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from apps.engine.outcome import Effect, SessionSeen

Row = dict[str, Any]


@dataclass(slots=True)
class SessionRows:
    """`begun` are new; `returned` may be: their key is told, and may have been before."""

    begun: list[Row] = field(default_factory=list)
    returned: list[Row] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)

    def add(self, others: "SessionRows") -> None:
        self.begun += others.begun
        self.returned += others.returned
        self.known += others.known


def session_rows(profile: str, effects: Iterable[Effect]) -> SessionRows:
    """The rows of these effects, which are in their order."""
    rows = SessionRows()
    of: dict[str, Row] = {}
    for effect in effects:
        if not isinstance(effect, SessionSeen):
            continue
        at = effect.event.occurred_at.timestamp()
        row = of.get(effect.session)
        if row is not None:
            row["started_at"] = min(row["started_at"], at)
            row["last_at"] = max(row["last_at"], at)
            row["events"] += 1
            continue
        row = of[effect.session] = _row(profile, effect, at)
        if not effect.begun:
            rows.known.append(row)
        elif effect.event.session:
            rows.returned.append(row)
        else:
            rows.begun.append(row)
    return rows


def _row(profile: str, effect: SessionSeen, at: float) -> Row:
    return {
        "uid": effect.session,
        "profile": profile,
        "source": effect.event.source,
        "key": effect.event.session,
        "started_at": at,
        "last_at": at,
        "events": 1,
        "event": effect.event.id,
        "began_at": at,
        "told_at": effect.at.timestamp(),
        "first": effect.first,
    }


_NEW = """profile: row.profile, source: row.source, key: row.key, started_at: row.started_at,
    last_at: row.last_at, events: row.events, event: row.event, began_at: row.began_at,
    told_at: row.told_at, first: row.first"""
_GROWN = """
    s.started_at = CASE WHEN row.started_at < s.started_at
        THEN row.started_at ELSE s.started_at END,
    s.last_at = CASE WHEN row.last_at > s.last_at THEN row.last_at ELSE s.last_at END,
    s.events = s.events + row.events"""
BEGUN = f"""
UNWIND $rows AS row
MATCH (p:Profile {{uid: row.profile}})
CREATE (p)-[:HAD]->(s:Session {{uid: row.uid, {_NEW}}})
"""
KNOWN = f"""
UNWIND $rows AS row
MATCH (s:Session {{uid: row.uid}})
SET {_GROWN}
"""
# Those that are there already grow; then those that are not are made.
RETURNED = f"""
UNWIND $rows AS row
MATCH (p:Profile {{uid: row.profile}})
OPTIONAL MATCH (s:Session {{uid: row.uid}})
FOREACH (_ IN CASE WHEN s IS NULL THEN [] ELSE [1] END | SET {_GROWN})
FOREACH (_ IN CASE WHEN s IS NULL THEN [1] ELSE [] END |
    CREATE (p)-[:HAD]->(:Session {{uid: row.uid, {_NEW}}}))
"""
