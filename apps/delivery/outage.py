"""While a provider can't be reached its channel waits as a whole, and no message pays for it."""

from datetime import datetime

from django.db import transaction

from apps.delivery.backoff import channel_delay
from apps.delivery.models import ChannelState


def begin(*, channel: str, detail: str, now: datetime) -> None:
    """Notes a failure to reach the provider, and when to look again.

    Several workers meet one outage at once: those that come while the channel waits change nothing.
    """
    with transaction.atomic():
        state, _ = ChannelState.objects.select_for_update().get_or_create(channel=channel)
        if state.retry_at is not None and state.retry_at > now:
            return
        state.failures += 1
        state.down_since = state.down_since or now
        state.retry_at = now + channel_delay(state.failures)
        state.detail = detail[:2000]
        state.save()


def end(*, channel: str) -> None:
    """Notes that the provider answers."""
    ChannelState.objects.filter(channel=channel, down_since__isnull=False).update(
        down_since=None, failures=0, retry_at=None, detail=""
    )
