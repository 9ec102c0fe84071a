"""Reads request bodies: one event, or a batch of which every event can be read on its own. Pure."""

import json
import math
import re
import zlib
from dataclasses import dataclass
from typing import Any

import msgspec

MAX_EVENT = 32 * 1024
MAX_BODY = 500 * 1024

_TOKEN = re.compile(rb'"(?:[^"\\]+|\\.)*+"?|[\[\]{}:,]', re.DOTALL)
_GZIP = b"\x1f\x8b"


class TooLarge(Exception):
    """The body, unpacked, is larger than is taken."""


class Malformed(Exception):
    """The body is not what it should be; says what it should be."""


class Batch(msgspec.Struct):
    batch: list[msgspec.Raw]
    writeKey: Any = None
    sentAt: Any = None
    context: msgspec.Raw = msgspec.Raw(b"null")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The events of one request, each still encoded, and what was said about them all."""

    events: list[bytes]
    write_key: Any = None
    sent_at: Any = None
    context: Any = None


_batch = msgspec.json.Decoder(Batch)
_any = msgspec.json.Decoder()


def unpack(body: bytes) -> bytes:
    """The body without gzip, never unpacking more than is taken. Raises TooLarge, Malformed."""
    if body.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            body = unpacker.decompress(body, MAX_BODY + 1)
        except zlib.error as error:
            raise Malformed(f"The body is not gzip as it says: {error}.") from None
        if not unpacker.eof and len(body) <= MAX_BODY:
            raise Malformed("The gzip body ends early.")
    if len(body) > MAX_BODY:
        raise TooLarge
    return body.removeprefix(b"\xef\xbb\xbf")


def read_batch(body: bytes) -> Envelope:
    """The events of a batch, also where some of them can't be read. Raises Malformed."""
    try:
        read = _batch.decode(body)
    except (ValueError, RecursionError):
        return _read_damaged_batch(body)
    events = [bytes(raw) for raw in read.batch]
    return Envelope(events, read.writeKey, read.sentAt, _context(bytes(read.context)))


def _context(encoded: bytes) -> Any:
    try:
        return read_value(encoded)
    except Malformed:
        return None


def _read_damaged_batch(body: bytes) -> Envelope:
    start, end, cuts = _find_batch(body)
    outer = read_value(body[:start] + body[end:])
    if not isinstance(outer, dict):
        raise Malformed("A batch must be a JSON object with a list of events in batch.")
    events = [body[a:b].strip() for a, b in cuts]
    return Envelope(
        [event for event in events if event],
        outer.get("writeKey"),
        outer.get("sentAt"),
        outer.get("context"),
    )


def _find_batch(body: bytes) -> tuple[int, int, list[tuple[int, int]]]:
    """Where the inside of the list in `batch` begins and ends, and each of its elements."""
    depth, key, begin, last = 0, b"", -1, -1
    cuts: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(body):
        text = token[0]
        if text in (b"[", b"{"):
            depth += 1
            if begin < 0 and depth == 2 and text == b"[" and key == b'"batch"':
                begin = last = token.end()
        elif text in (b"]", b"}"):
            depth -= 1
            if begin >= 0 and depth == 1:
                return begin, token.start(), [*cuts, (last, token.start())]
        elif text == b"," and begin >= 0 and depth == 2:
            cuts.append((last, token.start()))
            last = token.end()
        elif depth == 1 and text.startswith(b'"'):
            key = text
        elif depth == 1 and text == b",":
            key = b""
    raise Malformed("A batch must be a JSON object with a list of events in batch.")


def read_value(encoded: bytes) -> Any:
    """One JSON value as PostgreSQL can keep it. Raises Malformed.

    NUL characters and halves of surrogate pairs are left out, numbers that are none become null.
    """
    if b"\\u0000" not in encoded:
        try:
            return _any.decode(encoded)
        except (ValueError, RecursionError):
            pass
    return _read_leniently(encoded)


def _read_leniently(encoded: bytes) -> Any:
    try:
        return clean(json.loads(encoded.decode("utf-8", "replace"), strict=False))
    except RecursionError:
        raise Malformed("It is nested too deeply to be read.") from None
    except ValueError as error:
        raise Malformed(f"It is not JSON: {error}.") from None


def clean(value: Any) -> Any:
    """The same value without what PostgreSQL can't keep."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, dict):
        return {_clean_text(key): clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _clean_text(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
