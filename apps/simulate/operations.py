"""Writes of analyses. Whoever runs one holds its claim; without it nothing is written."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from apps.simulate import given
from apps.simulate.models import Analysis

State = Analysis.State

WINDOW = timedelta(days=30)
# A worker that has not been heard of for this long is gone.
SILENT = timedelta(seconds=20)
MOST_ATTEMPTS = 3


@transaction.atomic
def request(
    *,
    by: AbstractBaseUser | None,
    now: datetime,
    rules: str = given.LIVE,
    window: timedelta = WINDOW,
) -> Analysis:
    """Ask for an analysis of what is live and all drafts; `rules`: the "live" ones or the "draft".

    One of the same input that waits or runs already is the answer.
    """
    _one_at_a_time()
    asked = given.now(rules)
    known = Analysis.objects.filter(
        fingerprint=asked.fingerprint, state__in=[State.WAITING, State.RUNNING]
    ).first()
    return known or Analysis.objects.create(
        requested_by=by,  # type: ignore[misc]
        requested_at=now,
        since=now - window,
        until=now,
        input=asked.as_json(),
        fingerprint=asked.fingerprint,
    )


@transaction.atomic
def cancel(*, id: UUID, now: datetime) -> bool:
    """End an analysis that waits or runs; False where there is nothing to end any more."""
    _one_at_a_time()
    unfinished = Analysis.objects.filter(id=id, state__in=[State.WAITING, State.RUNNING])
    return bool(unfinished.update(state=State.CANCELLED, finished_at=now, claim=None))


@transaction.atomic
def claim(*, now: datetime) -> Analysis | None:
    """Take the analysis that is next: one whose worker is gone, or the one that waits longest.

    None while another one runs, and where there is nothing to do.
    """
    _one_at_a_time()
    _give_up(now)
    running = Analysis.objects.filter(state=State.RUNNING).first()
    if running and running.heartbeat_at and running.heartbeat_at > now - SILENT:
        return None
    row = running or Analysis.objects.filter(state=State.WAITING).order_by("requested_at").first()
    if row is None:
        return None
    row.state, row.claim, row.heartbeat_at = State.RUNNING, uuid4(), now
    row.started_at = row.started_at or now
    row.attempts, row.done_events = row.attempts + 1, 0
    row.save()
    return row


def beat(*, analysis: Analysis, done: int, total: int | None, now: datetime) -> bool:
    """Say how far it is; False where it is not ours any more: cancelled, or taken over."""
    ours = Analysis.objects.filter(id=analysis.id, claim=analysis.claim, state=State.RUNNING)
    return bool(ours.update(heartbeat_at=now, done_events=done, total_events=total))


@transaction.atomic
def finish(
    *,
    analysis: Analysis,
    history: dict[str, Any],
    findings: list[dict[str, Any]],
    events: int,
    now: datetime,
) -> bool:
    """Keep what came out; False where it is not ours any more."""
    ours = Analysis.objects.filter(id=analysis.id, claim=analysis.claim, state=State.RUNNING)
    return bool(
        ours.update(
            state=State.DONE,
            finished_at=now,
            claim=None,
            history=history,
            findings=findings,
            done_events=events,
            total_events=events,
        )
    )


def fail(*, analysis: Analysis, error: str, now: datetime) -> None:
    """It can't be done; the error says why."""
    ours = Analysis.objects.filter(id=analysis.id, claim=analysis.claim, state=State.RUNNING)
    ours.update(state=State.FAILED, finished_at=now, claim=None, error=error[:2000])


def _give_up(now: datetime) -> None:
    """One that has taken several workers with it is not tried for ever."""
    gone = Analysis.objects.filter(state=State.RUNNING, heartbeat_at__lte=now - SILENT)
    gone.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        finished_at=now,
        claim=None,
        error=f"The worker ended {MOST_ATTEMPTS} times before it was through.",
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('simulate.analysis'))")
