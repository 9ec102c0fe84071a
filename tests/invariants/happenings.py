"""What may happen to people and their rules: the first half of the state machine.

A small model of the stores: for each person a log of inputs and the state as text.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from apps.engine import compile
from apps.engine.book import Holdout, Journey
from apps.engine.values import Event, Input
from tests.invariants import rulebook
from tests.invariants.known import Known

START = datetime(2026, 3, 27, 9, tzinfo=UTC)
PEOPLE = ("ann", "bob", "cid", "dan")
EVENTS = ("Signed Up", "Viewed", "Viewed", "Bought", "Paid", "Cancelled", "Stage Entered")
CHANNELS = ("email", "sms", "webhook", "all")
people = st.sampled_from(PEOPLE)
late = st.sampled_from([timedelta()] * 4 + [timedelta(minutes=30), timedelta(days=2)])
ALL, SOME, TIER = (
    Holdout("all", "All", "a", 0.5),
    Holdout("some", "Some", "b", 0.5, "journeys", ("welcome", "news", "morning", "staged")),
    Holdout("tier", "Tier", "d", 0.5, "tier", ("marketing",)),
)
HELD_OUT = [(ALL,), (SOME,), (TIER,), (SOME, TIER)]


@dataclass
class Person:
    """One person's row: the state as it is stored, and what is to be applied to it."""

    state: str = ""
    pending: list[tuple[Input, Known | None]] = field(default_factory=list)
    gone_to: str = ""


class Happenings(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.people = {name: Person() for name in PEOPLE}
        self.known = {name: Known(name) for name in PEOPLE}
        self.journeys: dict[str, Journey] = {}
        self.live: dict[str, str] = {}
        self.paused: set[str] = set()
        self.holdouts: tuple[Holdout, ...] = ()
        self.told = self.books = 0
        self.message_ids: dict[str, str] = {}

    # What is authored ---------------------------------------------------------------------------

    @initialize(document=rulebook.rules, holdouts=st.sampled_from([(), (), *HELD_OUT]))
    def begin(self, document: dict[str, Any], holdouts: tuple[Holdout, ...]) -> None:
        self.document, self.holdouts = document, holdouts
        for key in rulebook.JOURNEYS:
            self._add_version(key, 0)
        self._new_book()
        told = {"email": "a@example.test", "phone": "+4917012345", "renews": "2026-03-30"}
        subscribed = {"channel": "email", "status": "subscribed"}
        for name in PEOPLE:
            self._tell(name, "identify", "", traits=told)
            self._tell(name, "track", "Subscription Changed", subscribed)

    def _add_version(self, key: str, number: int) -> None:
        version = f"{key}-{len(self.journeys)}"
        document = rulebook.variant(key, number)
        self.journeys[version] = compile.journey(document, key=key, name=key, version=version)
        self.live[key] = version

    def _new_book(self) -> None:
        self.books += 1
        compiled = compile.rule_set(self.document, id=f"rules-{self.books}", number=self.books)
        self.book = compile.book(
            id=f"book-{self.books}",
            rules=compiled,
            journeys=self.journeys.values(),
            live=self.live.values(),
            paused=sorted(self.paused),
            holdouts=self.holdouts,
        )

    @rule(document=rulebook.rules, part=st.sampled_from(rulebook.PARTS))
    def publish_rules(self, document: dict[str, Any], part: str) -> None:
        self.document = self.document | {part: document[part]}
        self._new_book()

    @rule(key=st.sampled_from(sorted(rulebook.JOURNEYS)), number=st.integers(0, 2), data=st.data())
    def publish_journey(self, key: str, number: int, data: st.DataObject) -> None:
        before = self.live[key]
        self._add_version(key, number)
        self._new_book()
        nodes = sorted(self.journeys[before].nodes)
        ways = st.sampled_from([*nodes, ""])
        moves = data.draw(st.dictionaries(st.sampled_from(nodes), ways, min_size=len(nodes) - 1))
        properties = {"journey": key, "from": before, "to": self.live[key], "nodes": moves}
        for name in PEOPLE:
            self._tell(name, "status", "Enrollments Moved", properties)

    @rule(keys=st.lists(st.sampled_from(sorted(rulebook.JOURNEYS)), max_size=1))
    def pause(self, keys: list[str]) -> None:
        self.paused = set(keys)
        self._new_book()

    @rule(holdouts=st.sampled_from([(), *HELD_OUT]))
    def hold_out(self, holdouts: tuple[Holdout, ...]) -> None:
        self.holdouts = holdouts
        self._new_book()

    # What is told -------------------------------------------------------------------------------

    def _tell(
        self,
        name: str,
        type: str,
        event: str,
        properties: dict[str, Any] | None = None,
        *,
        late: timedelta = timedelta(),
        **more: Any,
    ) -> None:
        self.told += 1
        while self.people[name].gone_to:
            name = self.people[name].gone_to
        event_ = Event(self.told, type, event, self.now - late, self.now, **more)
        event_ = replace(event_, properties=properties or {})
        self.people[name].pending.append((event_, None))

    @rule(name=people, event=st.sampled_from(EVENTS), order=st.integers(0, 3), late=late)
    def track(self, name: str, event: str, order: int, late: timedelta) -> None:
        self._tell(name, "track", event, {"order": order}, late=late)

    @rule(
        name=people,
        late=late,
        traits=st.fixed_dictionaries(
            {},
            optional={
                "plan": st.sampled_from(["free", "paid"]),
                "email": st.sampled_from(["a@example.test", "b@example.test"]),
                "phone": st.sampled_from(["+4917012345", "+4917012345", None]),
                "timezone": st.sampled_from(["Asia/Tokyo", "America/New_York", "No/Where", 7]),
                "renews": st.sampled_from(["2026-03-30", "2026-04-02", "2026-04-06", "soon"]),
            },
        ),
    )
    def identify(self, name: str, late: timedelta, traits: dict[str, Any]) -> None:
        self._tell(name, "identify", "", late=late, user_id=name, traits=traits)

    @rule(
        name=people,
        channel=st.sampled_from(CHANNELS),
        topic=st.sampled_from(["", "", "news"]),
        status=st.sampled_from(["subscribed", "subscribed", "unsubscribed"]),
        late=late,
    )
    def opt(self, name: str, channel: str, topic: str, status: str, late: timedelta) -> None:
        said = {"channel": channel, "topic": topic, "status": status}
        self._tell(name, "track", "Subscription Changed", said, late=late)

    @rule(
        name=people,
        what=st.sampled_from(["Address Suppressed", "Address Released"]),
        where=st.sampled_from(
            [("email", "a@example.test"), ("email", "b@example.test"), ("sms", "+4917012345")]
        ),
    )
    def suppress(self, name: str, what: str, where: tuple[str, str]) -> None:
        self._tell(name, "status", what, {"channel": where[0], "address": where[1]})

    @precondition(lambda self: self.message_ids)
    @rule(
        data=st.data(),
        what=st.sampled_from(["Message Failed", "Message Stopped", "Message Opened"]),
    )
    def status(self, data: st.DataObject, what: str) -> None:
        message = data.draw(st.sampled_from(sorted(self.message_ids)))
        self._tell(self.message_ids[message], "status", what, {"message_id": message})

    @rule(minutes=st.sampled_from([1, 5, 60, 300, 720, 1440, 4320]))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 30, 300]))
    def the_clock_is_put_back(self, minutes: int) -> None:
        self.now -= timedelta(minutes=minutes)
