"""Rewrites the embedded graph's files, so that what was deleted leaves no byte behind.

ArcadeDB moves records within a page and lets the remains lie; its indexes keep deleted keys, and
its log every change since the database was opened. Only a server that this installation runs itself
is spoken to, at the address in its own directory.
"""

import base64
import json
from pathlib import Path
from urllib.request import Request, urlopen

from apps.embedded.arcadedb import ADDRESS, NAME


class Graph:
    """The embedded graph's administration, over HTTP on this machine."""

    def __init__(self, data_dir: Path) -> None:
        told = json.loads((data_dir / "graph" / ADDRESS).read_text())
        self.address = told["address"]
        pair = f"root:{(data_dir / 'graph' / 'password').read_text().strip()}"
        self.credentials = base64.b64encode(pair.encode()).decode()

    def compress(self) -> None:
        """Close the holes in all pages, and clear what lay in them."""
        self._post(f"command/{NAME}", {"language": "sql", "command": "CHECK DATABASE COMPRESS"})

    def reopen(self) -> None:
        """Close the database, which deletes its log, and open it again. Takes a moment."""
        for command in ("close", "open"):
            self._post("server", {"command": f"{command} database {NAME}"})

    def _post(self, path: str, body: dict[str, str]) -> None:
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Basic {self.credentials}",
        }
        data = json.dumps(body).encode()
        with urlopen(Request(f"{self.address}/api/v1/{path}", data, headers)) as answer:
            answer.read()


def embedded_graph(data_dir: Path) -> Graph | None:
    """The graph that runs in this directory; None where it is a server of its own."""
    return Graph(data_dir) if (data_dir / "graph" / ADDRESS).exists() else None
