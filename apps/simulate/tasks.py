"""The doors of this room: wake-ups. What there is to analyse stands in rows."""

import logging

from celery import current_app, shared_task

from apps.common import clock
from apps.simulate import queries
from apps.simulate.analysing import run_next

log = logging.getLogger(__name__)

ANALYSE = "apps.simulate.tasks.analyse"


@shared_task(name=ANALYSE)
def analyse() -> None:
    """Run the analyses that wait, one after the other."""
    while run_next():
        pass


@shared_task(name="apps.simulate.tasks.sweep")
def sweep() -> None:
    """Begin what a lost message, or a worker that is gone, has left."""
    if queries.has_work(clock.now()):
        wake()


def wake() -> None:
    """Send a wake-up, after the commit of the request. One that can't be sent, the sweep makes
    up for."""
    try:
        current_app.send_task(ANALYSE, retry=False)
    except Exception as error:
        log.warning("no wake-up for %s: %s", ANALYSE, error)
