"""The doors of this room: wake-ups. What there is to do stands in rows."""

import logging

from celery import current_app, shared_task

from apps.common import clock
from apps.privacy import operations, working
from apps.privacy.erasing import elsewhere, steps
from apps.privacy.exporting import making
from apps.privacy.keeping import run as keeping
from apps.privacy.models import Erasure, Export, RetentionRun

log = logging.getLogger(__name__)

WORK = "apps.privacy.tasks.work"
# Erasures first: they are promises.
KINDS = ((Erasure, steps.run), (Export, making.make), (RetentionRun, keeping.run))


@shared_task(name=WORK)
def work() -> None:
    """Do what people have asked for, one piece after the other."""
    while any(working.run_next(model, do) for model, do in KINDS):  # type: ignore[arg-type]
        pass


@shared_task(name="apps.privacy.tasks.sweep")
def sweep() -> None:
    """Begin what a lost message, a worker that is gone, or a wait that is over has left."""
    now = clock.now()
    operations.delete_old_exports(now=now)
    if any(working.to_do(model, now).exists() for model, _ in KINDS):
        wake()


@shared_task(name="apps.privacy.tasks.nightly")
def nightly() -> None:
    """Delete what is too old, and let PostgreSQL use its room again."""
    operations.begin_retention(now=clock.now())
    work()
    elsewhere.vacuum()


def wake() -> None:
    """Send a wake-up, after the commit of the request; the sweep makes up for a lost one."""
    try:
        current_app.send_task(WORK, retry=False)
    except Exception as error:
        log.warning("no wake-up for %s: %s", WORK, type(error).__name__)
