"""What goes into the engine, and what it knows of a person: frozen values.

Datetimes are aware and in UTC; what comes out is in `outcome`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.engine.reasons import Code, Reason

# What goes in -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the log, routed to this person.

    `occurred_at` is when it happened, `received_at` when we were told: the engine's time.
    """

    id: int
    type: str
    name: str
    occurred_at: datetime
    received_at: datetime
    user_id: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    traits: Mapping[str, Any] = field(default_factory=dict)
    timezone: str = ""
    # The key of the source that told it, and the session's key where the event names one.
    source: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Absorb:
    """Another profile turned out to be this person: its state comes in with everything it holds."""

    event_id: int
    at: datetime
    other: "ProfileState"


Input = Event | Absorb


# A person ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TraitValue:
    value: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentValue:
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Send:
    """A message counted against caps. `ghost`: held out, so it counts only on the would-be path."""

    message_id: str
    at: datetime
    channel: str
    tier: str
    journey: str
    tags: tuple[str, ...] = ()
    transactional: bool = False
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that wants to go out. `wake_at` None: it competes when the window closes."""

    ready_at: datetime
    give_up_at: datetime
    wake_at: datetime | None = None
    reason: Reason | None = None
    # Everything that stopped it, and the rule set by which it did.
    stopped_by: tuple[Code, ...] = ()
    rule_set: str = ""


@dataclass(frozen=True, slots=True)
class EntryEvent:
    id: int
    name: str
    occurred_at: datetime
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Enrollment:
    """One run of a person through one journey version, and where it stands."""

    id: str
    journey: str
    version: str
    entered_at: datetime
    entry: EntryEvent
    node: str
    since: datetime
    steps: int = 0
    visits: Mapping[str, int] = field(default_factory=dict)
    until: datetime | None = None
    waiting: Waiting | None = None
    # Once per key: the key of this run. And the end of the longest stay, where there is one.
    key: str = ""
    leave_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of the runs through one journey."""

    entered: int
    last_entered_at: datetime
    last_left_at: datetime | None = None
    # Once per key: the latest keys, as digests.
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InStage:
    """The current stage of a lifecycle; `done_at` is when its "done" was first so."""

    stage: str
    since: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A run that ended without its goal while the goal's window is open."""

    enrollment: str
    version: str
    entered_at: datetime
    entry: EntryEvent
    until: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session so far; `key` "": told by its silences. Its moments are those of occurrence."""

    id: str
    source: str
    key: str
    started_at: datetime
    last_at: datetime
    events: int


@dataclass(frozen=True, slots=True)
class ProfileState:
    """Everything the engine knows of one person. Bounded: it doesn't grow with history."""

    id: str
    as_of: datetime
    traits: Mapping[str, TraitValue] = field(default_factory=dict)
    consents: Mapping[str, ConsentValue] = field(default_factory=dict)
    suppressed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    # What luck is drawn from: the user id from the moment it is known; of both sides of a merge.
    bucket_keys: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()
    moved_to: str = ""
    # Latest occurrences of the events that conditions count, and the plan they were kept for.
    tallies: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    tally_plan: str = ""
    enrollments: tuple[Enrollment, ...] = ()
    past: Mapping[str, Past] = field(default_factory=dict)
    sends: tuple[Send, ...] = ()
    window_closes_at: datetime | None = None
    decisions: int = 0
    # By lifecycle; the plan they were reviewed by; and when time alone may change them.
    stages: Mapping[str, InStage] = field(default_factory=dict)
    stage_plan: str = ""
    stages_due_at: datetime | None = None
    watched: tuple[Watched, ...] = ()
    # The latest few of each source, the one last heard of at the end.
    sessions: tuple[OpenSession, ...] = ()
