"""What the oracle knows of a person: from what was told, event by event, in its own words."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from apps.engine.book import Holdout
from apps.engine.luck import draw
from apps.engine.values import Absorb, Event, Input
from tests.invariants.by_hand import Document, Sent


@dataclass(frozen=True)
class Active:
    journey: str
    version: str
    entered_at: datetime


@dataclass
class Known:
    """What the oracle knows of one person."""

    id: str
    keys: list[str] = field(default_factory=list)
    traits: dict[str, tuple[Any, datetime]] = field(default_factory=dict)
    consents: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    suppressed: set[str] = field(default_factory=set)
    sends: dict[str, Sent] = field(default_factory=dict)
    active: dict[str, Active] = field(default_factory=dict)
    # By lifecycle: the stage and since when; and those that the other side of a merge was in.
    stages: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    offered: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    tracked: list[tuple[str, datetime]] = field(default_factory=list)

    def hear(self, told: Input, other: "Known | None" = None) -> None:
        """Take in what an input says, before anything is decided because of it."""
        if isinstance(told, Absorb):
            assert other is not None
            self._join(deepcopy(other))
            return
        for key, value in told.traits.items():
            _later(self.traits, key, value, told.occurred_at)
        if told.user_id and not self.keys:
            self.keys.append(f"user_id:{told.user_id}")
        if told.type == "track":
            self.tracked.append((told.name, told.occurred_at))
        self._hear_of_consent(told)
        if told.type == "status":
            self._hear_of_status(told)

    def _hear_of_consent(self, told: Event) -> None:
        if told.name == "Subscription Changed":
            topic = told.properties.get("topic")
            channel = str(told.properties["channel"])
            key = f"{channel}/{topic}" if topic else channel
            _later(self.consents, key, told.properties["status"], told.occurred_at)

    def _hear_of_status(self, told: Event) -> None:
        said = told.properties
        where = f"{said.get('channel')}:{said.get('address')}"
        if told.name == "Address Suppressed":
            self.suppressed.add(where)
        elif told.name == "Address Released":
            self.suppressed.discard(where)
        elif told.name in ("Message Failed", "Message Stopped"):
            self.sends.pop(str(said["message_id"]), None)

    def _join(self, other: "Known") -> None:
        for ours, theirs in ((self.traits, other.traits), (self.consents, other.consents)):
            for key, (value, at) in theirs.items():
                if key not in ours or ours[key][1] < at:
                    ours[key] = (value, at)
        self.keys += [key for key in other.keys if key not in self.keys]
        self.suppressed |= other.suppressed
        self.sends |= other.sends
        self.active |= other.active
        self.tracked += other.tracked
        self.offered = other.stages

    def word(self, trait: str) -> Any:
        return self.traits.get(trait, (None, None))[0]

    def zone(self, rules: Document) -> ZoneInfo:
        own = self.word("timezone")
        known = isinstance(own, str) and own != "No/Where"
        return ZoneInfo(own if known else rules["timezone"])

    def is_silent(self, journey: str, tier: str, holdouts: Sequence[Holdout]) -> bool:
        keys = self.keys or [self.id]
        return any(
            _covers(holdout, journey, tier) and any(draw(holdout.salt, k) < 0.5 for k in keys)
            for holdout in holdouts
        )


def _later(words: dict[str, tuple[Any, datetime]], key: str, value: Any, at: datetime) -> None:
    if key not in words or words[key][1] <= at:
        words[key] = (value, at)


def _covers(holdout: Holdout, journey: str, tier: str) -> bool:
    if holdout.scope == "everything":
        return tier != "transactional"
    return (tier if holdout.scope == "tier" else journey) in holdout.values
