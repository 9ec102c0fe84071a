"""What a run over history has counted: frozen, and histories of different people add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# A reason's code and the id of the rule that gave it.
Stop = tuple[str, str]
# A journey's key and a node's.
Place = tuple[str, str]
# Of whose messages people are counted once: (JOURNEY, its key) or (TEMPLATE, its key).
Group = tuple[str, str]
JOURNEY, TEMPLATE = "journey", "template"
# Ids of people named as examples, the smallest ones: so they are the same however it is counted.
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class MessageNumbers:
    """What became of the candidates of one message node. A candidate is one message id.

    `proposed` = `sent` + all that were `stopped` + `withdrawn` + `open`: each candidate counts by
    its final fate. `stopped` has, by the reason that decided in the end, the candidates and their
    people; `stopped_people` the people by the reason's code alone, whichever rules gave it.
    `waited` are those of the sent ones that had been stopped before. A run that ended first has
    `withdrawn` its candidate; `open` ones still wait at the end of the window.
    """

    proposed: int = 0
    people: int = 0
    sent: int = 0
    waited: int = 0
    stopped: Mapping[Stop, tuple[int, int]] = field(default_factory=dict)
    stopped_people: Mapping[str, int] = field(default_factory=dict)
    withdrawn: int = 0
    open: int = 0
    # Of the people whose candidate was stopped in the end.
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """How two journeys met under one cap, on one channel; `one` is before `two` by its key.

    A *meeting* is an unordered pair of two different candidates (messages) of the same person, one
    of each journey, both on the channel and both covered by the cap, whose ready times lie within
    the cap's window: less than its hours apart, or in the same day or week by the person's clock.
    Each such pair of messages is one meeting, whatever became of them.

    A journey has `won` a meeting if the other's message was stopped, at least once, for a reason
    that names its message: it lost arbitration to it, yielded to it, or found a cap full in which
    that message counted (of a full cap, a reason names the ten latest). Of two such stops the
    earlier one counts. `by` has the code and rule of each of these stops, so it adds up to as many
    as `won`.
    """

    one: str
    two: str
    channel: str
    cap: str
    meetings: int = 0
    people: int = 0
    won: Mapping[str, int] = field(default_factory=dict)
    by: Mapping[Stop, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.cap, self.channel, self.one, self.two


@dataclass(frozen=True, slots=True)
class History:
    """The numbers of the window after `since` up to `until`.

    `events` are those that mattered to the book, `people` those who had one. `entered` has runs
    and people by journey; `arrived` the people who came to a node (a goal or exit that ended a run
    counts as reached); `wanted` the people for whom a message of a journey stood ready (one that
    competes), or one of a template; `ties` the stops, by (loser, winner), that nothing but the
    journey's key decided, and their people. `failed` inputs could not be worked through and were
    left out.
    """

    since: datetime
    until: datetime
    events: int = 0
    people: int = 0
    entered: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    arrived: Mapping[Place, int] = field(default_factory=dict)
    messages: Mapping[Place, MessageNumbers] = field(default_factory=dict)
    wanted: Mapping[Group, int] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    ties: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    failed: int = 0
