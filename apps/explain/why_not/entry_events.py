"""The events of a person by which a journey may let them in, as journeys know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from apps.engine.reserved import SESSION_EVENT, SESSION_STARTED
from apps.engine.stages import STAGE_ENTERED, STAGE_EVENT
from apps.engine.values import Event
from apps.explain.who import Who
from apps.explain.why.path import as_datetime
from apps.graph import queries_moves, queries_sessions
from apps.graph.queries_moves import StageMove
from apps.graph.queries_sessions import Session
from apps.orchestrator.items import as_event
from apps.orchestrator.tallies import told_as

# The latest events of a person among whose names one that is like another is looked for.
NEAR = 300


@dataclass(frozen=True, slots=True)
class Came:
    """An event, whose it was when it came, and its place in that lane (0: the engine told it)."""

    event: Event
    profile: str
    lane: int = 0
    seq: int = 0


def entry_events(who: Who, name: str, *, until: datetime, limit: int) -> list[Came]:
    """The latest events of this name that happened by then, the latest first."""
    if name == STAGE_ENTERED:
        found = [_stage(who, move) for move in _stage_moves(who, until, limit)]
    elif name == SESSION_STARTED:
        sessions = queries_sessions.begun(who.texts, until.timestamp(), limit)
        found = [_session(one) for one in sessions]
    else:
        found = _logged(who, name, until, limit)
    return sorted(found, key=lambda came: (came.event.received_at, came.event.id), reverse=True)


def names_before(who: Who, until: datetime) -> list[tuple[str, str, int, datetime, datetime]]:
    """The names among a person's latest events: type, name, and the latest of it (id, moments)."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"ids": list(who.ids), "until": until, "most": NEAR})
        return list(cursor.fetchall())


def by_ids(ids: Sequence[int]) -> dict[int, Event]:
    """These events of the log; one that is no longer kept is missing."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_IDS, [list(ids)])
        return {row[0]: as_event(row) for row in cursor.fetchall()}


def quarantined(ids: Sequence[int]) -> set[int]:
    """Which of these could not be worked through."""
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_QUARANTINED, [list(ids)])
        return {row[0] for row in cursor.fetchall()}


def log_begins() -> datetime | None:
    """When the earliest event was received that the log still has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT received_at FROM events_event ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else None


def _logged(who: Who, name: str, until: datetime, limit: int) -> list[Came]:
    types, names = zip(*told_as(name), strict=True)
    # What other types call so lets people in as well: an identify or a status has a name, too.
    asked: dict[str, Any] = {"ids": list(who.ids), "until": until, "limit": limit, "name": name}
    asked |= {"types": list(types), "names": list(names)}
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, asked)
        rows = cursor.fetchall()
    return [
        Came(as_event(row[3:]), str(row[0]), row[1] or 0, row[2] or 0)
        for row in rows
        if row[2] is not None
    ]


def _stage_moves(who: Who, until: datetime, limit: int) -> list[StageMove]:
    """What the engine tells journeys itself, when somebody enters a stage."""
    moves = queries_moves.stage_moves(who.texts, until.timestamp(), "\uffff", 2 * limit, "")
    return [move for move in moves if not move.done][:limit]


def _stage(who: Who, move: StageMove) -> Came:
    at = as_datetime(move.at)
    told = {"lifecycle": move.lifecycle, "stage": move.stage, "from": move.previous}
    return Came(Event(move.event, STAGE_EVENT, STAGE_ENTERED, at, at, properties=told), str(who.id))


def _session(one: Session) -> Came:
    properties = {"source": one.source, "first": one.first}
    event = Event(
        id=one.event,
        type=SESSION_EVENT,
        name=SESSION_STARTED,
        occurred_at=as_datetime(one.began_at),
        received_at=as_datetime(one.told_at),
        properties=properties,
        source=one.source,
    )
    return Came(event, one.profile)


_ROW = "e.id, e.type, e.name, e.occurred_at, e.received_at, e.user_id, e.payload::text"
# Along the index of each profile, from the latest on.
_EVENTS = f"""
SELECT e.profile_id, e.lane, e.lane_seq, {_ROW}
FROM unnest(%(ids)s::uuid[]) AS own (id) CROSS JOIN LATERAL (
    SELECT * FROM events_event e
    WHERE e.profile_id = own.id AND e.occurred_at <= %(until)s
      AND (e.type, e.name) IN (SELECT * FROM unnest(%(types)s::text[], %(names)s::text[])
                               UNION ALL SELECT 'status', %(name)s)
    ORDER BY e.occurred_at DESC LIMIT %(limit)s
) e
ORDER BY e.occurred_at DESC LIMIT %(limit)s
"""
_NAMES = """
SELECT DISTINCT ON (type, name) type, name, id, occurred_at, received_at
FROM (
    SELECT e.* FROM unnest(%(ids)s::uuid[]) AS own (id) CROSS JOIN LATERAL (
        SELECT e.type, e.name, e.id, e.occurred_at, e.received_at FROM events_event e
        WHERE e.profile_id = own.id AND e.occurred_at <= %(until)s
        ORDER BY e.occurred_at DESC LIMIT %(most)s
    ) e
) latest
WHERE received_at <= %(until)s AND name <> '' AND type IN ('track', 'page', 'screen')
ORDER BY type, name, occurred_at DESC
"""
_BY_IDS = f"SELECT {_ROW} FROM events_event e WHERE e.id = ANY(%s)"
_QUARANTINED = "SELECT event_id FROM events_quarantinedevent WHERE event_id = ANY(%s)"
