"""What there is to send, and what came of it."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from apps.delivery.models import Delivery, SandboxMessage
from apps.delivery.statements import run
from apps.delivery.status import Status

# From one channel to the next along the index, however many rows are waiting.
_DUE = """
WITH RECURSIVE kinds AS (
    (SELECT channel FROM delivery_delivery WHERE status = 'pending' ORDER BY channel LIMIT 1)
    UNION ALL
    SELECT (SELECT d.channel FROM delivery_delivery d
            WHERE d.status = 'pending' AND d.channel > k.channel ORDER BY d.channel LIMIT 1)
    FROM kinds k WHERE k.channel IS NOT NULL
)
SELECT k.channel FROM kinds k
WHERE EXISTS (SELECT 1 FROM delivery_delivery d
              WHERE d.status = 'pending' AND d.channel = k.channel AND d.not_before <= %(now)s)
  AND NOT EXISTS (SELECT 1 FROM delivery_channelstate s
                  WHERE s.channel = k.channel AND s.retry_at > %(now)s)
"""


def due_channels(now: datetime) -> list[str]:
    """The channels that have something due and aren't waiting for their provider."""
    return [channel for (channel,) in run(_DUE, {"now": now}).fetchall()]


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
