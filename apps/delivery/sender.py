"""Who our e-mail is from."""

from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings


def sender_address() -> str:
    """The address in the envelope."""
    return _address(settings.DEFAULT_FROM_EMAIL)


def sender_domain() -> str:
    """The domain that makes our message ids unique."""
    return sender_address().rpartition("@")[2] or "localhost"


@lru_cache(maxsize=8)
def _address(header: str) -> str:
    return parseaddr(header)[1]
