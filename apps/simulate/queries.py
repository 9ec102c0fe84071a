"""Reads of analyses."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from apps.simulate.history import stored
from apps.simulate.history.numbers import History
from apps.simulate.models import Analysis
from apps.simulate.operations import SILENT

State = Analysis.State


def analyses() -> QuerySet[Analysis]:
    """All analyses without what they found, the latest first."""
    return Analysis.objects.select_related("requested_by").defer("history", "findings", "input")


def get(id: UUID) -> Analysis | None:
    return Analysis.objects.select_related("requested_by").filter(id=id).first()


def latest_done() -> Analysis | None:
    """The latest analysis that has come to its end."""
    done = Analysis.objects.select_related("requested_by").filter(state=State.DONE)
    return done.order_by("-requested_at").first()


def unfinished() -> Analysis | None:
    """The analysis that runs, or else the one that waits longest."""
    to_do = analyses().filter(state__in=[State.WAITING, State.RUNNING])
    return to_do.order_by("state", "requested_at").first()


def history(analysis: Analysis) -> History | None:
    """What an analysis has counted; None before it is done."""
    return stored.history(analysis.history) if analysis.history else None


def has_work(now: datetime) -> bool:
    """Whether an analysis waits while none runs, or the worker of one is gone."""
    alive = Q(state=State.RUNNING, heartbeat_at__gt=now - SILENT)
    if Analysis.objects.filter(alive).exists():
        return False
    return Analysis.objects.filter(state__in=[State.WAITING, State.RUNNING]).exists()


def conflicts_by_journey() -> dict[str, int]:
    """How many errors and warnings the latest analysis has found of each journey, by key."""
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS)
        return dict(cursor.fetchall())


_CONFLICTS = """
SELECT j.key, count(*) FROM (
    SELECT findings FROM simulate_analysis WHERE state = 'done' AND findings IS NOT NULL
    ORDER BY requested_at DESC LIMIT 1
) a, jsonb_array_elements(a.findings) AS f, jsonb_array_elements_text(f -> 'journeys') AS j (key)
WHERE f ->> 'severity' <> 'note' GROUP BY j.key
"""
