"""The events of a person by which a journey may let them in, as journeys know them."""

from datetime import datetime

from django.db import connection

from apps.engine.stages import STAGE_ENTERED, STAGE_EVENT
from apps.engine.values import Event
from apps.explain.path import as_datetime
from apps.explain.who import Who
from apps.graph import queries_moves
from apps.graph.queries_moves import StageMove
from apps.orchestrator.items import as_event


def entry_events(
    who: Who,
    name: str,
    *,
    before: datetime,
    after: float = 0,
    limit: int,
    but: int | None = None,
) -> list[Event]:
    """The latest events of this name up to `before`, the latest first.

    `after` leaves out what was received earlier (epoch seconds), `but` the event of this id.
    """
    if name == STAGE_ENTERED:
        found = _stages(who, before, limit)
    else:
        found = _logged(who, name, before, limit)
    return [e for e in found if e.received_at.timestamp() >= after and (not e.id or e.id != but)]


def _logged(who: Who, name: str, before: datetime, limit: int) -> list[Event]:
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [list(who.ids), before, name, name, limit])
        return [as_event(row) for row in cursor.fetchall()]


def _stages(who: Who, before: datetime, limit: int) -> list[Event]:
    """What the engine tells journeys itself, when somebody enters a stage."""
    moves = queries_moves.stage_moves(who.texts, before.timestamp(), "\uffff", limit, "")
    return [_told(move) for move in moves if not move.done]


def _told(move: StageMove) -> Event:
    at = as_datetime(move.at)
    return Event(
        id=move.event,
        type=STAGE_EVENT,
        name=STAGE_ENTERED,
        occurred_at=at,
        received_at=at,
        properties={"lifecycle": move.lifecycle, "stage": move.stage, "from": move.previous},
    )


_EVENTS = """
SELECT id, type, name, occurred_at, received_at, user_id, payload::text FROM events_event
WHERE profile_id = ANY(%s::uuid[]) AND occurred_at <= %s
  AND ((type NOT IN ('page', 'screen') AND name = %s)
       OR (type IN ('page', 'screen')
           AND 'Viewed ' || concat_ws(' ', nullif(name, ''), initcap(type)) = %s))
ORDER BY occurred_at DESC LIMIT %s
"""
