"""Signs webhooks, so that their receiver can tell them from anybody else's.

The receiver computes HMAC-SHA256 over "<t>.<body>" with the installation's webhook key, compares
it with v1 in constant time, and refuses a `t` (Unix seconds) that is minutes old.
"""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

HEADER = "Throughline-Signature"


def webhook_key() -> str:
    """The key of this installation, derived from its secret: shown to who sets up a receiver."""
    return (
        "whsec_"
        + salted_hmac(
            "throughline.webhook", "key", secret=settings.SECRET_KEY, algorithm="sha256"
        ).hexdigest()
    )


def signature(body: bytes, at: datetime, key: str) -> str:
    """The value of the header for a body that is sent at a moment."""
    seconds = int(at.timestamp())
    digest = hmac.new(key.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
