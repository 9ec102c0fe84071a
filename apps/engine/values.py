"""What goes into the engine and what comes out: frozen values, datetimes aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.engine.reasons import Answer, Code, ConditionAnswer, LeafAnswer, Reason, Verdict

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


# What comes out ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Considered:
    """One candidate of a decision with every gate's answer; `reason` is the one that decided."""

    enrollment: str
    journey: str
    version: str
    node: str
    visit: int
    message_id: str
    channel: str
    template: str
    tier: str
    priority: int
    ready_at: datetime
    verdict: Verdict
    reason: Reason
    gates: tuple[Answer, ...]
    rank: int | None = None
    again_at: datetime | None = None
    give_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one step started from: enough, with the book, to run it again."""

    state: ProfileState
    at: datetime
    input: Event | None = None
    absorb: Absorb | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One moment at which candidates were resolved."""

    id: str
    profile: str
    at: datetime
    book: str
    rule_set: str
    event_id: int | None
    considered: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    enrollment: Enrollment
    answer: ConditionAnswer


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that did not happen, though its event came."""

    journey: str
    version: str
    event_id: int
    at: datetime
    reason: Reason
    leaves: tuple[LeafAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Visited:
    """An enrollment passed a node and left it through a port."""

    enrollment: str
    version: str
    node: str
    seq: int
    arrived_at: datetime
    left_at: datetime
    port: str
    leaves: tuple[LeafAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    enrollment: str
    version: str
    node: str
    at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Converted:
    """A run that had ended reached a goal of its version within the goal's window."""

    enrollment: str
    version: str
    node: str
    at: datetime
    event_id: int


@dataclass(frozen=True, slots=True)
class Adopted:
    """A merge brought this enrollment over from the absorbed profile."""

    enrollment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """An enrollment went over to another version of its journey."""

    enrollment: str
    before: str
    version: str
    node: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StageEntered:
    """`event_id` 0: time or another lifecycle brought it. `because`: condition, node or merge."""

    lifecycle: str
    stage: str
    previous: str
    at: datetime
    event_id: int
    because: str
    leaves: tuple[LeafAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class StageDone:
    """The person has done what the stage is for."""

    lifecycle: str
    stage: str
    at: datetime
    leaves: tuple[LeafAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """An event was counted in this session, at `at`. `begun`: it is the first that is known of it;

    `first`: and it is the first session that is known of the person.
    """

    session: str
    event: Event
    at: datetime
    begun: bool
    first: bool


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A message that has been decided: to be written to the outbox under its derived id."""

    message_id: str
    decision: str
    enrollment: str
    journey: str
    version: str
    node: str
    channel: str
    template: str
    topic: str
    tier: str
    transactional: bool
    at: datetime
    address: str
    traits: Mapping[str, Any]
    event: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TraitChanged:
    key: str
    value: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    channel: str
    topic: str
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suppressed:
    channel: str
    address: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageOutcome:
    """What followed a message, such as failed or opened. `released`: its cap place is free."""

    message_id: str
    kind: str
    at: datetime
    released: bool
    detail: str = ""


Effect = (
    Entered
    | Refused
    | Visited
    | Left
    | Converted
    | Adopted
    | Moved
    | StageEntered
    | StageDone
    | SessionSeen
    | SendMessage
    | TraitChanged
    | ConsentChanged
    | Suppressed
    | MessageOutcome
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `advance` answers. `steps` has, for each decision's id, what its step started from."""

    state: ProfileState
    decisions: tuple[Decision, ...]
    effects: tuple[Effect, ...]
    steps: Mapping[str, Step]
