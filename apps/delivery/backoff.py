"""When a message that failed for now is tried again, and when it is given up. Pure."""

import uuid
from datetime import datetime, timedelta

FIRST = timedelta(seconds=15)
LONGEST = timedelta(hours=1)
MAX_ATTEMPTS = 30
GIVE_UP_AFTER = timedelta(hours=24)

CHANNEL_FIRST = timedelta(milliseconds=500)
CHANNEL_LONGEST = timedelta(seconds=30)


def message_delay(delivery_id: uuid.UUID, attempts: int) -> timedelta:
    """How long one message waits after its nth attempt: doubling, spread by its id (75–125 %)."""
    wait: timedelta = min(LONGEST, FIRST * 2 ** min(max(attempts - 1, 0), 12))
    spread = (delivery_id.int >> (attempts % 64)) % 1000
    return timedelta(seconds=wait.total_seconds() * (0.75 + spread / 2000))


def exhausted(attempts: int, created_at: datetime, now: datetime) -> bool:
    """True where a message has had all its attempts, or all its time."""
    return attempts >= MAX_ATTEMPTS or now - created_at >= GIVE_UP_AFTER


def channel_delay(failures: int) -> timedelta:
    """How long a whole channel waits after its nth failure in a row to reach the provider."""
    wait: timedelta = CHANNEL_FIRST * 2 ** min(max(failures - 1, 0), 12)
    return min(CHANNEL_LONGEST, wait)
