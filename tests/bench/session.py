"""Runs measures over one graph, in a process of its own: its settings name that graph's stores.

    python -m tests.bench.session GRAPH FILE NAME … [--quick]

Writes what it found to FILE as JSON.
"""

import argparse
import json
import signal
import time
import traceback
from pathlib import Path
from typing import Any

import django

from apps.embedded.up import step
from tests.bench.installation import Bench, bench
from tests.bench.measures import measure


def run(given: Bench, names: list[str]) -> dict[str, Any]:
    """The measures by name; one that fails tells why, and the others go on."""
    django.setup()
    from tests.bench import world

    with step("warming up"):
        world.warm_up(given.size(1200, 50))
    found: dict[str, Any] = {}
    for name in names:
        with step(name):
            begun = time.monotonic()
            found[name] = one(given, name)
            found[name]["seconds"] = round(time.monotonic() - begun, 1)
    return found


def one(given: Bench, name: str) -> dict[str, Any]:
    try:
        result = measure(name)(given)
    except Exception as problem:
        traceback.print_exc()
        return {"figures": [], "error": repr(problem)}
    return {"figures": [figure.as_json() for figure in result.figures], "detail": result.detail}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph")
    parser.add_argument("file", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    # As Ctrl-C does it: everything that was started ends, and its directory goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with bench(given.graph, given.quick) as made:
        given.file.write_text(json.dumps(run(made, given.names), indent=1))


if __name__ == "__main__":
    main()
