"""A cause as a value: what kind of thing stood in the way, a stable code, and what it saw."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from apps.engine.reasons import LeafAnswer, Reason


class Kind(StrEnum):
    """What kind of thing kept the message from somebody. Stable: add, never rename."""

    NEVER_ENTERED = "never_entered"
    OTHER_VERSION = "other_version"
    WAITING = "waiting"
    OTHER_WAY = "other_way"
    LEFT = "left"
    DISPLACED = "displaced"
    STOPPED = "stopped"
    LOST = "lost"
    YIELDED = "yielded"
    HELD_OUT = "held_out"
    DELIVERY = "delivery"
    SENT = "sent"
    UNKNOWN = "unknown"


KINDS = tuple(kind.value for kind in Kind)

# Codes beside those of the engine (`apps.engine.reasons.Code`), with what each says.
CODES = {
    "not_published": "The journey was not published then.",
    "event_never_came": "The event that lets people in never came.",
    "event_other_name": "It never came; one of a name like it did.",
    "event_received_later": "It had happened, but was received only after the moment asked about.",
    "event_quarantined": "It came and could not be worked through.",
    "not_applied_yet": "It came and is not worked through yet.",
    "older_version": "The run is on a version that has no such message.",
    "delay": "The run waits at a delay.",
    "wait_for_event": "The run waits for an event.",
    "competes_soon": "The message is ready and competes when the window closes.",
    "on_the_way": "The run is on its way at that very moment.",
    "condition_split": "A condition led another way.",
    "random_split": "Chance led another way.",
    "event_came": "An awaited event came and led another way.",
    "timeout": "An awaited event did not come in time, which led another way.",
    "date_missed": "The date of a trait was missing or over, which led another way.",
    "jump": "A jump back led another way.",
    "other_way": "The path led another way.",
    "sent": "The message was sent.",
    "on_its_way": "The message was decided and is still on its way.",
    "failed": "The delivery failed.",
    "stopped_at_send": "The message was stopped right before it was sent.",
    "expired": "The message was too old when it was to be sent.",
    "in_doubt": "Nobody can tell whether the message left.",
    "delivery_not_kept": "The message was decided; what became of it is no longer kept.",
    "decision_not_kept": "The run passed the message; its decision is no longer kept.",
    "no_message": "The journey has no message.",
    "unknown": "What is kept does not say.",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a condition that was in the way: it had to be `wanted`. `now` is its value now."""

    answer: LeafAnswer
    wanted: bool = True
    now: Any = None
    is_other_now: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the log; id 0: one that the engine told itself."""

    id: int
    name: str
    occurred_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Winner:
    """The journey that was preferred, with its message where one was."""

    journey: str
    name: str = ""
    node: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Holdout:
    key: str
    name: str
    arm: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message that was decided: its status, and the reason as a code."""

    status: str
    reason: str = ""
    detail: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """The one thing that kept a message from somebody.

    `node` is where in the journey it was so; `at` when, `since` since when, `until` until when if
    nothing else happens. `ports` are the ways that would have led to the message. `also` is what
    else would have stopped it at that moment.
    """

    kind: Kind
    code: str
    node: str = ""
    version: str = ""
    at: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    give_up_at: datetime | None = None
    verdict: str = ""
    gate: str = ""
    reason: Reason | None = None
    leaves: tuple[Leaf, ...] = ()
    event: Happened | None = None
    awaited: str = ""
    port: str = ""
    ports: tuple[str, ...] = ()
    status: str = ""
    winner: Winner | None = None
    holdout: Holdout | None = None
    delivery: Delivery | None = None
    enrollment: str = ""
    decision: str = ""
    message: str = ""
    also: tuple[Reason, ...] = field(default=())
