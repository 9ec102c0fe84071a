"""Two sides of one workload, measured in turn in the same run: what the larger costs more."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bench.accounting import Used, meter
from tests.bench.figures import Figure, Result


@dataclass
class Side:
    """One side. `prepare` readies a round, unmeasured; `work` runs it and counts its events."""

    name: str
    prepare: Callable[[int], None]
    work: Callable[[], int]
    groups: Mapping[str, int]
    rounds: list[tuple[int, Used]] = field(default_factory=list)

    def run(self, number: int) -> None:
        self.prepare(number)
        with meter(self.groups, own=True) as used:
            count = self.work()
        self.rounds.append((count, used))

    def costs(self) -> dict[str, float]:
        """Milliseconds per event: CPU of all that took part, and wall; the first round is left out.

        CPU over all rounds, since one round is short against the clock's tick; wall by the median,
        since a neighbour's noise is in some rounds only.
        """
        counted = self.rounds[1:] or self.rounds
        events = sum(count for count, _ in counted)
        return {
            "cpu": 1000 * sum(used.total for _, used in counted) / events,
            "wall": 1000 * statistics.median(used.wall / count for count, used in counted),
        }

    def detail(self) -> dict[str, Any]:
        total = Used()
        for _, used in self.rounds[1:] or self.rounds:
            total.add(used)
        events = sum(count for count, _ in self.rounds[1:] or self.rounds)
        costs = {f"{kind}_ms_per_event": round(cost, 3) for kind, cost in self.costs().items()}
        return costs | {"events": events, "cpu_per_1000": total.per_thousand(events)}


def compare(small: Side, large: Side, *, rounds: int, at_most: float) -> Result:
    """Run both in turn, beginning with one and then with the other; the ratios of their costs."""
    for number in range(rounds):
        for side in (small, large) if number % 2 else (large, small):
            side.run(number)
    a, b = small.costs(), large.costs()
    return Result(
        [
            Figure(
                f"{large.name} against {small.name}, {kind}",
                round(b[kind] / a[kind], 2),
                "×",
                at_most=at_most,
            )
            for kind in ("cpu", "wall")
        ],
        {side.name: side.detail() for side in (small, large)},
    )
