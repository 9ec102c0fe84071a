"""The doors of this room: wake-ups. What there is to do stands in rows."""

import logging

from celery import current_app, shared_task

from apps.common import clock
from apps.delivery import operations as delivery
from apps.delivery import queries as deliveries
from apps.orchestrator import advance as advancing
from apps.orchestrator import drains, queries, reviews
from apps.orchestrator.route import route_all

log = logging.getLogger(__name__)

# A worker gives other messages a turn after this many batches.
BATCHES = 200


@shared_task(name="apps.orchestrator.tasks.route")
def route() -> None:
    """Give events their profiles and places, then wake the lanes."""
    if route_all():
        wake("apps.orchestrator.tasks.advance")


@shared_task(name="apps.orchestrator.tasks.advance")
def advance() -> None:
    """Drain lanes until nothing is left, and wake delivery after every batch that decided."""
    for _ in range(BATCHES):
        drained = advancing.drain(clock.now())
        for channel in sorted(drained.channels):
            wake("apps.delivery.tasks.deliver", channel)
        if not drained.progress:
            return
    wake("apps.orchestrator.tasks.advance")


@shared_task(name="apps.orchestrator.tasks.sweep")
def sweep() -> None:
    """Look at the rows for what a lost message missed and for what has become due."""
    now = clock.now()
    if queries.unrouted():
        wake("apps.orchestrator.tasks.route")
    if queries.lanes_to_advance(now):
        wake("apps.orchestrator.tasks.advance")
    delivery.sweep(now=now)
    for channel in deliveries.due_channels(now):
        wake("apps.delivery.tasks.deliver", channel)
    # The last: they may wait for a batch, and nothing else should wait for them.
    drains.end_drained(now)
    reviews.wake_everybody(now)


def wake(task: str, *args: object) -> None:
    """Send a wake-up. One that can't be sent now is made up for by the sweep."""
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception as error:
        log.warning("no wake-up for %s: %s", task, error)
