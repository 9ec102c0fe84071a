"""Reads of where the flow stands."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from apps.events import queries as events


def unrouted() -> bool:
    """Whether an event waits for its place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM events_event WHERE lane_seq IS NULL)")
        return bool(cursor.fetchone()[0])


def lanes_to_advance(now: datetime) -> int:
    """How many lanes have something to do."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_ADVANCE, [events.horizon(now)])
        return int(cursor.fetchone()[0])


def applied() -> dict[int, int]:
    """How far each lane has applied what is its own, by its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, applied_seq FROM orchestrator_lane")
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is under way: events without a place, items not applied, and the oldest of them."""

    unrouted: int
    unapplied: int
    due: int


def backlog(now: datetime) -> Backlog:
    """How far the flow is behind."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKLOG, [events.horizon(now)])
        return Backlog(*map(int, cursor.fetchone()))


_TO_ADVANCE = """
SELECT count(*) FROM orchestrator_lane l JOIN orchestrator_lanetail t ON t.number = l.number
WHERE t.routed_seq > l.applied_seq
   OR l.number IN (SELECT w.lane FROM orchestrator_wakeup w WHERE w.due_at <= %s)
"""
_BACKLOG = """
SELECT (SELECT count(*) FROM events_event WHERE lane_seq IS NULL),
       (SELECT coalesce(sum(t.routed_seq - l.applied_seq), 0)
        FROM orchestrator_lane l JOIN orchestrator_lanetail t ON t.number = l.number),
       (SELECT count(*) FROM orchestrator_wakeup WHERE due_at <= %s)
"""
