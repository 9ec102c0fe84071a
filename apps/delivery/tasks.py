"""The door of the deliver stage."""

from celery import shared_task

from apps.common import clock
from apps.delivery.drain import drain


@shared_task(name="apps.delivery.tasks.deliver", queue="deliver")
def deliver(channel: str) -> None:
    """Sends what is due on a channel."""
    drain(channel, clock.now)
