"""Makes one event as it arrived into a row of the event log, or says why it can't be one. Pure.

Whatever can be read is read: an event is refused only where it says nothing about anybody. What had
to be left out of it is written into its payload under `_notes`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from apps.events.moments import read_moment

TYPES = frozenset({"track", "identify", "page", "screen", "group", "alias"})
ATTRIBUTES = frozenset({"identify", "group", "alias"})
LONGEST_ID = 512
LONGEST_MESSAGE_ID = 255
# A batch's sentAt this close to now is the client library's stamp, not a moment of its history.
STAMP = timedelta(hours=1)
# An event may be stamped this much after its own sending and both still be from one clock.
SAME_CLOCK = timedelta(minutes=1)


class Row(NamedTuple):
    """What the event log keeps of one event; `payload` is JSON."""

    message_id: str
    type: str
    name: str
    user_id: str | None
    anonymous_id: str | None
    profile_hint: str | None
    payload: str
    occurred_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an event was not taken: a code, and a sentence with the field and the remedy."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """How the events of one request came in."""

    now: datetime
    history: bool = False
    sent_at: Any = None
    type: str | None = None


def normalise(event: Any, receipt: Receipt) -> Row | Rejection:
    """The row of one decoded event, or why there is none."""
    if not isinstance(event, dict):
        return Rejection("not_an_object", "An event must be a JSON object with a type.")
    event = dict(event)
    event.pop("writeKey", None)
    notes: list[dict[str, Any]] = []
    kind = _type(event, receipt)
    if kind is None:
        known = ", ".join(sorted(TYPES))
        return Rejection("type", f"type must be one of {known}; {event.get('type')!r:.60} is none.")
    ids = [_id(event, field, notes) for field in ("userId", "anonymousId")]
    if refusal := _refuse(event, kind, ids, notes):
        return refusal
    name = _name(event, kind)
    message_id = _message_id(event, receipt)
    occurred_at, received_at = _times(event, receipt, notes)
    payload = _payload(event, kind, message_id, notes)
    return Row(message_id, kind, name, ids[0], ids[1], None, payload, occurred_at, received_at)


def _type(event: dict[str, Any], receipt: Receipt) -> str | None:
    given = receipt.type or event.get("type")
    kind = given.strip().lower() if isinstance(given, str) else ""
    return kind if kind in TYPES else None


def _id(event: dict[str, Any], field: str, notes: list[dict[str, Any]]) -> str | None:
    given = event.get(field)
    text = as_text(given)
    if text:
        event[field] = text
        return text
    if given is not None and given != "":
        notes.append({"field": field, "problem": "not a text or a number", "given": given})
    event.pop(field, None)
    return None


def as_text(value: Any) -> str | None:
    """A text or a number as text without outer spaces; None for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else None


def _refuse(
    event: dict[str, Any], kind: str, ids: list[str | None], notes: list[dict[str, Any]]
) -> Rejection | None:
    if not any(ids):
        return Rejection("nobody", "userId and anonymousId are both missing; send one of them.")
    if kind == "alias" and not (ids[0] and _id(event, "previousId", notes)):
        return Rejection("alias", "alias needs userId and previousId; send both.")
    if kind == "group" and not _id(event, "groupId", notes):
        return Rejection("group", "groupId is missing; send the group's id with a group call.")
    for field in ("userId", "anonymousId", "previousId", "groupId"):
        given = event.get(field)
        if isinstance(given, str) and len(given) > LONGEST_ID:
            return Rejection("id_too_long", f"{field} is longer than {LONGEST_ID} characters.")
    if kind == "track" and not _event_name(event.get("event")):
        return Rejection("event", "event, the name of what happened, must be a text.")
    return None


def _event_name(given: Any) -> str | None:
    return str(given).lower() if isinstance(given, bool) else as_text(given)


def _name(event: dict[str, Any], kind: str) -> str:
    field = {"track": "event", "page": "name", "screen": "name"}.get(kind)
    if field is None:
        return ""
    name = _event_name(event.get(field)) or ""
    event[field] = name
    return name


def _message_id(event: dict[str, Any], receipt: Receipt) -> str:
    given = as_text(event.get("messageId"))
    if not given:
        return "content-" + _content_hash(event, receipt)
    if len(given) > LONGEST_MESSAGE_ID:
        return "long-" + hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()
    return given


def _content_hash(event: dict[str, Any], receipt: Receipt) -> str:
    content = {key: value for key, value in event.items() if key not in {"sentAt", "messageId"}}
    if read_moment(event.get("timestamp")) is None:
        # Without a time of its own, the same content an hour later is another event, not a retry.
        content["timestamp"] = receipt.now.strftime("%Y-%m-%dT%H")
    content["type"] = _type(event, receipt)
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _times(
    event: dict[str, Any], receipt: Receipt, notes: list[dict[str, Any]]
) -> tuple[datetime, datetime]:
    given = event.get("timestamp")
    own = read_moment(given)
    if own is None and not _means_now(given):
        notes.append({"field": "timestamp", "problem": "not a moment", "given": given})
    own_sent_at = read_moment(event.get("sentAt"))
    if receipt.history:
        received_at = min(_applied_at(own, own_sent_at, receipt), receipt.now)
        return min(own or received_at, received_at), received_at
    sent_at = own_sent_at or read_moment(receipt.sent_at)
    if own is not None and sent_at is not None and own - SAME_CLOCK <= sent_at:
        own = _shifted(own, receipt.now - sent_at)
    return min(own or receipt.now, receipt.now), receipt.now


def _means_now(given: Any) -> bool:
    return given in (None, "") or (isinstance(given, str) and given.strip().lower() == "now")


def _applied_at(own: datetime | None, own_sent_at: datetime | None, receipt: Receipt) -> datetime:
    batch_sent_at = read_moment(receipt.sent_at)
    if batch_sent_at is not None and receipt.now - batch_sent_at < STAMP:
        batch_sent_at = None
    return own_sent_at or batch_sent_at or own or receipt.now


def _shifted(moment: datetime, by: timedelta) -> datetime | None:
    try:
        return moment + by
    except OverflowError:
        return None


def _payload(event: dict[str, Any], kind: str, message_id: str, notes: list[dict[str, Any]]) -> str:
    body = "traits" if kind in ATTRIBUTES else "properties"
    for field in (body, "context"):
        given = event.get(field)
        if isinstance(given, dict):
            continue
        if given is not None:
            notes.append({"field": field, "problem": "not an object", "given": given})
        event[field] = {}
    event["type"] = kind
    event["messageId"] = message_id
    event.pop("_notes", None)
    if notes:
        event["_notes"] = notes
    return msgspec.json.encode(event).decode()
