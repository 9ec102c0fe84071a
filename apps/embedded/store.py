"""What the three embedded stores have in common."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from apps.embedded.processes import Child, DidNotStart, Program, wait_until

STARTS = 5


class Store(ABC):
    """One store under `data_dir`. Its address is fixed when it is made and outlives restarts."""

    name: ClassVar[str]
    variable: ClassVar[str]

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        """`durable=False` survives the death of the process, not that of the machine: for tests."""
        self.durable = durable
        self.home = data_dir / self.name
        self.log = data_dir / "log" / f"{self.name}.log"
        self.record = data_dir / "run" / f"{self.name}.json"
        self.child: Child | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """The address, as the environment variable of this store would hold it."""

    @abstractmethod
    def program(self) -> Program:
        """What to run."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes a connection."""

    @abstractmethod
    def prepare(self) -> None:
        """Makes what must exist before the program starts."""

    def settle(self) -> None:  # noqa: B027
        """Makes what must exist before anybody else connects; most need nothing."""

    def begin(self) -> None:
        """Starts the program and returns at once; `finish` waits for it."""
        if self.child:
            # What is left of the run before, and its record.
            self.child.stop()
        self.child = Child(self.program(), self.record)
        self.prepare()
        self.child.start()

    def finish(self) -> None:
        """Waits until the store answers. After a `kill -9` its first tries may still find the
        remains of the last run, so it is tried again before `DidNotStart` is raised."""
        assert self.child is not None
        for left in reversed(range(STARTS)):
            try:
                wait_until(self.answers, self.child)
                break
            except DidNotStart:
                if not left:
                    raise
                self.begin()
        self.settle()

    def start(self) -> None:
        self.begin()
        self.finish()

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def kill(self) -> None:
        """`kill -9`, as a fault would; `start` brings it back at the same address."""
        if self.child:
            self.child.kill()
