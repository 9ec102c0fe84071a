"""What holds at a moment: the live journey versions, the rule set and the holdouts, compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apps.engine.conditions import Condition


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a journey version; `settings` is the frozen value of its type."""

    key: str
    type: str
    name: str
    settings: Any
    next: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listener:
    """A goal or exit node that acts at once, from anywhere; `event` "" listens to any event.

    `window` is how long after the entry a goal still counts for those who have left; none: not.
    """

    node: str
    event: str
    where: Condition
    window: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Journey:
    """A published version of a journey, or a draft on trial."""

    key: str
    name: str
    version: str
    tier: str
    priority: int
    nodes: Mapping[str, Node]
    entry: str
    listeners: tuple[Listener, ...] = ()
    # How long a run may last; None for as long as its path takes.
    longest_stay: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    key: str
    name: str
    transactional: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `limit` messages per window, for what the scope names; an empty scope names all.

    The window is either `hours` (rolling) or `calendar` ("day" or "week", in the person's zone).
    """

    id: str
    name: str
    limit: int
    hours: float | None = None
    calendar: str = ""
    channels: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    transactional: bool = False


@dataclass(frozen=True, slots=True)
class QuietHours:
    """No message on the channel from `start` to `end`, "HH:MM" in the person's zone.

    `weekdays` (0 is Monday) are the days on which it starts, none for all. An `end` that is not
    after `start` is on the next day.
    """

    id: str
    name: str
    channel: str
    start: str
    end: str
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExclusionGroup:
    """A person is in at most one of these journeys.

    Whoever is in stays, unless `displace`: then a better tier, or a higher priority within the
    tier, takes the place.
    """

    id: str
    name: str
    journeys: tuple[str, ...]
    displace: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a lifecycle: `when` lets a person in who is in one of `comes_from` ("": in none).

    `done` says when the person has done what the stage is for; None where nobody has said it.
    """

    key: str
    name: str
    when: Condition
    comes_from: tuple[str, ...]
    done: Condition | None = None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Stages in their order. A person is in at most one of them."""

    key: str
    name: str
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One immutable version of the rules of engagement."""

    id: str
    number: int
    tiers: tuple[Tier, ...]
    caps: tuple[Cap, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
    timezone: str = "UTC"
    window: timedelta = timedelta(minutes=5)
    groups: tuple[ExclusionGroup, ...] = ()
    # How far ahead a message yields to a better one that is already scheduled; zero: never.
    look_ahead: timedelta = timedelta()
    lifecycles: tuple[Lifecycle, ...] = ()
    # Per channel: "opt_in" (only who subscribed), "opt_out" (all but who unsubscribed), "none".
    consent: Mapping[str, str] = field(default_factory=dict)

    def tier(self, key: str) -> Tier:
        return next((tier for tier in self.tiers if tier.key == key), Tier(key, key))

    def tier_rank(self, key: str) -> int:
        """0 for the first tier; an unknown tier comes after all of them."""
        ranks = [rank for rank, tier in enumerate(self.tiers) if tier.key == key]
        return ranks[0] if ranks else len(self.tiers)

    def lifecycle(self, key: str) -> Lifecycle | None:
        return next((known for known in self.lifecycles if known.key == key), None)


@dataclass(frozen=True, slots=True)
class Holdout:
    """A share of people who get nothing from the scope: "everything", "tier" or "journeys"."""

    key: str
    name: str
    salt: str
    share: float
    scope: str = "everything"
    values: tuple[str, ...] = ()
    started_at: datetime | None = None

    def covers(self, *, journey: str, tier: str, transactional: bool) -> bool:
        if self.scope == "everything":
            return not transactional
        return (tier if self.scope == "tier" else journey) in self.values


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a decision depends on besides the person and the input.

    `journeys` has every version somebody may be in; `live` names those that let people in,
    `paused` the journeys whose messages must not leave.
    """

    id: str
    rules: RuleSet
    journeys: Mapping[str, Journey]
    live: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()
    holdouts: tuple[Holdout, ...] = ()
    entries: Mapping[str, tuple[Journey, ...]] = field(default_factory=dict)
    tally_depths: Mapping[str, int] = field(default_factory=dict)
    tally_plan: str = ""
    # What the lifecycles ask, as a fingerprint; and the counted windows by which time moves people.
    stage_plan: str = ""
    stage_windows: tuple[tuple[str, float], ...] = ()
