"""Journeys that are draining end by themselves when the last person inside has left."""

from datetime import datetime

from django.db import transaction

from apps.graph import queries_standing
from apps.journeys import operations
from apps.journeys.models import Journey
from apps.orchestrator import lanes


def end_drained(now: datetime) -> list[str]:
    """End the draining journeys in which nobody is any more; answers their keys."""
    draining = Journey.objects.filter(status=Journey.Status.DRAINING)
    empty = [
        key
        for key in draining.values_list("key", flat=True)
        if not queries_standing.is_anybody_in(key)
    ]
    return [key for key in empty if _end(key, now)]


@transaction.atomic
def _end(key: str, now: datetime) -> bool:
    # A batch that began while the journey was live may be letting somebody in just now.
    lanes.let_batches_finish()
    if queries_standing.is_anybody_in(key):
        return False
    return operations.end_drained(key=key, now=now)
