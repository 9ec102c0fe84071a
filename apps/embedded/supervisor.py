"""Keeps programs and stores running: what ends starts again, later each time it ends at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from apps.embedded.processes import Child, DidNotStart, Program
from apps.embedded.stores import Stores

SHORTEST, LONGEST = 0.5, 30.0
# A program that ran this many seconds is healthy again.
HEALTHY = 60.0


@dataclass
class Kept:
    """A child with the history that decides when it may start again."""

    child: Child
    started: float = 0.0
    delay: float = SHORTEST
    due: float | None = None

    def start(self, now: float) -> None:
        self.started, self.due = now, None
        self.child.start()

    def note_end(self, now: float) -> float:
        """Sets when it starts again; the seconds until then."""
        self.delay = SHORTEST if now - self.started > HEALTHY else min(self.delay * 2, LONGEST)
        self.due = now + self.delay
        return self.delay


@dataclass
class Supervisor:
    """Runs programs over stores. `say` gets a line for the terminal."""

    stores: Stores
    say: Callable[[str], None]
    kept: dict[str, Kept] = field(default_factory=dict)

    @property
    def run_dir(self) -> Path:
        return self.stores.data_dir / "run"

    def add(self, program: Program) -> Child:
        child = Child(program, self.run_dir / f"{program.name}.json")
        self.kept[program.name] = Kept(child)
        self.kept[program.name].start(time.monotonic())
        return child

    def run(self, program: Program) -> int:
        """Runs a program to its end, looking after the others meanwhile; its exit code."""
        child = Child(program, self.run_dir / f"{program.name}.json")
        child.start()
        try:
            while child.running:
                self.look_after()
                time.sleep(0.1)
        finally:
            child.stop()
        return child.exit_code or 0

    def look_after(self) -> None:
        """One look at everything: starts what has ended, once its time has come."""
        for name in self.stores.own:
            if not self.stores.is_running(name):
                self._revive_store(name)
        now = time.monotonic()
        for name, kept in self.kept.items():
            if kept.child.running:
                continue
            if kept.due is None:
                delay = kept.note_end(now)
                self.say(f"{name} ended; it starts again in {delay:.0f} s (log: {name}.log)")
            elif now >= kept.due:
                kept.start(now)

    def _revive_store(self, name: str) -> None:
        self.say(f"{name} ended; starting it again (log: {name}.log)")
        try:
            self.stores.start(name)
        except DidNotStart as problem:
            self.say(str(problem))
            time.sleep(1)

    def stop(self) -> None:
        """Asks all at once, the last started first; kills what doesn't end in time."""
        children = [kept.child for kept in reversed(self.kept.values())]
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()
