"""The intake as a bare WSGI application: what the view does, with no middlewares before it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings

from apps.common import clock
from apps.events import decode
from apps.events.intake import Answer, Call, receive

PREFIX = "/v1/"
# Of a request that is too large this much is read, so that its sender gets to read the answer.
MOST_DRAINED = 8 * 1024 * 1024

_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer = answer_to(environ)
    start_response(_STATUS[answer.status], headers_of(answer))
    return [answer.body]


def answer_to(environ: dict[str, Any]) -> Answer:
    """What one request to /v1/… is answered with."""
    return receive(_call(environ), clock.now())


def headers_of(answer: Answer) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(answer.body))),
        ("X-Content-Type-Options", "nosniff"),
        *answer.headers,
    ]


def _call(environ: dict[str, Any]) -> Call:
    return Call(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"].removeprefix(PREFIX),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
        body=_body(environ) if environ["REQUEST_METHOD"] == "POST" else b"",
        base_url=_base_url(environ),
    )


def _base_url(environ: dict[str, Any]) -> str:
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    behind_tls = settings.SECURE_HTTPS and environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    return f"{'https' if behind_tls else environ['wsgi.url_scheme']}://{host}"


def _body(environ: dict[str, Any]) -> bytes | None:
    """The body, or None where it is larger than is taken even before it is unpacked."""
    stream = environ["wsgi.input"]
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) <= decode.MAX_BODY:
        return bytes(stream.read(int(length)))
    if length.isdigit() or "HTTP_TRANSFER_ENCODING" in environ:
        body = bytes(stream.read(min(int(length or MOST_DRAINED), MOST_DRAINED)))
        return body if len(body) <= decode.MAX_BODY else None
    return b""
