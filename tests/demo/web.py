"""The web process of a test, which may be stopped and started again at the same address."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from urllib.error import HTTPError, URLError

from apps.embedded.ports import free_port


class Web:
    """Serves the application over the database of `environment`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.port, self._environment = free_port(), environment
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        options = ["--port", str(self.port), "apps.config.wsgi:application"]
        self._process = subprocess.Popen([*command, *options], env=self._environment)
        while not self._answers():
            assert self._process.poll() is None, "the server ended before it answered"
            time.sleep(0.05)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.address}/v1/p", timeout=5).close()
        except HTTPError:
            return True
        except (URLError, OSError):
            return False
        return True
