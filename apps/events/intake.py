"""Segment's HTTP tracking API, free of any web framework: a call in, an answer out.

Where Segment leaves it open: a single event that can't be taken is answered with 400 (413 where it
is too large), so that whoever sends it learns why; in a batch the answer is 200, with the refused
events listed under `rejected`. Either way they are kept apart and can be looked at.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from apps.events import credentials, decode, rate, refusing, rows, wake
from apps.events.normalise import Receipt, Rejection, Row, normalise
from apps.events.operations import in_order, rejected_event

SINGLE = {
    name: kind
    for kind in ("track", "identify", "page", "screen", "group", "alias")
    for name in (kind, kind[0])
}
BATCH = frozenset({"batch", "import", "b"})
RETRY_AFTER = 2
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Retry-After"),
)
PREFLIGHT = (
    *CORS,
    ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
    (
        "Access-Control-Allow-Headers",
        "Authorization, Content-Encoding, Content-Type, X-Requested-With, X-Retry-Count",
    ),
    ("Access-Control-Max-Age", "86400"),
)
OK = msgspec.json.encode({"success": True})


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `path` is what follows /v1/, `body` None where it was too large to be read."""

    method: str
    path: str
    authorization: str
    body: bytes | None
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = CORS


@dataclass(frozen=True, slots=True)
class Refused:
    """A refused event with its place in the request and its bytes."""

    index: int
    rejection: Rejection
    body: bytes


def receive(call: Call, now: datetime) -> Answer:
    """Answers one request to /v1/…; 200 means that its events are on disk."""
    path = call.path.strip("/")
    if call.method == "OPTIONS":
        return Answer(204, headers=PREFLIGHT)
    if path.startswith("projects/") and path.endswith("/settings") and call.method == "GET":
        return _library_settings(path.split("/")[1], call.base_url)
    if path not in SINGLE and path not in BATCH and path != "m":
        return _error(404, "unknown_call", f"There is no call /v1/{path}.")
    if call.method != "POST":
        return _error(405, "method", "Events are sent with POST.", ("Allow", "POST, OPTIONS"))
    if path == "m":
        # Performance figures that the browser library sends about itself.
        return Answer(200, OK)
    try:
        return _take(call, path, now)
    except rows.Unavailable:
        return _error(
            503,
            "unavailable",
            "The event log can't be reached; send it again.",
            ("Retry-After", str(RETRY_AFTER)),
        )


def _take(call: Call, path: str, now: datetime) -> Answer:
    kind = SINGLE.get(path)
    write_key = _basic_user(call.authorization)
    source = credentials.find_source(write_key) if write_key else None
    try:
        if call.body is None:
            raise decode.TooLarge
        body = decode.unpack(call.body)
        envelope = decode.Envelope([body]) if kind else decode.read_batch(body)
        if source is None:
            key = envelope.write_key if kind is None else _key_inside(body)
            source = credentials.find_source(key) if isinstance(key, str) and key else None
    except decode.TooLarge:
        limit = decode.MAX_BODY // 1024
        return _error(413, "too_large", f"A request may hold {limit} KB; send smaller batches.")
    except decode.Malformed as error:
        return _refuse_body(source, error, call.body or b"", now)
    if source is None:
        return _error(401, "write_key", "The write key is missing, unknown or revoked.")
    if wait := rate.seconds_to_wait(source.id, len(envelope.events), now.timestamp()):
        return _error(429, "rate", "The source sends more than it may.", ("Retry-After", str(wait)))
    refused = _store(source, envelope, Receipt(now, source.history, envelope.sent_at, kind))
    return _answer(refused, single=kind is not None)


def _basic_user(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded).decode().partition(":")[0]
    except (binascii.Error, ValueError):
        return ""


def _key_inside(body: bytes) -> Any:
    value = decode.read_value(body)
    return value.get("writeKey") if isinstance(value, dict) else None


def _refuse_body(
    source: credentials.Known | None, error: decode.Malformed, body: bytes, now: datetime
) -> Answer:
    if source is not None:
        rejected = rejected_event(source.id, now, Rejection("malformed", str(error)), body)
        rows.write(rows.Job(source.id, [], [rejected]))
    return _error(400, "malformed", str(error))


def _store(source: credentials.Known, envelope: decode.Envelope, receipt: Receipt) -> list[Refused]:
    """Commits the events of a request; returns those that could not be taken.

    What a person who was erased is refused is answered as if it had been taken.
    """
    good: list[Row] = []
    refused: list[Refused] = []
    erased = 0
    for index, encoded in enumerate(envelope.events):
        result = _read(encoded, envelope.context, receipt)
        if result is refusing.REFUSED:
            erased += 1
        elif isinstance(result, Rejection):
            refused.append(Refused(index, result, encoded))
        else:
            good.append(result)
    kept = [rejected_event(source.id, receipt.now, r.rejection, r.body) for r in refused]
    kept += [refusing.counted(source.id, receipt.now) for _ in range(erased)]
    if good or kept:
        rows.write(rows.Job(source.id, in_order(good, history=receipt.history), kept))
    if good:
        wake.route()
    return refused


def _read(encoded: bytes, context: Any, receipt: Receipt) -> Row | Rejection:
    if len(encoded) > decode.MAX_EVENT:
        limit = decode.MAX_EVENT // 1024
        return Rejection("too_large", f"The event is larger than {limit} KB; send less in it.")
    try:
        event = decode.read_value(encoded)
        if isinstance(context, dict) and isinstance(event, dict):
            given = event.get("context")
            event["context"] = {**context, **given} if isinstance(given, dict) else context
        event = refusing.cleaned(event)
        result = normalise(event, receipt)
        if isinstance(result, Row) and refusing.is_refused(event):
            return refusing.REFUSED
        return result
    except decode.Malformed as error:
        return Rejection("malformed", str(error))
    except RecursionError:
        return Rejection("too_deep", "The event is nested too deeply to be kept.")


def _answer(refused: list[Refused], *, single: bool) -> Answer:
    if not refused:
        return Answer(200, OK)
    if single:
        rejection = refused[0].rejection
        status = 413 if rejection.reason == "too_large" else 400
        return _error(status, rejection.reason, decode.clean(rejection.detail))
    listed = [
        {"index": r.index, "code": r.rejection.reason, "message": decode.clean(r.rejection.detail)}
        for r in refused
    ]
    return Answer(200, msgspec.json.encode({"success": True, "rejected": listed}))


def _library_settings(write_key: str, base_url: str) -> Answer:
    """What the browser library loads first: where to send, and that nothing else is to load."""
    try:
        known = credentials.find_source(write_key)
    except rows.Unavailable:
        return _error(503, "unavailable", "Try again.", ("Retry-After", str(RETRY_AFTER)))
    if known is None:
        return _error(404, "write_key", "The write key is unknown or revoked.")
    protocol, _, host = base_url.partition("://")
    body = {
        "integrations": {
            "Segment.io": {"apiKey": write_key, "apiHost": f"{host}/v1", "protocol": protocol}
        },
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }
    return Answer(200, msgspec.json.encode(body), (*CORS, ("Cache-Control", "private, max-age=60")))


def _error(status: int, code: str, message: str, *headers: tuple[str, str]) -> Answer:
    body = msgspec.json.encode({"success": False, "code": code, "message": message})
    return Answer(status, body, (*CORS, *headers))
