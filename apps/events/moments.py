"""Reads a moment in any of the shapes that clients send it in. Pure."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)

# Nanoseconds since 1970 stay below it until 2286.
LARGEST = 1e19

_EPOCH = re.compile(r"\d{9,19}(\.\d+)?")
# 2026-11-22 10:00:00 UTC, and JavaScript's Date.toString(): Sun Nov 22 2026 10:00:00 GMT+0100 (CET)
_WITH_UTC = re.compile(r"(.+?) ?(?:UTC|GMT|z)")
_JAVASCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{2} \d{4} [\d:]{8} GMT[+-]\d{4}).*")


def read_moment(value: Any) -> datetime | None:
    """The moment in UTC, or None where `value` names none that can be used.

    ISO 8601 in all its lengths, e-mail dates, JavaScript's, and seconds, milli-, micro- or
    nanoseconds since 1970 are read; one without a zone is UTC; one before 1970 is no moment.
    """
    try:
        moment = _read(value)
        if moment is None:
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, OSError):
        return None
    return moment if moment >= EARLIEST else None


def _read(value: Any) -> datetime | None:
    if isinstance(value, str):
        return _read_text(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _since_1970(value)


def _read_text(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if _EPOCH.fullmatch(text):
        return _since_1970(float(text))
    if zoned := _WITH_UTC.fullmatch(text):
        try:
            return datetime.fromisoformat(zoned[1])
        except ValueError:
            pass
    if javascript := _JAVASCRIPT.fullmatch(text):
        return datetime.strptime(javascript[1], "%b %d %Y %H:%M:%S GMT%z")
    return parsedate_to_datetime(text)


def _since_1970(number: float) -> datetime | None:
    if not number < LARGEST:
        return None
    while number >= 1e11:
        number /= 1000
    return datetime.fromtimestamp(number, UTC)
