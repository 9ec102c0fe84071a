"""`make bench`: measures an installation of its own; a table here, JSON under DATA_DIR/bench/.

    python -m tests.bench [NAME …] [--quick] [--graph both|embedded|neo4j]

With NEO4J_URL set, that graph is measured in place of the embedded one: use an empty database.
Neo4j itself is started from its jars where Maven and Java are there, for what the graph changes.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from apps.config import environment
from tests.bench import table
from tests.bench.installation import commit
from tests.bench.measures import MEASURES
from tests.neo4j.jars import CannotRun, jars, java
from tests.neo4j.server import JARS

ROOT = Path(__file__).resolve().parent.parent.parent


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return {
        "cpus": len(psutil.Process().cpu_affinity() or ()),
        "processor": model[0].partition(":")[2].strip() if model else platform.machine(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }


def wait(child: subprocess.Popen[bytes]) -> int:
    """Its exit code. Whatever ends this process ends it too, and waits until it has cleared up."""
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise


def session(graph: str, names: list[str], quick: bool, **more: str) -> dict[str, Any]:
    """Run the measures over one graph, in a process whose settings name it."""
    print(f"{graph}:", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        options = ["--quick"] if quick else []
        command = (sys.executable, "-m", "tests.bench.session", graph, file.name)
        child = subprocess.Popen((*command, *names, *options), cwd=ROOT, env={**os.environ, **more})
        if wait(child):
            sys.exit(f"the measuring of {graph} ended with {child.returncode}")
        found: dict[str, Any] = json.loads(Path(file.name).read_text())
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--graph", choices=("both", "embedded", "neo4j"), default="both")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    unknown = set(given.names) - set(MEASURES)
    if unknown:
        parser.error(f"no such measure: {', '.join(sorted(unknown))}; known: {', '.join(MEASURES)}")
    names, begun = [n for n in MEASURES if n in (given.names or MEASURES)], time.monotonic()
    report: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(),
        "commit": commit(),
        "machine": machine(),
    }
    graphs: dict[str, Any] = {}
    if os.environ.get("NEO4J_URL"):
        graphs["given"] = session("given", names, given.quick)
    elif given.graph != "neo4j":
        graphs["embedded"] = session("embedded", names, given.quick)
    if given.graph != "embedded" and not os.environ.get("NEO4J_URL"):
        chosen = [n for n in names if MEASURES[n] or (given.names and given.graph == "neo4j")]
        try:
            java()
            if chosen:
                where = str(jars(environment.DATA_DIR / "neo4j"))
                graphs["neo4j"] = session("neo4j", chosen, given.quick, **{JARS: where})
        except CannotRun as problem:
            print(f"Neo4j itself was not measured: {problem}")
    report |= {"seconds": round(time.monotonic() - begun), "graphs": graphs}
    path = keep(report)
    print("\n".join(table.lines(graphs)))
    print("\n" + ", ".join(f"{key} {value}" for key, value in report["machine"].items()))
    print(f"{report['seconds']} s; kept in {path}")
    return 0


def keep(report: dict[str, Any]) -> Path:
    directory = environment.DATA_DIR / "bench"
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{report['at'][:19].replace(':', '-')}.json"
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text)
    (directory / "latest.json").write_text(text)
    return path


if __name__ == "__main__":
    sys.exit(main())
