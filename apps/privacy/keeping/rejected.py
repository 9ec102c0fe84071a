"""Old events that were refused."""

from datetime import datetime

from apps.events.models import RejectedEvent

PORTION = 5_000


def count(cutoff: datetime) -> int:
    """How many refused events would be deleted."""
    return RejectedEvent.objects.filter(received_at__lt=cutoff).count()


def portion(cutoff: datetime, position: str) -> tuple[int, str]:
    """Delete the next ones."""
    old = RejectedEvent.objects.filter(received_at__lt=cutoff).order_by("received_at")
    ids = list(old.values_list("id", flat=True)[:PORTION])
    RejectedEvent.objects.filter(id__in=ids).delete()
    return len(ids), ""
