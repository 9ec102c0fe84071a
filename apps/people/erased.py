"""Whom we may not know again: people who were erased and whose identifiers are refused since.

Only a digest of an identifier is kept, under a key that is derived from the installation's secret:
who reads the table learns nothing, and whoever comes again is recognised.
"""

import hmac
import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, connection

from apps.people import identifiers, queries_identity
from apps.people.identifiers import Identity
from apps.people.identity import Sighting
from apps.people.identity_rules import DEFAULT
from apps.people.identity_types import ANONYMOUS_ID, EMAIL, USER_ID
from apps.people.models import ErasedIdentifier, Profile

log = logging.getLogger(__name__)

# Seconds for which the door goes by what it read last; route asks the table itself.
REMEMBERED = 5.0


def digest(kind: str, value: str) -> bytes:
    """What is kept of an identifier; the same for any case and outer spaces."""
    told = f"{kind}\x1f{value.strip().lower()}"
    return hmac.digest(_key(settings.SECRET_KEY), told.encode(), "sha256")


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"throughline.erased-identifier", "sha256")


def since(profile_id: UUID) -> datetime | None:
    """Since when a person is erased; None for one who isn't."""
    return Profile.objects.filter(id=profile_id).values_list("erased_at", flat=True).first()


def refuse(*, told: Iterable[Identity], now: datetime) -> None:
    """Refuse these from now on, in the caller's transaction; those refused already stay."""
    ErasedIdentifier.objects.bulk_create(
        (ErasedIdentifier(digest=digest(kind, value), type=kind, at=now) for kind, value in told),
        ignore_conflicts=True,
    )


def known(sightings: Sequence[Sighting]) -> set[bytes]:
    """The digests that are refused, of all identifiers of these events."""
    if not ErasedIdentifier.objects.exists():
        return set()
    asked = [one for s in sightings for one in _digests((*s.identifiers, *s.previous))]
    rows = ErasedIdentifier.objects.filter(digest__in=asked).values_list("digest", flat=True)
    return {bytes(one) for one in rows}


def refused(sightings: Sequence[Sighting], known: Set[bytes]) -> set[int]:
    """Which of these events nothing may be kept of: by id.

    They carry a refused identifier, or are meant for a person who was erased.
    """
    gone = _erased([s.profile_hint for s in sightings if s.profile_hint])
    return {
        s.event_id
        for s in sightings
        if s.profile_hint in gone
        or (known and not known.isdisjoint(_digests((*s.identifiers, *s.previous))))
    }


def on_refused_devices(sightings: Sequence[Sighting], known: Set[bytes]) -> set[int]:
    """Which of these events are somebody else's who uses the device of one who was erased: by id.

    They name a user who is not refused, and nothing that is refused but the device's anonymous id.
    """
    if not known:
        return set()
    return {
        s.event_id
        for s in sightings
        if len(s.identifiers) > 1
        and s.identifiers[0][0] == USER_ID
        and _only_device((*s.identifiers, *s.previous), known)
    }


def without_device(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event as it may be kept: without a refused anonymous id, where it is somebody else's."""
    known, rules = _recent.known()
    if not known or not event.get("anonymousId"):
        return event
    told = identifiers.told(event.get("userId"), event.get("anonymousId"), event, rules)
    if not told or told[0][0] != USER_ID:
        return event
    if not _only_device((*told, *identifiers.previous(event, rules)), known):
        return event
    return {key: value for key, value in event.items() if key != "anonymousId"}


def _only_device(told: Iterable[Identity], known: Collection[bytes]) -> bool:
    refused = {kind for kind, value in told if any(d in known for d in _digests([(kind, value)]))}
    return refused == {ANONYMOUS_ID}


def is_refused(event: Mapping[str, Any]) -> bool:
    """Whether an event, as it comes in, is of somebody whom we may not know again.

    Cheap, and up to `REMEMBERED` seconds late: what slips through, route refuses.
    """
    known, rules = _recent.known()
    if not known:
        return False
    told = identifiers.told(event.get("userId"), event.get("anonymousId"), event, rules)
    told += identifiers.previous(event, rules)
    return any(one in known for one in _digests(told))


def _digests(told: Iterable[Identity]) -> Iterator[bytes]:
    """Of these identifiers; an address that is used as another kind of id counts as address too."""
    for kind, value in told:
        yield digest(kind, value)
        if kind != EMAIL and "@" in value:
            yield digest(EMAIL, value)


def _erased(ids: Sequence[UUID]) -> set[UUID]:
    if not ids:
        return set()
    rows = Profile.objects.filter(id__in=ids, erased_at__isnull=False)
    return set(rows.values_list("id", flat=True))


class _Recent:
    """The digests and the identity rules as this process read them last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._read_at = -REMEMBERED
        self._mark: tuple[int, int] = (0, 0)
        self._digests: frozenset[bytes] = frozenset()
        self._rules = DEFAULT

    def known(self) -> tuple[frozenset[bytes], Any]:
        if time.monotonic() - self._read_at > REMEMBERED and self._lock.acquire(blocking=False):
            try:
                self._read()
            except Error as error:
                # What can't be read now, route will; and what can't be written, is not taken.
                log.warning("who is refused could not be read: %s", type(error).__name__)
            finally:
                self._lock.release()
        return self._digests, self._rules

    def _read(self) -> None:
        self._read_at = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM people_erasedidentifier")
            mark: tuple[int, int] = cursor.fetchone()
        if mark != self._mark:
            rows = ErasedIdentifier.objects.values_list("digest", flat=True)
            self._digests, self._mark = frozenset(map(bytes, rows)), mark
        if self._digests:
            self._rules = queries_identity.current()


_recent = _Recent()
forget = _recent.forget
