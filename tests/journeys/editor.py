"""The editor's own answers about documents: its TypeScript, run by Node.js."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.chromium import node

ROOT = Path(__file__).resolve().parents[2]
ROLLDOWN = ROOT / "node_modules" / "rolldown" / "bin" / "cli.mjs"


class Editor:
    """One process that answers line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, document: Any) -> dict[str, Any]:
        """What it finds in this document: problems, warnings, ports and sentences."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"document": document}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the editor's code failed: see the error output above"
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def editor(directory: Path) -> Iterator[Editor]:
    """The editor's code, bundled into this directory and running."""
    bundle = directory / "agree.mjs"
    source = ROOT / "tests" / "editor" / "agree.ts"
    arguments = (str(source), "--file", str(bundle), "--platform", "node", "--log-level", "warn")
    subprocess.run((node(), str(ROLLDOWN), *arguments), check=True, cwd=ROOT)
    with subprocess.Popen(
        (node(), str(bundle)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield Editor(process)
        assert process.stdin is not None
        process.stdin.close()
