"""Gets Neo4j's jars, once, with the machine's Maven."""

import re
import shutil
import subprocess
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
OLDEST_JAVA = 17


class CannotRun(Exception):
    """What this machine lacks to run Neo4j itself."""


def java() -> str:
    """The machine's Java. Raises `CannotRun` where there is none that Neo4j runs on."""
    found = shutil.which("java")
    if not found:
        raise CannotRun("there is no Java on this machine")
    said = subprocess.run((found, "-version"), capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < OLDEST_JAVA:
        raise CannotRun(f"Neo4j needs Java {OLDEST_JAVA} or newer; {found} is older")
    return found


def jars(directory: Path) -> Path:
    """The directory of the jars below `directory`, one per state of the pom.

    Raises `CannotRun` without Maven, or where it can't reach its repository.
    """
    target = directory / "lib"
    copy_of_pom = directory / "pom.xml"
    if copy_of_pom.exists() and copy_of_pom.read_text() == POM.read_text():
        return target
    maven = shutil.which("mvn")
    if not maven:
        raise CannotRun("there is no Maven on this machine")
    shutil.rmtree(target, ignore_errors=True)
    goal = ("dependency:copy-dependencies", "-DincludeScope=runtime")
    where = (f"-DoutputDirectory={target}", "--file", str(POM))
    done = subprocess.run(
        (maven, "--quiet", "--batch-mode", *goal, *where), capture_output=True, text=True
    )
    if done.returncode:
        raise CannotRun(f"Maven could not get Neo4j's jars:\n{done.stdout.strip()[-2000:]}")
    shutil.copy(POM, copy_of_pom)
    return target
