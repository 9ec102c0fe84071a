"""What would have become of each person of the demonstration, worked out from the event log alone.

Slow, plain and of its own making: neither the engine nor the history run is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.demo.shop_by_hand import DAY, HOUR, JOURNEYS, PAYING, Hear, Journey, Mail, Step, Until
from tests.demo.shop_by_hand import Way as Generated

WINDOW = timedelta(minutes=5)
LOOK_AHEAD = 12 * HOUR
WEEK = 7 * DAY
BERLIN = ZoneInfo("Europe/Berlin")
LASTING = ("no_consent", "unsubscribed", "no_address")


@dataclass(frozen=True)
class Row:
    """One row of the event log."""

    id: int
    name: str
    occurred: datetime
    received: datetime
    properties: dict[str, Any]
    traits: dict[str, Any]


@dataclass(eq=False)
class Stop:
    at: datetime
    code: str
    rule: str
    by: list["Fate"]


@dataclass(eq=False)
class Fate:
    """One e-mail that stood ready: when, what stopped it, and how it ended."""

    journey: str
    mail: Mail
    ready: datetime
    zone: ZoneInfo
    wake: datetime | None = None
    stops: list[Stop] = field(default_factory=list)
    sent: datetime | None = None
    given_up: bool = False


@dataclass(eq=False)
class Run:
    key: str
    journey: Journey
    entry: Row
    entered: datetime
    way: Generated
    since: datetime
    step: Step | None = None
    fate: Fate | None = None

    @property
    def rank(self) -> tuple[int, int]:
        return self.journey.tier, -self.journey.priority

    @property
    def due(self) -> datetime | None:
        at = self.fate.wake if self.fate else self.step.at if self.step else None  # type: ignore[union-attr]
        leaves = self.entered + self.journey.stay
        return min(at or leaves, leaves)


class Person:
    def __init__(self) -> None:
        self.now = datetime.min.replace(tzinfo=UTC)
        self.traits: dict[str, tuple[datetime, Any]] = {}
        self.consents: dict[str, tuple[datetime, str]] = {}
        self.happened: dict[str, list[datetime]] = defaultdict(list)
        self.runs: list[Run] = []
        self.entered: dict[str, list[tuple[datetime, Any]]] = defaultdict(list)
        self.left: dict[str, datetime] = {}
        self.arrived: set[tuple[str, str]] = set()
        self.fates: list[Fate] = []
        self.sends: list[Fate] = []
        self.stage = ""
        self.closes: datetime | None = None
        self.ask_again = False

    # What is known of the person.

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.trait("timezone") or "Europe/Berlin")
        except (KeyError, ValueError):
            return BERLIN

    def trait(self, key: str) -> Any:
        return self.traits.get(key, (None, None))[1]

    def count(self, event: str, days: int) -> int:
        return sum(self.now - days * DAY < at <= self.now for at in self.happened[event])

    def today(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def local(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    # Time goes on.

    def live(self, rows: Iterable[Row], end: datetime) -> "Person":
        for row in rows:
            self._settle(row.received)
            self.now = row.received
            self._learn(row)
            self._hear(row)
            self._finish(row)
        self._settle(end)
        return self

    def _settle(self, until: datetime) -> None:
        while True:
            moments = [run.due for run in self.runs if run.due]
            due = min([*moments, *([self.closes] if self.closes else [])], default=None)
            if due is None or due > until:
                return
            self.now = due
            for run in [run for run in self.runs if run.due and run.due <= due]:
                if run.entered + run.journey.stay <= due:
                    self._end(run)
                elif run.fate:
                    run.fate.wake = None
                else:
                    self._go(run, False)
            self._finish(None)

    def _learn(self, row: Row) -> None:
        address = self.trait("email")
        for key, value in row.traits.items():
            if key not in self.traits or self.traits[key][0] <= row.occurred:
                self.traits[key] = (row.occurred, value)
        self.ask_again = address != self.trait("email")
        self.happened[row.name].append(row.occurred)
        if row.name == "Subscription Changed":
            topic = row.properties.get("topic")
            key = f"email/{topic}" if topic else "email"
            if key not in self.consents or self.consents[key][0] <= row.occurred:
                self.consents[key] = (row.occurred, row.properties["status"])
                self.ask_again = True

    def _hear(self, row: Row) -> None:
        for run in list(self.runs):
            if row.name and run.journey.goal == row.name and row.occurred >= run.entry.occurred:
                self._end(run)
            elif (
                isinstance(run.step, Hear)
                and run.step.event == row.name
                and row.occurred >= run.since
                and run.step.order in ("", row.properties.get("order_id"))
            ):
                self._go(run, True)
        for key, journey in JOURNEYS.items():
            if journey.entry == row.name and self._may_enter(key, journey, row):
                for rival in [run for run in self.runs if run.key == journey.ends]:
                    self._end(rival)
                self.entered[key].append((self.now, row.properties.get(journey.key)))
                way = journey.way(self, row.properties)
                run = Run(key, journey, row, self.now, way, self.now)
                self.runs.append(run)
                self._go(run, None)

    def _may_enter(self, key: str, journey: Journey, row: Row) -> bool:
        inside = {run.key for run in self.runs}
        if journey.yields_to in inside:
            return False
        if journey.key:
            return row.properties[journey.key] not in [known for _, known in self.entered[key]]
        if key in inside:
            return False
        if key not in self.entered:
            return True
        return key in self.left and self.now >= self.left[key] + journey.again

    def _go(self, run: Run, answer: bool | None) -> None:
        while True:
            run.since, run.fate = self.now, None
            try:
                run.step = run.way.send(answer)  # type: ignore[arg-type]
            except StopIteration:
                self._end(run)
                return
            if isinstance(run.step, Mail):
                run.fate = Fate(run.key, run.step, self.now, self.zone)
                self.fates.append(run.fate)
                self.arrived.add((run.key, run.step.node))
            elif run.step.at <= self.now and isinstance(run.step, Until):
                answer = False
                continue
            else:
                self.arrived.add((run.key, type(run.step).__name__))
            return

    def _end(self, run: Run) -> None:
        self.runs.remove(run)
        self.left[run.key] = self.now

    # What is ready, and what may leave.

    def _finish(self, row: Row | None) -> None:
        self._move(row)
        if self.ask_again:
            for run in self.runs:
                if run.fate and run.fate.stops:
                    if run.fate.stops[-1].code in (*LASTING, "frequency_cap"):
                        run.fate.wake = None
            self.ask_again = False
        while ready := [run for run in self.runs if run.fate and run.fate.wake is None]:
            self.closes = self.closes or self.now + WINDOW
            if self.closes > self.now:
                return
            self.closes = None
            self._decide(ready)
            self._move(row)
        self.closes = None

    def _move(self, row: Row | None) -> None:
        """The customer's stage, as far as journeys ask for it."""
        pays = self.trait("plan") in ("monthly", "yearly")
        before = self.stage
        if pays:
            self.stage = "paying"
        elif before == "paying" or (before == "" and self.happened["Trial Started"]):
            self.stage = "not paying"
        if pays and before == "not paying":
            id = row.id if row else 0
            self._hear(Row(id, PAYING, self.now, self.now, {}, {}))

    def _decide(self, ready: list[Run]) -> None:
        order = sorted(ready, key=lambda run: (run.rank, _fate(run).ready, run.key))
        winner: Run | None = None
        stops = {run: list(self._stops(run)) for run in order}
        for run in order:
            if not stops[run]:
                if winner is not None:
                    stops[run] = [self._lost(run, winner)]
                elif yielding := self._yields(run):
                    stops[run] = [yielding]
                else:
                    winner = run
                    _fate(run).sent = self.now
                    self.sends.append(_fate(run))
        for run in order:
            self._carry_out(run, stops[run])

    def _carry_out(self, run: Run, stops: list[tuple[Stop, datetime | None]]) -> None:
        fate = _fate(run)
        gives_up = fate.ready + fate.mail.waits
        if stops:
            fate.stops.append(stops[0][0])
            if self.now < gives_up:
                asked = [at for _, at in stops]
                known = max((at for at in asked if at), default=gives_up)
                fate.wake = gives_up if None in asked else min(known, gives_up)
                return
            fate.given_up = True
        self._go(run, True)

    def _stops(self, run: Run) -> Iterator[tuple[Stop, datetime | None]]:
        """Everything that speaks against it, with when that is over; None where nobody knows."""
        mail = _fate(run).mail
        if lasting := self._lasting(mail):
            yield Stop(self.now, lasting[0], lasting[1], []), None
        if quiet := self.quiet(self.now):
            yield Stop(self.now, "quiet_hours", quiet[0], []), quiet[1]
        if full := self._full(mail):
            yield full

    def _lasting(self, mail: Mail) -> tuple[str, str] | None:
        if not self.trait("email"):
            return "no_address", "email"
        keys = ["email", f"email/{mail.topic}"] if mail.topic else ["email"]
        told = [key for key in keys if key in self.consents]
        for key in told:
            if self.consents[key][1] == "unsubscribed":
                return "unsubscribed", key
        return None if told else ("no_consent", "email")

    def quiet(self, at: datetime) -> tuple[str, datetime] | None:
        """At night, and until ten on the mornings of a weekend."""
        here = at.astimezone(self.zone)
        day = here.date() + DAY if here.hour >= 21 else here.date()
        weekend = day.weekday() >= 5
        until = self.local(day, time(10 if weekend else 8))
        if here.hour >= 21 or here.hour < 8:
            return "night", until
        return ("weekend-morning", until) if weekend and here.hour < 10 else None

    def _full(self, mail: Mail) -> tuple[Stop, datetime] | None:
        """Of the caps that are full the one that is so for longest."""
        found: tuple[Stop, datetime] | None = None
        for cap in caps_of(mail):
            counted = [one for one in self.sends if _counts(cap, one.mail, one.sent, self)]
            if len(counted) >= LIMITS[cap]:
                free = self._free(cap, counted)
                if found is None or free > found[1]:
                    found = Stop(self.now, "frequency_cap", cap, counted), free
        return found

    def _free(self, cap: str, counted: list[Fate]) -> datetime:
        today = self.today(self.now)
        if cap == "one-a-day":
            return self.local(today + DAY, time(0))
        if cap == "no-partner-offers":
            return self.local(today + DAY * (7 - today.weekday()), time(0))
        sent = counted[-LIMITS[cap]].sent
        assert sent
        return sent + WEEK

    def _lost(self, run: Run, winner: Run) -> tuple[Stop, datetime]:
        ours, theirs = _fate(run), _fate(winner)
        if run.rank[0] != winner.rank[0]:
            code = "lost_tier"
        elif run.rank != winner.rank:
            code = "lost_priority"
        elif ours.ready != theirs.ready:
            code = "lost_ready_time"
        else:
            code = "lost_key" if run.key != winner.key else "lost_same_journey"
        full = self._full(ours.mail)
        again = max(self.now + WINDOW, full[1] if full else self.now)
        return Stop(self.now, code, "arbitration", [theirs]), again

    def _yields(self, run: Run) -> tuple[Stop, datetime] | None:
        """A better e-mail comes within twelve hours and needs the place that this would take."""
        coming = sorted(self._coming(run), key=lambda one: one[0])
        for cap in caps_of(_fate(run).mail):
            sends = [(one.sent, one.mail) for one in self.sends]
            for at, other, mail in coming:
                if cap in caps_of(mail):
                    used = sum(_counts(cap, known, when, self, at) for when, known in sends)
                    ours = _counts(cap, _fate(run).mail, self.now, self, at)
                    if ours and used == LIMITS[cap] - 1:
                        named = [other.fate] if other.fate else []
                        return Stop(self.now, "look_ahead", cap, named), at + WINDOW
                    sends.append((at, mail))
        return None

    def _coming(self, run: Run) -> Iterator[tuple[datetime, Run, Mail]]:
        for other in self.runs:
            step = other.step
            mail = step.then if isinstance(step, Until) else step
            at = other.fate.wake if other.fate else step.at if isinstance(step, Until) else None
            if other is run or not isinstance(mail, Mail) or at is None or other.rank >= run.rank:
                continue
            in_time = self.now < at <= self.now + LOOK_AHEAD
            if in_time and at < other.entered + other.journey.stay and not self._lasting(mail):
                yield at, other, mail


LIMITS = {
    "one-a-day": 1,
    "three-in-a-week": 3,
    "two-reminders-in-a-week": 2,
    "no-partner-offers": 0,
}


def caps_of(mail: Mail) -> list[str]:
    special = {"reminder": ["two-reminders-in-a-week"], "partner": ["no-partner-offers"]}
    return ["one-a-day", "three-in-a-week", *special.get(mail.tag, [])]


def _counts(
    cap: str, mail: Mail, sent: datetime | None, who: Person, at: datetime | None = None
) -> bool:
    """Whether an e-mail that left then counts under the cap at a moment: now, if not told."""
    at = at or who.now
    if sent is None or sent > at or cap not in caps_of(mail):
        return False
    if cap == "one-a-day":
        return who.today(sent) == who.today(at)
    return sent > at - WEEK


def _fate(run: Run) -> Fate:
    assert run.fate
    return run.fate
