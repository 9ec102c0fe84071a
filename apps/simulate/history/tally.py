"""Counts what was seen of one person after the other, and gives the history. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from apps.engine.book import Book
from apps.engine.reasons import Code, Verdict
from apps.simulate.history.meetings import PairKey, caps_by_place, meetings, wins
from apps.simulate.history.numbers import (
    EXAMPLES,
    JOURNEY,
    TEMPLATE,
    Group,
    History,
    MessageNumbers,
    Pair,
    Place,
    Stop,
)
from apps.simulate.history.run import Fate, Seen

K = TypeVar("K")


@dataclass(slots=True)
class Counted:
    """How often, and of how many people."""

    times: int = 0
    people: int = 0

    def add(self, times: int) -> None:
        self.times += times
        self.people += 1


@dataclass(slots=True)
class MessageTally:
    proposed: Counted = field(default_factory=Counted)
    fates: Counter[str] = field(default_factory=Counter)
    stopped: dict[Stop, Counted] = field(default_factory=lambda: defaultdict(Counted))
    stopped_people: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PairTally:
    met: Counted = field(default_factory=Counted)
    won: Counter[str] = field(default_factory=Counter)
    by: Counter[Stop] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


class Tally:
    """Adds people up. Each is added once; their order is that of their ids."""

    def __init__(self, book: Book, since: datetime, until: datetime) -> None:
        self.since, self.until = since, until
        self.covering = caps_by_place(book)
        self.groups = groups_by_place(book)
        self.events = self.people = self.failed = 0
        self.entered: dict[str, Counted] = defaultdict(Counted)
        self.arrived: Counter[Place] = Counter()
        self.messages: dict[Place, MessageTally] = defaultdict(MessageTally)
        self.wanted: Counter[Group] = Counter()
        self.pairs: dict[PairKey, PairTally] = defaultdict(PairTally)
        self.ties: dict[tuple[str, str], Counted] = defaultdict(Counted)

    def add(self, person: str, seen: Seen) -> None:
        self.events += seen.events
        self.people += 1
        self.failed += seen.failed
        for journey, runs in seen.entered.items():
            self.entered[journey].add(runs)
        self.arrived.update(seen.arrived)
        fates = sorted(seen.fates.values(), key=lambda fate: (fate.ready_at, fate.message))
        if fates:
            self._add_messages(person, fates)
            self._add_pairs(person, fates)
            self._add_ties(fates)

    def _add_messages(self, person: str, fates: Sequence[Fate]) -> None:
        by_place: dict[Place, list[Fate]] = defaultdict(list)
        for fate in fates:
            by_place[fate.journey, fate.node].append(fate)
        self.wanted.update({group for place in by_place for group in self.groups[place]})
        for place, own in by_place.items():
            tally = self.messages[place]
            tally.proposed.add(len(own))
            tally.fates.update(map(_fate, own))
            tally.fates["waited"] += sum(f.left_at is not None and bool(f.stops) for f in own)
            stopped = Counter(_last_stop(fate) for fate in own if _fate(fate) == "stopped")
            for stop, times in stopped.items():
                tally.stopped[stop].add(times)
            tally.stopped_people.update({code for code, _ in stopped})
            if stopped:
                tally.examples.append(person)
                _keep_smallest(tally.examples)

    def _add_pairs(self, person: str, fates: Sequence[Fate]) -> None:
        if len(fates) < 2:
            return
        for key, times in meetings(fates, self.covering).items():
            tally = self.pairs[key]
            tally.met.add(times)
            tally.examples.append(person)
            _keep_smallest(tally.examples)
        for (key, winner, stop), times in wins(fates, self.covering).items():
            self.pairs[key].won[winner] += times
            self.pairs[key].by[stop] += times

    def _add_ties(self, fates: Sequence[Fate]) -> None:
        ties: Counter[tuple[str, str]] = Counter()
        for fate in fates:
            for stop in fate.stops:
                if stop.reason.code == Code.LOST_KEY:
                    ties[fate.journey, stop.reason.numbers["winner_journey"]] += 1
        for pair, times in ties.items():
            self.ties[pair].add(times)

    def history(self) -> History:
        return History(
            since=self.since,
            until=self.until,
            events=self.events,
            people=self.people,
            entered=_in_order(self.entered),
            arrived=dict(sorted(self.arrived.items())),
            messages={place: _numbers(tally) for place, tally in sorted(self.messages.items())},
            wanted=dict(sorted(self.wanted.items())),
            pairs=tuple(_pair(key, tally) for key, tally in sorted(self.pairs.items())),
            ties=_in_order(self.ties),
            failed=self.failed,
        )


def groups_by_place(book: Book) -> dict[Place, tuple[Group, ...]]:
    """Among whose people those of each message node are counted."""
    groups: dict[Place, tuple[Group, ...]] = {}
    for journey in book.journeys.values():
        for node in journey.nodes.values():
            if node.type == "message":
                template = (TEMPLATE, node.settings.template)
                free = book.rules.tier(node.settings.tier or journey.tier).transactional
                own = () if free else ((JOURNEY, journey.key),)
                groups[journey.key, node.key] = (template, *own)
    return groups


def _fate(fate: Fate) -> str:
    if fate.left_at is not None:
        return "sent"
    if fate.verdict in (Verdict.SKIPPED, Verdict.LEFT):
        return "stopped"
    return "open" if fate.open else "withdrawn"


def _last_stop(fate: Fate) -> Stop:
    reason = fate.stops[-1].reason
    return reason.code.value, reason.rule


def _keep_smallest(ids: list[str]) -> None:
    if len(ids) > EXAMPLES:
        ids.remove(max(ids))


def _in_order(counted: dict[K, Counted]) -> dict[K, tuple[int, int]]:
    return {key: (c.times, c.people) for key, c in sorted(counted.items())}


def _numbers(tally: MessageTally) -> MessageNumbers:
    return MessageNumbers(
        proposed=tally.proposed.times,
        people=tally.proposed.people,
        sent=tally.fates["sent"],
        waited=tally.fates["waited"],
        stopped=_in_order(tally.stopped),
        stopped_people=dict(sorted(tally.stopped_people.items())),
        withdrawn=tally.fates["withdrawn"],
        open=tally.fates["open"],
        examples=tuple(sorted(tally.examples)),
    )


def _pair(key: PairKey, tally: PairTally) -> Pair:
    cap, channel, one, two = key
    return Pair(
        one=one,
        two=two,
        channel=channel,
        cap=cap,
        meetings=tally.met.times,
        people=tally.met.people,
        won=dict(sorted(tally.won.items())),
        by=dict(sorted(tally.by.items())),
        examples=tuple(sorted(tally.examples)),
    )
