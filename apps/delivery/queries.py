"""What there is to send, and what came of it."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from apps.delivery.models import ChannelState, Delivery, SandboxMessage
from apps.delivery.status import Status


def due_channels(now: datetime) -> list[str]:
    """The channels that have something due and aren't waiting for their provider."""
    waiting = ChannelState.objects.filter(retry_at__gt=now).values("channel")
    due = Delivery.objects.filter(status=Status.PENDING, not_before__lte=now)
    return sorted(
        due.exclude(channel__in=waiting).order_by().values_list("channel", flat=True).distinct()
    )


def counts(since: datetime) -> dict[str, int]:
    """How many deliveries decided since then stand in each status."""
    found = Delivery.objects.filter(decided_at__gte=since).order_by().values("status")
    return {row["status"]: row["n"] for row in found.annotate(n=Count("id"))}


def in_doubt() -> QuerySet[Delivery]:
    """Deliveries that may have left or not, the latest first."""
    return Delivery.objects.filter(status=Status.IN_DOUBT).order_by("-decided_at")


def inbox(search: str) -> QuerySet[SandboxMessage]:
    """The sandbox's messages, the latest first; `search` looks at the address and the subject."""
    messages = SandboxMessage.objects.select_related("delivery").order_by("-at", "pk")
    if search:
        messages = messages.filter(Q(to__icontains=search) | Q(subject__icontains=search))
    return messages
