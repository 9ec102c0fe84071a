"""Telephone numbers in one spelling. Pure."""

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=20_000)
def e164(told: str, region: str = "") -> str | None:
    """A number as +4915112345678, or None where it is none that could exist.

    `region` (two letters) is where a number without a country's prefix is from; "": then such a
    number is none.
    """
    try:
        number = phonenumbers.parse(told, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
