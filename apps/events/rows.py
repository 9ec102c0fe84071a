"""Writes rows of the event log: one statement per commit, shared by those who wait for one.

Concurrent requests of a process share commits: whoever gets the lock writes what all of them have
brought, in the order it came, and the others find theirs done.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import Error, InterfaceError, OperationalError, connection, transaction

from apps.events.models import RejectedEvent
from apps.events.normalise import Row

ATTEMPTS = 3
MOST_ROWS = 2000

_INSERT = """
INSERT INTO events_event (source_id, message_id, type, name, user_id, anonymous_id, profile_hint,
                          payload, occurred_at, received_at)
SELECT s, m, t, n, u, a, h, p::jsonb, o, r
FROM unnest(%b::bigint[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::uuid[],
            %b::text[], %b::timestamptz[], %b::timestamptz[])
     WITH ORDINALITY AS x (s, m, t, n, u, a, h, p, o, r, place)
ORDER BY place
ON CONFLICT (source_id, message_id) DO NOTHING
"""


class Unavailable(Exception):
    """The event log can't be written now; nothing of this was taken, and it may be sent again."""


@dataclass(slots=True)
class Job:
    """What one request wants written, and how that went."""

    source_id: int
    rows: Sequence[Row]
    rejected: Sequence[RejectedEvent] = ()
    inserted: int = 0
    done: bool = False
    error: Exception | None = field(default=None)


_guard = threading.Lock()
_writing = threading.Lock()
_waiting: list[Job] = []


def write(job: Job) -> None:
    """Returns when the rows are committed. Raises Unavailable.

    Inside a transaction of the caller they are written into that, and committed with it.
    """
    if connection.in_atomic_block:
        _insert([job])
        return
    with _guard:
        _waiting.append(job)
    with _writing:
        if not job.done:
            _write_together(_take(job))
    if job.error is not None:
        raise job.error


def write_alone(job: Job) -> None:
    """As `write`, sharing the commit with nobody, so that `job.inserted` is known afterwards."""
    if connection.in_atomic_block:
        _insert([job])
    else:
        _write_together([job])
    if job.error is not None:
        raise job.error


def _take(mine: Job) -> list[Job]:
    """The jobs that waited longest, mine among them."""
    taken: list[Job] = []
    count = 0
    with _guard:
        while _waiting and (count < MOST_ROWS or not any(job is mine for job in taken)):
            job = _waiting.pop(0)
            taken.append(job)
            count += len(job.rows)
    return taken


def _write_together(jobs: list[Job]) -> None:
    try:
        _commit(jobs)
    except Unavailable as error:
        _fail(jobs, error)
    except (Error, ValueError, OverflowError) as error:
        if len(jobs) == 1:
            _write_one_by_one(jobs[0], error)
            return
        for job in jobs:
            _write_together([job])
    finally:
        for job in jobs:
            job.done = True


def _fail(jobs: list[Job], error: Exception) -> None:
    for job in jobs:
        job.error = error


def _write_one_by_one(job: Job, error: Exception) -> None:
    """After a row that PostgreSQL refuses: the others are kept, and it is put with the refused."""
    if len(job.rows) > 1:
        parts = [Job(job.source_id, [row]) for row in job.rows]
        parts[0].rejected = job.rejected
        for part in parts:
            _write_together([part])
        job.inserted = sum(part.inserted for part in parts)
        job.error = next((part.error for part in parts if part.error), None)
        return
    refused = [
        RejectedEvent(
            source_id=job.source_id,
            received_at=row.received_at,
            reason="storage",
            detail=f"The event log could not keep it: {error}"[:1000],
            body=row.payload.encode("ascii", "backslashreplace").decode(),
        )
        for row in job.rows
    ]
    try:
        _commit([Job(job.source_id, [], [*job.rejected, *refused])])
    except Exception as second:
        job.error = Unavailable(str(second))


def _commit(jobs: list[Job]) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _insert(jobs)
            return
        except (OperationalError, InterfaceError) as error:
            # A connection that died while idle, or two writers that met in a deadlock.
            if _too_complex(error):
                raise
            connection.close()
            if attempt == ATTEMPTS:
                raise Unavailable(str(error)) from error


def _too_complex(error: Error) -> bool:
    """Whether PostgreSQL is well, and what it was given goes beyond one of its limits."""
    return str(getattr(error.__cause__, "sqlstate", "")).startswith("54")


def _insert(jobs: list[Job]) -> None:
    rejected = [rejection for job in jobs for rejection in job.rejected]
    if not rejected:
        _insert_rows(jobs)
        return
    with transaction.atomic():
        _insert_rows(jobs)
        RejectedEvent.objects.bulk_create(rejected)


def _insert_rows(jobs: list[Job]) -> None:
    rows = [row for job in jobs for row in job.rows]
    if not rows:
        return
    sources = [job.source_id for job in jobs for _ in job.rows]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        # Not Django's, which writes values into the statement: binary arrays cost a twentieth.
        cursor.execute(_INSERT, _columns(sources, rows), prepare=True)
        inserted = cursor.rowcount
    if len(jobs) == 1:
        jobs[0].inserted = inserted


def _columns(sources: list[int], rows: list[Row]) -> list[list[Any]]:
    return [sources, *(list(column) for column in zip(*rows, strict=True))]
