"""Loads the demonstration into an empty installation, once, and keeps its events coming.

What is loaded is looked through for conflicts, as if somebody had asked for it.
"""

from collections.abc import Collection
from pathlib import Path

from apps.embedded.programs import Installation
from apps.embedded.supervisor import Supervisor

BEGUN, DONE = "begun", "done"


def wanted(mark: Path, empty: bool) -> bool:
    """Whether to load it: nothing is there yet, or an earlier load was interrupted."""
    return empty if not mark.exists() else mark.read_text() == BEGUN


def demonstrate(
    supervisor: Supervisor, installation: Installation, report: dict[str, object]
) -> None:
    commands = report["commands"]
    assert isinstance(commands, Collection)
    address = ("--url", installation.address)
    mark = installation.data_dir / "demonstration"
    if "load_demo" in commands and wanted(mark, bool(report["empty"])):
        mark.write_text(BEGUN)
        if supervisor.run(installation.manage("load_demo", *address, terminal=True)):
            supervisor.say("The demonstration could not be loaded; the next start tries again.")
            return
        # So that conflicts are there to be seen; a worker finds them while others begin already.
        if "analyse_conflicts" in commands:
            supervisor.run(installation.manage("analyse_conflicts", terminal=True))
        mark.write_text(DONE)
    if "trickle_demo" in commands and mark.exists() and mark.read_text() == DONE:
        supervisor.add(installation.manage("trickle_demo", *address))
