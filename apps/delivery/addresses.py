"""Whether a text may stand in an envelope and in a header."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


class BadAddress(ValueError):
    """Not an address that mail can be sent to."""


@lru_cache(maxsize=1024)
def _check_domain(domain: str) -> str:
    ascii_domain = domain.encode("idna").decode() if not domain.isascii() else domain
    validate_email(f"a@{ascii_domain}")
    return ascii_domain


def checked_email(address: str) -> str:
    """The address with an ASCII domain; BadAddress for anything else, line breaks included."""
    local, _, domain = address.rpartition("@")
    if not local.isascii() or not local.isprintable() or len(address) > 320:
        raise BadAddress("the part before @ must be plain ASCII")
    try:
        checked = f"{local}@{_check_domain(domain)}"
        validate_email(checked)
    except (ValidationError, UnicodeError, ValueError) as error:
        raise BadAddress("not an e-mail address") from error
    return checked
