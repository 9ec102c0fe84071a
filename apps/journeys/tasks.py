"""The doors of this room: wake-ups. Which moves are to be carried out stands in rows."""

import logging
from uuid import UUID

from celery import current_app, shared_task

from apps.common import clock
from apps.journeys import queries_moves, telling

log = logging.getLogger(__name__)

MOVE = "apps.journeys.tasks.move"


@shared_task(name=MOVE)
def move(claim: str = "") -> None:
    """Tell the next people of a move: of the one that has this claim, or of one without a worker.

    Then the queue's other tasks get their turn; a message to itself goes on.
    """
    now = clock.now()
    row = telling.claimed(claim=UUID(claim)) if claim else telling.claim(now=now)
    if row is None:
        return
    try:
        more = telling.tell_some(move=row, now=now)
    except Exception as error:
        log.exception("move %s was interrupted", row.pk)
        telling.interrupted(move=row, error=f"{type(error).__name__}: {error}", now=clock.now())
        return
    if more:
        wake(str(row.claim))
    else:
        sweep()


@shared_task(name="apps.journeys.tasks.sweep")
def sweep() -> None:
    """Begin what a lost message, or a worker that is gone, has left."""
    if queries_moves.to_do(clock.now()).exists():
        wake()


def wake(*args: str) -> None:
    """Send a wake-up, after the commit. One that can't be sent, the sweep makes up for."""
    try:
        current_app.send_task(MOVE, args=args, retry=False)
    except Exception as error:
        log.warning("no wake-up for %s: %s", MOVE, error)
