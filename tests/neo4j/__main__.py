"""`make test-neo4j`: the tests marked `graph`, on Neo4j itself instead of the embedded graph.

With `NEO4J_URL` set they run on that server, whose database they empty. Otherwise Neo4j Community
is started from its jars, which need Maven and Java; where these are missing nothing is tested,
and that is said.
"""

import os
import subprocess
import sys
from pathlib import Path

from apps.embedded.postgres import Postgres
from apps.embedded.redis import Redis
from tests.neo4j.jars import CannotRun, jars, java
from tests.neo4j.server import JARS
from tests.stores import ASKED, GIVEN

ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    environment = dict(os.environ)
    # Workers with a server each; a server that is given has one database for all.
    workers = "0" if environment.get("NEO4J_URL") else "2"
    if environment.get("NEO4J_URL"):
        # Asked for by name; the other stores are the tests' own as always.
        environment[ASKED] = GIVEN
        for other in (Postgres.variable, Redis.variable):
            environment.pop(other, None)
    else:
        kept = ROOT / (os.environ.get("DATA_DIR") or "var") / "neo4j"
        try:
            java()
            environment[JARS] = str(jars(kept))
        except CannotRun as problem:
            print(f"skipped: {problem}")
            return 0
    tests = (sys.executable, "-m", "pytest", "-m", "graph", "-n", workers, *arguments)
    return subprocess.run(tests, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
