"""Counts over the rows of the event log, of what `person_by_hand` says became of each person."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from apps.events.models import Event
from apps.people.models import Profile
from tests.demo.known_by_hand import Row
from tests.demo.person_by_hand import Person
from tests.demo.rules_by_hand import Fate, caps_of

Log = dict[str, list[Row]]
# The cap, and two journeys of which the first comes before the second in the alphabet.
Pair = tuple[str, str, str]
# Which of them won, and by which reason and rule.
Won = tuple[Pair, str, str, str]


@dataclass
class Counted:
    """How often (and of how many people): runs, e-mails by their end, meetings, ties."""

    entered: Counter[str] = field(default_factory=Counter)
    entered_people: Counter[str] = field(default_factory=Counter)
    # People who came to the step of a journey, by the kind of step or the e-mail's name.
    arrived: Counter[tuple[str, str]] = field(default_factory=Counter)
    proposed: Counter[tuple[str, str]] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    # By journey, e-mail, reason and rule; the people by journey, e-mail and reason.
    stopped: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    stopped_people: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    met: Counter[Pair] = field(default_factory=Counter)
    met_people: Counter[Pair] = field(default_factory=Counter)
    won: Counter[Won] = field(default_factory=Counter)
    # Loser and winner.
    ties: Counter[tuple[str, str]] = field(default_factory=Counter)
    ties_people: Counter[tuple[str, str]] = field(default_factory=Counter)


def the_log() -> Log:
    """What each person did, as it was received; who merged is one person."""
    merged = Profile.objects.exclude(merged_into_id=None)
    goes_on = dict(merged.values_list("id", "merged_into_id"))
    rows: Log = defaultdict(list)
    told = Event.objects.exclude(profile_id=None).exclude(type="status")
    for event in told.order_by("received_at", "id"):
        who = event.profile_id
        while who in goes_on:
            who = goes_on[who]
        rows[str(who)].append(_row(event))
    return rows


def _row(event: Event) -> Row:
    told: dict[str, Any] = event.payload
    name = f"Viewed {event.name} Page" if event.type == "page" else event.name
    properties, traits = told.get("properties") or {}, told.get("traits") or {}
    return Row(name, event.occurred_at, event.received_at, properties, traits)


def times_of(log: Log, name: str) -> list[list[datetime]]:
    """When events of this name were received, of each person who had any."""
    known = [[row.received for row in rows if row.name == name] for rows in log.values()]
    return [times for times in known if times]


def count(log: Log, end: datetime) -> Counted:
    counted = Counted()
    for rows in log.values():
        _add(counted, Person().live(rows, end))
    return counted


def _add(counted: Counted, one: Person) -> None:
    _add_messages(counted, one.fates)
    entries = [key for key, known in one.entered.items() for _ in known]
    _both(counted.entered, counted.entered_people, entries)
    counted.arrived.update(one.arrived)
    _both(counted.met, counted.met_people, meetings(one.fates))
    counted.won.update(wins(one.fates))
    ties = [
        (fate.journey, stop.by[0].journey)
        for fate in one.fates
        for stop in fate.stops
        if stop.code == "lost_key"
    ]
    _both(counted.ties, counted.ties_people, ties)


def _add_messages(counted: Counted, fates: list[Fate]) -> None:
    counted.proposed.update((fate.journey, fate.mail.node) for fate in fates)
    counted.wanted.update({fate.journey for fate in fates})
    counted.sent.update((fate.journey, fate.mail.node) for fate in fates if fate.sent)
    for fate in fates:
        if fate.given_up:
            last = fate.stops[-1]
            counted.stopped[fate.journey, fate.mail.node, last.code, last.rule] += 1
    counted.stopped_people.update(
        {(fate.journey, fate.mail.node, fate.stops[-1].code) for fate in fates if fate.given_up}
    )


def _both(times: Counter[Any], people: Counter[Any], seen: Iterable[Any]) -> None:
    once = Counter(seen)
    times.update(once)
    people.update(set(once))


def meetings(fates: Iterable[Fate]) -> list[Pair]:
    """Each two e-mails of two journeys that were ready within a cap's window."""
    return [
        (cap, min(one.journey, two.journey), max(one.journey, two.journey))
        for one, two in combinations(fates, 2)
        if one.journey != two.journey
        for cap in caps_of(one.mail)
        if cap in caps_of(two.mail) and _within(cap, one, two)
    ]


def _within(cap: str, one: Fate, two: Fate) -> bool:
    if cap == "one-a-day":
        # The same midnight: of somebody who moves, a day of one zone isn't that of another.
        return _midnight(one) == _midnight(two)
    return abs(one.ready - two.ready) < timedelta(days=7)


def _midnight(one: Fate) -> float:
    here = one.ready.astimezone(one.zone)
    return here.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).timestamp()


def wins(fates: list[Fate]) -> list[Won]:
    """Of each two e-mails, the one that first stopped the other."""
    stops = [(stop, fate) for fate in fates for stop in fate.stops]
    decided: set[frozenset[int]] = set()
    found: list[Won] = []
    for stop, loser in sorted(stops, key=lambda one: one[0].at):
        for winner in stop.by:
            both = frozenset((id(winner), id(loser)))
            if winner is not loser and both not in decided:
                decided.add(both)
                found += [
                    (pair, winner.journey, stop.code, stop.rule)
                    for pair in meetings([winner, loser])
                ]
    return found
