"""The address at which a person unsubscribes: signed, never expiring, readable by nobody."""

import base64
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing

SALT = "throughline.unsubscribe"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an unsubscribe link is about; topic "" is the whole channel.

    `decided_at`: when its message was decided; None in links that were made before that was told.
    """

    profile_id: uuid.UUID
    channel: str
    topic: str
    decided_at: datetime | None = None


def unsubscribe_url(subscription: Subscription) -> str:
    """The full address of the page; POST there unsubscribes at once."""
    return f"{settings.PUBLIC_URL}/u/{token_for(subscription)}/"


def token_for(subscription: Subscription) -> str:
    told = [subscription.channel, subscription.topic]
    if subscription.decided_at is not None:
        told.append(str((subscription.decided_at - EPOCH) // MICROSECOND))
    packed = subscription.profile_id.bytes + "\0".join(told).encode()
    value = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return _signer().sign(value)


def read_token(token: str) -> Subscription:
    """What the token is about; raises signing.BadSignature for one that isn't ours."""
    value = _signer().unsign(token)
    packed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    channel, topic, *rest = packed[16:].decode().split("\0")
    decided_at = EPOCH + int(rest[0]) * MICROSECOND if rest else None
    return Subscription(uuid.UUID(bytes=packed[:16]), channel, topic, decided_at)


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt=SALT)
