"""What would have become of one person of the demonstration, from their rows of the event log.

Slow, plain and of its own making: neither the engine nor the run over history is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.demo.known_by_hand import Known, Row
from tests.demo.rules_by_hand import LIMITS, WINDOW, Fate, Stop, caps_of, counts, full
from tests.demo.shop_by_hand import HOUR, JOURNEYS, PAYING, Hear, Journey, Mail, Step, Until, Way

LOOK_AHEAD = 12 * HOUR

# A stop, and when it is over; None where nobody knows.
Speaks = tuple[Stop, datetime | None]


@dataclass(eq=False)
class Run:
    """One run through a journey. `yielding` are the stops by the e-mail that is to come."""

    key: str
    journey: Journey
    occurred: datetime
    entered: datetime
    way: Way
    since: datetime
    step: Step | None = None
    fate: Fate | None = None
    yielding: list[Stop] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, int]:
        return self.journey.tier, -self.journey.priority

    @property
    def ends(self) -> datetime:
        return self.entered + self.journey.stay

    @property
    def coming(self) -> datetime | None:
        """When it goes on by itself."""
        if self.fate:
            return self.fate.wake
        return None if self.step is None or isinstance(self.step, Mail) else self.step.at

    @property
    def due(self) -> datetime:
        return min(self.coming or self.ends, self.ends)

    @property
    def candidate(self) -> Fate:
        assert self.fate
        return self.fate


class Person(Known):
    """`fates` are all e-mails that stood ready, `entered` the moments and keys of all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.entered: dict[str, list[tuple[datetime, Any]]] = defaultdict(list)
        self.left: dict[str, datetime] = {}
        self.arrived: set[tuple[str, str]] = set()
        self.fates: list[Fate] = []
        self.sent: list[Fate] = []
        self.stage = ""
        self.closes: datetime | None = None

    def live(self, rows: Iterable[Row], end: datetime) -> "Person":
        for row in rows:
            self._settle(row.received)
            self.now = row.received
            news = self.learn(row)
            self._hear(row)
            self._finish(news)
        self._settle(end)
        return self

    def _settle(self, until: datetime) -> None:
        """All that falls due until then, each at its moment."""
        while True:
            moments = [run.due for run in self.runs] + ([self.closes] if self.closes else [])
            due = min(moments, default=None)
            if due is None or due > until:
                return
            self.now = due
            for run in [run for run in self.runs if run.due <= due]:
                if run.ends <= due:
                    self._end(run)
                elif run.fate:
                    run.fate.wake = None
                else:
                    self._go(run, False)
            self._finish(False)

    def _hear(self, row: Row) -> None:
        for run in list(self.runs):
            if row.name and run.journey.goal == row.name and row.occurred >= run.occurred:
                self._end(run)
            elif isinstance(run.step, Hear) and _is_it(run.step, row, run.since):
                self._go(run, True)
        for key, journey in JOURNEYS.items():
            if journey.entry == row.name and self._may_enter(key, journey, row):
                for rival in [run for run in self.runs if run.key == journey.ends]:
                    self._end(rival)
                self.entered[key].append((self.now, row.properties.get(journey.key)))
                way = journey.way(self, row.properties)
                run = Run(key, journey, row.occurred, self.now, way, self.now)
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
        return key not in self.left or self.now >= self.left[key] + journey.again

    def _go(self, run: Run, answer: bool | None) -> None:
        """On to the next step of the journey that takes time."""
        while True:
            run.since, run.fate = self.now, None
            try:
                run.step = run.way.send(answer)  # type: ignore[arg-type]
            except StopIteration:
                self._end(run)
                return
            if isinstance(run.step, Mail):
                self._propose(run, run.step)
                return
            self.arrived.add((run.key, type(run.step).__name__))
            if isinstance(run.step, Hear) or run.step.at > self.now:
                return
            answer = False

    def _propose(self, run: Run, mail: Mail) -> None:
        run.fate = Fate(run.key, mail, self.now, self.zone)
        self.fates.append(run.fate)
        self.arrived.add((run.key, mail.node))
        for stop in run.yielding:
            stop.by.append(run.fate)
        run.yielding.clear()

    def _end(self, run: Run) -> None:
        self.runs.remove(run)
        self.left[run.key] = self.now

    def _finish(self, news: bool) -> None:
        """What is ready competes for five minutes; then one of it may leave."""
        self._move()
        for fate in [run.fate for run in self.runs if news and run.fate]:
            if fate.against & {"no_address", "no_consent", "unsubscribed"}:
                fate.wake = None
        while ready := [run for run in self.runs if run.fate and run.fate.wake is None]:
            self.closes = self.closes or self.now + WINDOW
            if self.closes > self.now:
                return
            self.closes = None
            self._decide(ready)
            self._move()
        self.closes = None

    def _move(self) -> None:
        """The stage of a customer, as far as journeys ask for it."""
        before, pays = self.stage, self.trait("plan") in ("monthly", "yearly")
        if pays:
            self.stage = "paying"
        elif before == "paying" or (before == "" and self.happened["Trial Started"]):
            self.stage = "not paying"
        if pays and before == "not paying":
            self._hear(Row(PAYING, self.now, self.now, {}, {}))

    def _decide(self, ready: list[Run]) -> None:
        order = sorted(ready, key=lambda run: (run.rank, run.candidate.ready, run.key))
        against: dict[Run, list[Speaks]] = {run: list(self._against(run)) for run in order}
        winner: Run | None = None
        for run in order:
            if against[run]:
                continue
            if winner is not None:
                against[run] = [self._lost(run, winner)]
            elif yielding := self._yields(run):
                against[run] = [yielding]
            else:
                winner = run
                run.candidate.sent = self.now
                self.sent.append(run.candidate)
        for run in order:
            self._carry_out(run, against[run])

    def _carry_out(self, run: Run, against: list[Speaks]) -> None:
        fate = run.candidate
        gives_up = fate.ready + fate.mail.waits
        if against:
            fate.stops.append(against[0][0])
            fate.against = {stop.code for stop, _ in against}
            if self.now < gives_up:
                over = [at or gives_up for _, at in against]
                fate.wake = min(max(over), gives_up)
                return
            fate.given_up = True
        self._go(run, True)

    def _against(self, run: Run) -> Iterator[Speaks]:
        """All that speaks against it whoever else wants to write; the first is the reason."""
        mail = run.candidate.mail
        if forbidden := self.forbids(mail):
            yield Stop(self.now, *forbidden), None
        if quiet := self.quiet(self.now):
            yield Stop(self.now, "quiet_hours", quiet[0]), quiet[1]
        if cap := full(mail, self.sent, self):
            yield cap

    def _lost(self, run: Run, winner: Run) -> Speaks:
        ours, theirs = run.candidate, winner.candidate
        if run.rank[0] != winner.rank[0]:
            code = "lost_tier"
        elif run.rank != winner.rank:
            code = "lost_priority"
        elif ours.ready != theirs.ready:
            code = "lost_ready_time"
        else:
            code = "lost_key" if run.key != winner.key else "lost_same_journey"
        cap = full(ours.mail, self.sent, self)
        again = max(self.now + WINDOW, cap[1] if cap else self.now)
        return Stop(self.now, code, "arbitration", [theirs]), again

    def _yields(self, run: Run) -> Speaks | None:
        """A better e-mail comes within twelve hours and needs the place that this would take."""
        coming = sorted(self._coming(run), key=lambda one: one[0])
        for cap in caps_of(run.candidate.mail):
            places = [(one.sent, one.mail) for one in self.sent]
            for at, other, mail in coming:
                if cap in caps_of(mail):
                    used = sum(counts(cap, known, left, at, self) for left, known in places)
                    ours = counts(cap, run.candidate.mail, self.now, at, self)
                    if ours and used == LIMITS[cap] - 1:
                        stop = Stop(self.now, "look_ahead", cap, [other.fate] if other.fate else [])
                        if other.fate is None:
                            other.yielding.append(stop)
                        return stop, at + WINDOW
                    places.append((at, mail))
        return None

    def _coming(self, run: Run) -> Iterator[tuple[datetime, Run, Mail]]:
        """Better e-mails that have their moment already."""
        for other in self.runs:
            mail = other.step.then if isinstance(other.step, Until) else other.step
            at = other.coming
            if other is run or not isinstance(mail, Mail) or at is None or other.rank >= run.rank:
                continue
            in_time = self.now < at <= self.now + LOOK_AHEAD and at < other.ends
            if in_time and not self.forbids(mail):
                yield at, other, mail


def _is_it(step: Hear, row: Row, since: datetime) -> bool:
    """Whether this is the awaited event: what counts is when it occurred."""
    order = step.order in ("", row.properties.get("order_id"))
    return step.event == row.name and row.occurred >= since and order
