"""The address at which a person unsubscribes: signed, never expiring, readable by nobody."""

import base64
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

SALT = "throughline.unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an unsubscribe link is about; topic "" is the whole channel."""

    profile_id: uuid.UUID
    channel: str
    topic: str


def unsubscribe_url(subscription: Subscription) -> str:
    """The full address of the page; POST there unsubscribes at once."""
    return f"{settings.PUBLIC_URL}/u/{token_for(subscription)}/"


def token_for(subscription: Subscription) -> str:
    packed = (
        subscription.profile_id.bytes + f"{subscription.channel}\0{subscription.topic}".encode()
    )
    value = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return _signer().sign(value)


def read_token(token: str) -> Subscription:
    """What the token is about; raises signing.BadSignature for one that isn't ours."""
    value = _signer().unsign(token)
    packed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    channel, _, topic = packed[16:].decode().partition("\0")
    return Subscription(uuid.UUID(bytes=packed[:16]), channel, topic)


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt=SALT)
