"""An SMTP server in a process of its own that takes everything and notes when it came.

    python -m tests.bench.sink PORT FILE

One line per message in FILE: seconds since the epoch at the final dot, a blank, the recipient.
It speaks just enough SMTP, on bare asyncio, so that it isn't what is measured.
"""

import asyncio
import sys
import time
from typing import IO

GREETING = b"220 sink\r\n"
END = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-8BITMIME\r\n250 PIPELINING\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, notes: IO[str]) -> None:
        self.notes = notes
        self.received = bytearray()
        self.recipient = ""
        self.in_message = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.received += data
        while self._message() if self.in_message else self._command():
            pass

    def _command(self) -> bool:
        line, end, rest = self.received.partition(b"\r\n")
        if not end:
            return False
        self.received = rest
        verb = bytes(line[:4]).upper()
        if verb == b"RCPT":
            self.recipient = line.decode().partition("<")[2].partition(">")[0]
        self.in_message = verb == b"DATA"
        self.transport.write(ANSWERS.get(verb, b"250 fine\r\n"))
        if verb == b"QUIT":
            self.transport.close()
        return True

    def _message(self) -> bool:
        at = self.received.find(END)
        if at < 0:
            return False
        self.notes.write(f"{time.time():.6f} {self.recipient}\n")
        del self.received[: at + len(END)]
        self.in_message = False
        self.transport.write(b"250 taken\r\n")
        return True


async def serve(port: int, path: str) -> None:
    with open(path, "w", buffering=1) as notes:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Conversation(notes), "127.0.0.1", port)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
