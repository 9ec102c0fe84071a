"""`python -m apps.embedded up`, with PORT, DATA_DIR and DEMO from the environment."""

import os
import sys
from pathlib import Path

from apps.embedded.processes import DidNotStart
from apps.embedded.programs import ROOT
from apps.embedded.stores import AlreadyRunning
from apps.embedded.up import CannotStart, up


def main(arguments: list[str]) -> int:
    if arguments != ["up"]:
        print("usage: python -m apps.embedded up", file=sys.stderr)
        return 2
    data_dir = ROOT / (os.environ.get("DATA_DIR") or "var")
    port = int(os.environ.get("PORT") or 8000)
    demo = (os.environ.get("DEMO") or "1").lower() in {"1", "true", "yes", "on"}
    try:
        up(Path(data_dir), port, demo)
    except (CannotStart, AlreadyRunning, DidNotStart) as problem:
        print(f"Throughline did not start: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
