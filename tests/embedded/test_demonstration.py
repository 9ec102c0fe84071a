"""When the demonstration is loaded, and what goes with it."""

from pathlib import Path
from typing import cast

import pytest

from apps.embedded.demonstration import BEGUN, DONE, demonstrate, wanted
from apps.embedded.management.commands.set_up import DEMONSTRATION
from apps.embedded.processes import Program
from apps.embedded.programs import Installation
from apps.embedded.supervisor import Supervisor


@pytest.mark.parametrize(
    ("mark", "empty", "expected"),
    [
        (None, True, True),
        (None, False, False),
        (BEGUN, False, True),
        (BEGUN, True, True),
        (DONE, False, False),
        (DONE, True, False),
    ],
)
def test_it_is_loaded_once_into_an_empty_installation(
    tmp_path: Path, mark: str | None, empty: bool, expected: bool
) -> None:
    path = tmp_path / "demonstration"
    if mark:
        path.write_text(mark)
    assert wanted(path, empty) is expected


class Asked:
    """Stands in for the supervisor; remembers what it was asked to run and to keep running."""

    def __init__(self, exit_code: int = 0) -> None:
        self.ran: list[str] = []
        self.kept: list[str] = []
        self.exit_code = exit_code

    def say(self, line: str) -> None: ...

    def run(self, program: Program) -> int:
        self.ran.append(program.name)
        return self.exit_code

    def add(self, program: Program) -> None:
        self.kept.append(program.name)


def demonstrated(tmp_path: Path, exit_code: int = 0) -> Asked:
    asked, installation = Asked(exit_code), Installation(tmp_path, 8000, {})
    report: dict[str, object] = {"empty": True, "commands": list(DEMONSTRATION)}
    demonstrate(cast(Supervisor, asked), installation, report)
    return asked


def test_what_was_loaded_is_looked_through_for_conflicts_once(tmp_path: Path) -> None:
    first = demonstrated(tmp_path)
    assert (first.ran, first.kept) == (["load_demo", "analyse_conflicts"], ["trickle_demo"])
    again = demonstrated(tmp_path)
    assert (again.ran, again.kept) == ([], ["trickle_demo"])


def test_what_could_not_be_loaded_is_not_looked_through(tmp_path: Path) -> None:
    failed = demonstrated(tmp_path, exit_code=1)
    assert (failed.ran, failed.kept) == (["load_demo"], [])
