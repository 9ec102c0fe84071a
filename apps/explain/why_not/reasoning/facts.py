"""What has to be known to say why not: the journey, a run's way, its decisions, entry events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from apps.engine.book import Book, Journey
from apps.engine.conditions import Facts
from apps.engine.outcome import Considered
from apps.engine.reasons import LeafAnswer, Reason
from apps.engine.values import Enrollment, Event, ProfileState
from apps.explain.why_not.reasoning.cause import Delivery, Happened


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of a run's way. `left_at` None: the run stood there at the moment asked about."""

    node: str
    version: str
    at: datetime
    left_at: datetime | None = None
    port: str = ""
    leaves: tuple[LeafAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Trip:
    """A run as far as it had come: its way, and how it ended if it had.

    `until` is when it goes on by itself from where it stands.
    """

    id: str
    version: str
    entered_at: datetime
    entry: Happened | None = None
    stops: tuple[Stop, ...] = ()
    left_at: datetime | None = None
    left: Reason | None = None
    left_node: str = ""
    until: datetime | None = None

    @property
    def stands(self) -> Stop | None:
        """Where the run stood; None where it had ended."""
        last = self.stops[-1] if self.stops else None
        return last if last and last.left_at is None and self.left_at is None else None


@dataclass(frozen=True, slots=True)
class Judged:
    """One message of a run as it was judged in a decision."""

    decision: str
    at: datetime
    considered: Considered


@dataclass(frozen=True, slots=True)
class Try:
    """An entry event that let nobody in, and the person and the rules as they were then.

    `beside` are runs of other journeys that the same event had begun before. `now` is what a
    condition sees today. `trouble` is "quarantined" or "not_applied". `status` is the journey's,
    "" for live, since `status_since`; where it isn't sure, it is told only of what nothing else
    explains.
    """

    event: Event
    state: ProfileState
    facts: Facts
    book: Book
    journey: Journey
    beside: tuple[Enrollment, ...] = ()
    now: Facts | None = None
    trouble: str = ""
    status: str = ""
    status_since: datetime | None = None
    status_is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known at the moment `at` about a person and a journey.

    `journey` is the version that let people in then, None: none was published. `versions` are
    those of the run. `judged` are the run's messages, `tries` the entry events that let nobody in
    (since the run began, where there is one), each the latest first. `near` is the latest event
    of a name like the entry's, `late` an entry event that was received only after `at`.
    """

    at: datetime
    key: str
    name: str
    journey: Journey | None
    first_published_at: datetime | None = None
    versions: Mapping[str, Journey] = field(default_factory=dict)
    trip: Trip | None = None
    judged: tuple[Judged, ...] = ()
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    tries: tuple[Try, ...] = ()
    near: Happened | None = None
    late: Happened | None = None
    events: Mapping[int, Happened] = field(default_factory=dict)
    holdouts_since: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def entry_event(self) -> str:
        """The name of the event that lets people in; "" where no version was published."""
        if self.journey is None:
            return ""
        return str(self.journey.nodes[self.journey.entry].settings.event)


def happened(event: Event) -> Happened:
    return Happened(event.id, event.name, event.occurred_at, event.received_at)
