"""What comes out of the engine: decisions, and what else became of a person. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.engine.reasons import Answer, ConditionAnswer, LeafAnswer, Reason, Verdict
from apps.engine.values import Absorb, Enrollment, Event, ProfileState


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
