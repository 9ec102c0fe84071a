"""The answers of the engine: every one carries its reason, each *no* included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Why something was so. Sentences for people are made from these in `explain`."""

    OK = "ok"
    # Gates of a candidate, in their order.
    JOURNEY_NOT_LIVE = "journey_not_live"
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    UNSUBSCRIBED = "unsubscribed"
    EXCLUDED = "excluded"
    QUIET_HOURS = "quiet_hours"
    FREQUENCY_CAP = "frequency_cap"
    LOST_TIER = "lost_tier"
    LOST_PRIORITY = "lost_priority"
    LOST_READY_TIME = "lost_ready_time"
    LOST_KEY = "lost_key"
    LOST_SAME_JOURNEY = "lost_same_journey"
    LOOK_AHEAD = "look_ahead"
    NOT_COMPETING = "not_competing"
    HELD_OUT = "held_out"
    HELD_OUT_MIXED = "held_out_mixed"
    GATE_ERROR = "gate_error"
    # Entries that did not happen.
    ENTERED_BEFORE = "entered_before"
    STILL_INSIDE = "still_inside"
    COOLING_DOWN = "cooling_down"
    NO_KEY = "no_key"
    KEY_SEEN = "key_seen"
    TOO_MANY_INSIDE = "too_many_inside"
    EVENT_PROPERTIES = "event_properties"
    AUDIENCE = "audience"
    # Ends of an enrollment.
    GOAL = "goal"
    EXIT = "exit"
    END_OF_PATH = "end_of_path"
    STOPPED_AND_LEFT = "stopped_and_left"
    MERGED_TWICE_INSIDE = "merged_twice_inside"
    DISPLACED = "displaced"
    STAYED_TOO_LONG = "stayed_too_long"
    MOVED_OUT = "moved_out"
    LET_GO = "let_go"
    TOO_MANY_STEPS = "too_many_steps"


class Verdict(StrEnum):
    """What became of a candidate in one decision."""

    SENT = "sent"
    HELD_OUT = "held_out"
    WAITS = "waits"
    SKIPPED = "skipped"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code, the rule that said so (its id and its name), and the numbers it saw."""

    code: Code
    rule: str = ""
    name: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)


OK = Reason(Code.OK)


@dataclass(frozen=True, slots=True)
class Answer:
    """One gate's answer. `retry_at` is the first moment it may say yes, None where unknown."""

    gate: str
    ok: bool
    reason: Reason = OK
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeafAnswer:
    """One leaf of a condition: what was asked, and the value that was there."""

    subject: str
    op: str
    expected: Any
    actual: Any
    ok: bool


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """The verdict of a condition, and of each of its leaves, also those that decided nothing."""

    ok: bool
    leaves: tuple[LeafAnswer, ...] = ()
