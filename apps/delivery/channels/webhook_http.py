"""One POST to a checked address: pinned, no redirects, no proxies, one deadline."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from apps.delivery.targets import Target, UnknownTarget, quoted, resolve

HEAVY = 256 * 1024
READ = 2048


class Unreachable(Exception):
    """No answer. `nobody_there`: not even a connection, so others to this host needn't try."""

    def __init__(self, detail: str, *, nobody_there: bool) -> None:
        super().__init__(detail)
        self.nobody_there = nobody_there


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, cut."""

    status: int
    text: str
    retry_after: str


class Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked; the name serves for Host and the certificate."""

    def __init__(self, target: Target, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.target = target
        self.aborted = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target.address, self.target.port), self.timeout)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)

    def abort(self) -> None:
        self.aborted = True
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


class Senders:
    """The connections of one batch, one per host; each was checked when it was opened."""

    def __init__(self, allowed_hosts: Collection[str], timeout: float) -> None:
        self._allowed = allowed_hosts
        self._timeout = timeout
        self._open: dict[str, Pinned] = {}

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer; raises ForbiddenTarget, or Unreachable."""
        connection = self._open.pop(origin(url), None)
        if connection is not None:
            try:
                return self._ask(connection, url, body, headers)
            except Unreachable:
                # It was closed while idle; the request may be repeated on a new one.
                connection.close()
        return self._ask(self._connected(url), url, body, headers)

    def _connected(self, url: str) -> Pinned:
        try:
            connection = Pinned(resolve(url, self._allowed), self._timeout)
            connection.connect()
        except (UnknownTarget, OSError) as error:
            raise Unreachable(str(error), nobody_there=True) from error
        return connection

    def _ask(self, connection: Pinned, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        # A server that answers byte by byte never meets a socket's timeout: the whole has one.
        deadline = threading.Timer(self._timeout, connection.abort)
        deadline.start()
        try:
            connection.request("POST", path_of(url), body, dict(headers))
            response = connection.getresponse()
            text = response.read(READ).decode("utf-8", "replace")
            answer = Answer(response.status, text, response.getheader("Retry-After", "").strip())
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            raise Unreachable(f"{type(error).__name__}: {error}", nobody_there=False) from error
        finally:
            deadline.cancel()
        if connection.aborted:
            connection.close()
            raise Unreachable("no whole answer in time", nobody_there=False)
        if response.isclosed() and not response.will_close:
            self._open[origin(url)] = connection
        else:
            connection.close()
        return answer

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()


def origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return quoted((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
