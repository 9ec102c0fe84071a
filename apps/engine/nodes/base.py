"""What a node may answer when an enrollment arrives: values that the walk carries out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from apps.engine.conditions import Facts
from apps.engine.reasons import Code, LeafAnswer

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Here:
    """Who stands at which node, when, and what may be looked at."""

    node: str
    journey: str
    luck_key: str
    now: datetime
    since: datetime
    facts: Facts
    zone: ZoneInfo = UTC
    visit: int = 1


@dataclass(frozen=True, slots=True)
class Go:
    """Leave through this port, with these traits set and these stages entered on the way."""

    port: str
    leaves: tuple[LeafAnswer, ...] = ()
    traits: Mapping[str, Any] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stay:
    """Wait here until this moment; then leave through the type's `DUE_PORT`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Propose:
    """Here is a message that wants to go out."""


@dataclass(frozen=True, slots=True)
class End:
    """The run ends here."""

    code: Code


Action = Go | Stay | Propose | End
