"""What a trial tells: steps in the order of time. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KINDS = (
    *("event", "entered", "refused", "arrived", "waits", "passed"),
    *("sent", "held_out", "skipped", "stopped", "goal", "left"),
    *("trait", "stage", "consent", "elsewhere", "failed"),
)


@dataclass(frozen=True, slots=True)
class LeafTold:
    """One question of a condition with the value that was there."""

    subject: str
    op: str
    expected: Any
    actual: Any
    ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class ReasonTold:
    code: str
    rule: str
    name: str
    words: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GateTold:
    """`decided`: this is the *no* that gave the reason."""

    gate: str
    name: str
    ok: bool
    decided: bool
    words: str
    reason: ReasonTold
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class CandidateTold:
    """One that took part in a decision; `own`: a message of the draft."""

    journey: str
    journey_name: str
    node: str
    name: str
    own: bool
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """`quiet`: not of the draft's own run, but it may matter. `run` counts the draft's runs, 0 for
    none of them. `until` is the moment that is waited for, `waits_for` the event."""

    at: datetime
    kind: str
    says: str
    node: str = ""
    port: str = ""
    run: int = 0
    quiet: bool = False
    reason: ReasonTold | None = None
    leaves: tuple[LeafTold, ...] = ()
    gates: tuple[GateTold, ...] = ()
    also_stopped_by: tuple[str, ...] = ()
    candidates: tuple[CandidateTold, ...] = ()
    until: datetime | None = None
    waits_for: str = ""
    label: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
