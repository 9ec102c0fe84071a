"""The doors of this room: looks at merges that came since."""

from celery import shared_task

from apps.explain.merges import suspecting

# So that other messages of the queue get their turn; the next sweep goes on.
PORTIONS = 10


@shared_task(name="apps.explain.tasks.sweep")
def sweep() -> None:
    """Say of every new merge whether anything speaks against it."""
    for _ in range(PORTIONS):
        if not suspecting.look():
            return
