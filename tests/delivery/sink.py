"""A real SMTP server that keeps what it got, and fails as it is told."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """`answers` maps a recipient (or "") to the answer to its message, or to one of the faults.

    Faults: "hang up" closes without an answer after the message was taken; "hang up first" before.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.pause = threading.Event()
        self.pause.set()

    def ids(self) -> Counter[str]:
        """How often each delivery arrived, by the id in its Message-ID."""
        return Counter(str(m["Message-ID"]).strip("<>").split("@")[0] for m in list(self.messages))

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer == "hang up":
            cast(asyncio.Transport, server.transport).abort()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.pause.wait()
        to = envelope.rcpt_tos[0]
        answer = self.answers.get(to, self.answers.get("", "250 OK"))
        if answer.startswith(("250", "hang up")):
            self.messages.append(
                message_from_bytes(envelope.original_content or b"", policy=policy.default)
            )
        if answer == "hang up":
            cast(asyncio.Transport, server.transport).abort()
        return answer


@contextmanager
def running(sink: Sink | None = None, port: int = 0) -> Iterator[tuple[Sink, str]]:
    """A sink and the SMTP_URL that leads to it."""
    sink = sink or Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield sink, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
