"""What a measure answers: figures, some with a target, and what stands behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. A target is `at_least` or `at_most`; without one, it is only told."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""

    @property
    def reached(self) -> bool | None:
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.value <= self.at_most if self.at_most is not None else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"target": self.target, "reached": self.reached}


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one measure; `detail` is for whoever wants to know why."""

    figures: Sequence[Figure]
    detail: Mapping[str, Any] = field(default_factory=dict)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of the values don't exceed; NaN where there is none."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """The usual percentiles of some durations, in milliseconds."""
    return {f"p{p}": round(percentile(seconds, p) * 1000, 1) for p in (50, 95, 99, 100)}
