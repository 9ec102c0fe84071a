"""Sends events to the intake, as any client does: over HTTP, again until they are accepted."""

import base64
import http.client
import json
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from apps.console.demo.diary import Call

TIMEOUT_SECONDS = 30
LONGEST_PAUSE = 5.0


class Refused(Exception):
    """The intake says no, and would say so again."""


class Intake:
    """The intake at an address such as http://127.0.0.1:8000, with a source's write key.

    `patience` is how many seconds it may be away in one go; None waits for ever.
    """

    def __init__(self, url: str, write_key: str, *, patience: float | None = 120) -> None:
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.netloc:
            raise Refused(f"{url!r} is no address such as http://127.0.0.1:8000")
        self._address, self._patience = address, patience
        self._connection: http.client.HTTPConnection | None = None
        self._headers = {
            "Authorization": "Basic " + base64.b64encode(f"{write_key}:".encode()).decode(),
            "Content-Type": "application/json",
        }

    def send(self, calls: Sequence[Call]) -> None:
        """Returns when the events are accepted. Raises Refused, or OSError when patience ends."""
        body = json.dumps({"batch": list(calls)}).encode()
        give_up = None if self._patience is None else time.monotonic() + self._patience
        pause = 0.2
        while True:
            try:
                status, answer = self._post(body)
                if status == 200:
                    return
                if status != 429 and status < 500:
                    raise Refused(f"{status}: {answer[:300]!r}")
                problem: Exception = OSError(f"{status}: {answer[:300]!r}")
            except (OSError, http.client.HTTPException) as error:
                self.close()
                problem = error
            if give_up is not None and time.monotonic() > give_up:
                raise OSError(f"{self._address.netloc} does not take events: {problem}")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _post(self, body: bytes) -> tuple[int, bytes]:
        if self._connection is None:
            secure = self._address.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            self._connection = kind(self._address.netloc, timeout=TIMEOUT_SECONDS)
        path = self._address.path.rstrip("/") + "/v1/batch"
        self._connection.request("POST", path, body, self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
