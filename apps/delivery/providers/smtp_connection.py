"""One SMTP connection, driven step by step, so that the caller owns the moment before the dot."""

import contextlib
import os
import re
import select
import smtplib
import socket
import ssl
import time
from collections import deque
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from apps.delivery.sending import Outage, Refused

IDLE_SECONDS = 30
_LEADING_DOT = re.compile(rb"(?m)^\.")


class Dropped(Exception):
    """The connection broke before the dot: the server has nothing."""


class NoAnswer(Exception):
    """The dot left, and no answer came: nobody knows."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where SMTP_URL points: smtp[s]://user:password@host:port?tls=none|starttls|implicit."""

    host: str
    port: int
    user: str
    password: str
    tls: str


def server(url: str) -> Server:
    """The server of a URL; Outage says what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Outage("SMTP_URL must look like smtp://user:password@host:port?tls=starttls")
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    usual = "implicit" if parts.scheme == "smtps" else "none" if local else "starttls"
    tls = parse_qs(parts.query).get("tls", [usual])[0]
    if tls not in ("none", "starttls", "implicit"):
        raise Outage(f"SMTP_URL: tls={tls}; known: none, starttls, implicit")
    port = parts.port or {"implicit": 465, "starttls": 587}.get(tls, 25)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port, user, password, tls)


class Connection:
    """A greeted, authenticated connection. `broken` once it can't be used any more."""

    def __init__(self, target: Server, timeout: float) -> None:
        self.broken = False
        self._reused = False
        self.used_at = time.monotonic()
        try:
            self._smtp = opened(target, timeout)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Outage(f"{target.host}:{target.port}: {error}") from error

    def offer(self, sender: str, to: str, data: bytes) -> None:
        """Envelope and message, all but the final dot. Raises Refused, Dropped or Outage."""
        self.used_at = time.monotonic()
        try:
            self._envelope(sender, to)
            if b"\n." in data or data.startswith(b"."):
                data = _LEADING_DOT.sub(b"..", data)
            self._smtp.send(data)
        except (OSError, smtplib.SMTPException) as error:
            self.broken = True
            raise Dropped(str(error)) from error

    def _envelope(self, sender: str, to: str) -> None:
        code, said = self._smtp.docmd(f"MAIL FROM:<{sender}>")
        if code == 421 and self._reused:
            raise smtplib.SMTPServerDisconnected(text(code, said))
        if code != 250:
            self.drop()
            raise Outage(f"the sender was refused: {text(code, said)}")
        code, said = self._smtp.docmd(f"RCPT TO:<{to}>")
        if code not in (250, 251):
            self._refuse("recipient_refused", code, said, reset=True)
        code, said = self._smtp.docmd("DATA")
        if code != 354:
            self._refuse("message_refused", code, said, reset=True)

    def finish(self) -> str:
        """Sends the dot and returns the answer. Raises Refused for a no, NoAnswer for silence."""
        try:
            self._smtp.send(b".\r\n")
        except (OSError, smtplib.SMTPException) as error:
            # The dot never left this machine, so the server drops the message.
            self.broken = True
            raise Refused("connection_lost", str(error), permanent=False) from error
        try:
            code, said = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.broken = True
            raise NoAnswer(
                f"the server gave no answer to the end of the message: {error}"
            ) from error
        if not 400 <= code < 600 and code != 250:
            self.broken = True
            raise NoAnswer(f"the server's answer makes no sense: {text(code, said)}")
        if code != 250:
            self._refuse("message_refused", code, said, reset=False)
        self.used_at = time.monotonic()
        self._reused = True
        return text(code, said)

    def _refuse(self, reason: str, code: int, said: bytes, *, reset: bool) -> None:
        if code == 421 or code < 400:
            self.broken = True
        elif reset:
            self._smtp.docmd("RSET")
        raise Refused(reason, text(code, said), permanent=500 <= code < 600)

    def spoke(self) -> bool:
        """True where the server said something or hung up, though it was its turn to listen."""
        poll = select.poll()
        try:
            poll.register(cast(socket.socket, self._smtp.sock), select.POLLIN)
            self.broken = self.broken or bool(poll.poll(0))
        except (OSError, ValueError, TypeError, AttributeError):
            self.broken = True
        return self.broken

    def drop(self) -> None:
        """Closes without a word: what was not finished is not sent."""
        self.broken = True
        with contextlib.suppress(OSError):
            self._smtp.close()


def opened(target: Server, timeout: float) -> smtplib.SMTP:
    context = ssl.create_default_context() if target.tls != "none" else None
    if target.tls == "implicit":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            target.host, target.port, timeout=timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(target.host, target.port, timeout=timeout)
    try:
        # Without it the dot, a small segment after the body, waits for a delayed acknowledgement.
        cast(socket.socket, smtp.sock).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if target.tls == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if target.user:
            smtp.login(target.user, target.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


class Pool:
    """Connections kept between batches, for this process only: a forked child has its own."""

    def __init__(self) -> None:
        self._idle: deque[tuple[int, str, Connection]] = deque(maxlen=64)

    def take(self) -> Connection | None:
        """An idle connection that is still good, or None."""
        while self._idle:
            try:
                pid, url, connection = self._idle.pop()
            except IndexError:
                return None
            if pid != os.getpid():
                continue
            fresh = time.monotonic() - connection.used_at < IDLE_SECONDS
            if url == settings.SMTP_URL and fresh and not connection.spoke():
                return connection
            connection.drop()
        return None

    def open(self) -> Connection:
        """A new connection; raises Outage."""
        return Connection(server(settings.SMTP_URL), settings.SMTP_TIMEOUT_SECONDS)

    def give(self, connection: Connection) -> None:
        if connection.broken:
            connection.drop()
        else:
            self._idle.append((os.getpid(), settings.SMTP_URL, connection))


def text(code: int, said: bytes) -> str:
    return f"{code} {said.decode('utf-8', 'replace')}"
