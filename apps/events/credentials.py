"""Which source a write key opens; looked up once every few seconds per key."""

import time
from dataclasses import dataclass

from django.db import Error, connection

from apps.events.models import Source, WriteKey
from apps.events.operations import hash_key
from apps.events.rows import Unavailable

# Seconds; a key that was revoked or created is seen as such after at most this long.
KEPT = 5.0
KEPT_UNKNOWN = 1.0
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A source as the intake needs it."""

    id: int
    history: bool


_known: dict[str, tuple[float, Known | None]] = {}


def find_source(write_key: str) -> Known | None:
    """The source of a valid write key, or None. Raises Unavailable."""
    now = time.monotonic()
    key_hash = hash_key(write_key)
    kept = _known.get(key_hash)
    if kept is None or kept[0] < now:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        found = _look_up(key_hash)
        kept = _known[key_hash] = (now + (KEPT if found else KEPT_UNKNOWN), found)
    return kept[1]


def forget() -> None:
    """Looks every key up anew."""
    _known.clear()


def _look_up(key_hash: str) -> Known | None:
    try:
        return _read(key_hash)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()
    try:
        return _read(key_hash)
    except Error as error:
        raise Unavailable(str(error)) from error


def _read(key_hash: str) -> Known | None:
    found = (
        WriteKey.objects.filter(key_hash=key_hash, revoked_at=None, source__enabled=True)
        .values_list("source_id", "source__kind")
        .first()
    )
    return Known(found[0], found[1] == Source.Kind.IMPORT) if found else None
