"""What each part of an installation costs: CPU seconds and memory, by process group."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

# What measures, and is not part of what is measured.
APPARATUS = ("sink", "sender")
OWN = "bench"


def tree(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    return []


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """User and system time of these, and of their children that have ended already."""
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


@dataclass
class Used:
    """What a block took. `cpu` is by group; `bench` is the measuring process itself."""

    wall: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """CPU seconds of the installation: without sender and sink."""
        return sum(seconds for name, seconds in self.cpu.items() if name not in APPARATUS)

    def add(self, other: "Used") -> None:
        self.wall += other.wall
        for name, seconds in other.cpu.items():
            self.cpu[name] = self.cpu.get(name, 0.0) + seconds

    def per_thousand(self, count: int) -> dict[str, float]:
        """CPU seconds per 1,000 of something, by group."""
        return {name: round(1000 * s / count, 3) for name, s in self.cpu.items() if s > 0}


@contextlib.contextmanager
def meter(groups: Mapping[str, int], *, own: bool = False) -> Iterator[Used]:
    """Fills in a `Used` when the block ends. `groups` are names and process ids of their roots."""
    used = Used()
    before = {name: cpu_seconds(tree(pid)) for name, pid in groups.items()}
    own_before, begun = time.process_time(), time.perf_counter()
    yield used
    used.wall = time.perf_counter() - begun
    if own:
        used.cpu[OWN] = time.process_time() - own_before
    for name, pid in groups.items():
        used.cpu[name] = max(cpu_seconds(tree(pid)) - before[name], 0.0)


def peak_mb(pid: int) -> float:
    """The most memory that one process of a group ever held (VmHWM), in MB."""
    return max((_status(each.pid, "VmHWM") for each in tree(pid)), default=0.0)


def together_mb(pid: int) -> float:
    """What a group holds now, pages that it shares counted once (PSS), in MB."""
    return sum(_rollup(each.pid) for each in tree(pid))


def _status(pid: int, name: str) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _rollup(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
