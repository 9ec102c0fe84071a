"""Writes of this room: sources and their keys, and events that come from inside."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from apps.events import decode, refusing, rows, wake
from apps.events.models import RejectedEvent, Source, WriteKey
from apps.events.normalise import ATTRIBUTES, Receipt, Rejection, Row, normalise

INTERNAL = "throughline"
MOST_KEPT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the events of one call; `rejected` says which of them and why."""

    accepted: int
    duplicates: int
    rejected: tuple[tuple[int, Rejection], ...] = ()


@dataclass(frozen=True, slots=True)
class InternalEvent:
    """Something that Throughline itself has to tell: a delivery's status, an unsubscription."""

    name: str
    profile_id: UUID | None
    message_id: str
    properties: dict[str, Any] = field(default_factory=dict)
    occurred_at: datetime | None = None
    kind: str = "status"


def create_source(*, key: str, name: str, kind: str, now: datetime) -> tuple[Source, str]:
    """A new source and its write key, which can't be read again."""
    with transaction.atomic():
        source = Source.objects.create(key=key, name=name, kind=kind, created_at=now)
        return source, add_write_key(source=source, now=now)


def add_write_key(*, source: Source, now: datetime) -> str:
    """A further write key of a source, which can't be read again."""
    key = secrets.token_urlsafe(32)
    WriteKey.objects.create(source=source, key_hash=hash_key(key), hint=key[-4:], created_at=now)
    return key


def hash_key(key: str) -> str:
    """What is kept of a write key. It is random, so that a plain hash is enough."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def append(*, source: Source, events: Sequence[dict[str, Any]], now: datetime) -> Appended:
    """Appends events in Segment's shape, attributes first, and wakes the route stage.

    Those that can't be taken are kept apart with their reason. Raises rows.Unavailable.
    """
    receipt = Receipt(now, history=source.kind == Source.Kind.IMPORT)
    cleaned = [refusing.cleaned(decode.clean(event)) for event in events]
    results = [
        refusing.REFUSED if refusing.is_refused(event) else normalise(event, receipt)
        for event in cleaned
    ]
    good = [result for result in results if isinstance(result, Row)]
    bad = [(place, r) for place, r in enumerate(results) if isinstance(r, Rejection)]
    kept = [
        refusing.counted(source.pk, now)
        if r is refusing.REFUSED
        else rejected_event(source.pk, now, r, msgspec.json.encode(cleaned[place]))
        for place, r in bad
    ]
    return _append(rows.Job(source.pk, in_order(good, history=receipt.history), kept), tuple(bad))


def append_internal(
    *,
    name: str,
    profile_id: UUID | None,
    message_id: str,
    now: datetime,
    properties: dict[str, Any] | None = None,
    kind: str = "status",
) -> Appended:
    """Appends one event of Throughline's own; the same `message_id` again is a duplicate."""
    event = InternalEvent(name, profile_id, message_id, properties or {}, kind=kind)
    return append_internal_events(events=[event], now=now)


def append_internal_events(*, events: Sequence[InternalEvent], now: datetime) -> Appended:
    """As `append_internal`, for many in one statement."""
    source, _ = Source.objects.get_or_create(
        key=INTERNAL, defaults={"name": "Throughline", "created_at": now}
    )
    return _append(rows.Job(source.pk, [_internal_row(event, now) for event in events]), ())


def _append(job: rows.Job, rejected: tuple[tuple[int, Rejection], ...]) -> Appended:
    rows.write_alone(job)
    transaction.on_commit(wake.route)
    return Appended(job.inserted, len(job.rows) - job.inserted, rejected)


def _internal_row(event: InternalEvent, now: datetime) -> Row:
    payload = {
        "type": event.kind,
        "event": event.name,
        "messageId": event.message_id,
        "properties": decode.clean(event.properties),
        "context": {},
    }
    return Row(
        message_id=event.message_id,
        type=event.kind,
        name=event.name,
        user_id=None,
        anonymous_id=None,
        profile_hint=str(event.profile_id) if event.profile_id else None,
        payload=msgspec.json.encode(payload).decode(),
        occurred_at=min(event.occurred_at or now, now),
        received_at=now,
    )


def in_order(events: Sequence[Row], *, history: bool = False) -> list[Row]:
    """Attributes before the events that are judged by them; history by its own time first."""
    if history:
        return sorted(events, key=lambda row: (row.received_at, row.type not in ATTRIBUTES))
    return sorted(events, key=lambda row: row.type not in ATTRIBUTES)


def rejected_event(
    source_id: int, now: datetime, rejection: Rejection, body: bytes
) -> RejectedEvent:
    """The row, not yet written, that keeps a refused event with its reason."""
    return RejectedEvent(
        source_id=source_id,
        received_at=now,
        reason=rejection.reason,
        detail=decode.clean(rejection.detail),
        body=body[:MOST_KEPT].decode("utf-8", "replace").replace("\0", ""),
    )
