"""What there is to send, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.common.viewer import sees_personal_data
from apps.delivery.models import Delivery, RenderedMessage, SandboxMessage
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


@dataclass(frozen=True, slots=True)
class AsSent:
    """A message as it was sent. `cut`: it was longer than what is kept; `inbox`: see it there."""

    to: str
    subject: str
    text: str
    html: str
    body: str
    at: datetime
    cut: bool
    inbox: bool


def as_sent(ids: Sequence[str]) -> dict[str, AsSent]:
    """What these messages said, by their ids; those of which nothing was kept are missing."""
    wanted = [UUID(id) for id in ids]
    found = {
        str(one.pk): AsSent(
            one.to, one.subject, one.text, one.html, one.body, one.at, one.cut, False
        )
        for one in RenderedMessage.objects.filter(pk__in=wanted)
    }
    kept = SandboxMessage.objects.filter(pk__in=wanted).defer("headers")
    return found | {
        str(one.pk): AsSent(one.to, one.subject, one.text, one.html, "", one.at, False, True)
        for one in kept
    }


def due_channels(now: datetime) -> list[str]:
    """The channels that have something due and aren't waiting for their provider."""
    return [channel for (channel,) in run(_DUE, {"now": now}).fetchall()]


def counts(since: datetime) -> dict[str, int]:
    """How many deliveries decided since then stand in each status."""
    found = Delivery.objects.filter(decided_at__gte=since).order_by().values("status")
    return {row["status"]: row["n"] for row in found.annotate(n=Count("id"))}


def unsent(profile: UUID, *, since: datetime) -> list[Delivery]:
    """What was decided for this profile since then, and nobody has begun to send."""
    rows = Delivery.objects.filter(
        profile_id=profile, decided_at__gte=since, status=Status.PENDING.value
    )
    return list(rows.only("id", "enrollment_id", "channel", "address")[:1000])


def in_doubt() -> QuerySet[Delivery]:
    """Deliveries that may have left or not, the latest first."""
    return Delivery.objects.filter(status=Status.IN_DOUBT).order_by("-decided_at")


def inbox(search: str) -> QuerySet[SandboxMessage]:
    """The sandbox's messages, the latest first; `search` looks at the address and the subject."""
    messages = SandboxMessage.objects.select_related("delivery").order_by("-at", "pk")
    if search:
        # By a part of it one could find out, letter by letter, how the rest goes.
        wide = Q(to__icontains=search) | Q(subject__icontains=search)
        messages = messages.filter(wide if sees_personal_data() else Q(to__iexact=search))
    return messages
