"""How the journeys of one person met under the caps, and who won. Pure; see `numbers.Pair`."""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apps.engine import local_time
from apps.engine.book import Book, Cap
from apps.engine.gates.frequency_cap import counted_at
from apps.engine.reasons import Code, Reason
from apps.engine.values import Send
from apps.simulate.history.numbers import Place, Stop
from apps.simulate.history.run import Fate

# The cap's id, the channel and the two journeys, the first one by key before the other.
PairKey = tuple[str, str, str, str]
LOST = {
    Code.LOST_TIER,
    Code.LOST_PRIORITY,
    Code.LOST_READY_TIME,
    Code.LOST_KEY,
    Code.LOST_SAME_JOURNEY,
}
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def caps_by_place(book: Book) -> dict[Place, tuple[Cap, ...]]:
    """The caps that the messages of each message node fall under."""
    covering: dict[Place, tuple[Cap, ...]] = {}
    for journey in book.journeys.values():
        for node in journey.nodes.values():
            if node.type == "message":
                tier = book.rules.tier(node.settings.tier or journey.tier)
                send = Send(
                    message_id="",
                    at=EPOCH,
                    channel=node.settings.channel,
                    tier=tier.key,
                    journey=journey.key,
                    tags=node.settings.tags,
                    transactional=tier.transactional,
                )
                covering[journey.key, node.key] = tuple(
                    cap for cap in book.rules.caps if counted_at(cap, [send], EPOCH, UTC_ZONE)
                )
    return covering


def meetings(fates: Sequence[Fate], covering: Mapping[Place, tuple[Cap, ...]]) -> Counter[PairKey]:
    """How often each two journeys met; `fates` are one person's, in order of their ready times."""
    under: dict[tuple[str, str], list[Fate]] = defaultdict(list)
    caps: dict[str, Cap] = {}
    for fate in fates:
        for cap in covering[fate.place]:
            under[cap.id, fate.channel].append(fate)
            caps[cap.id] = cap
    met: Counter[PairKey] = Counter()
    for (cap_id, channel), covered in under.items():
        if len(covered) > 1:
            count = _rolling if caps[cap_id].hours is not None else _calendar
            count(caps[cap_id], channel, covered, met)
    return met


def _rolling(cap: Cap, channel: str, covered: Sequence[Fate], met: Counter[PairKey]) -> None:
    assert cap.hours is not None
    length = timedelta(hours=cap.hours)
    near: deque[Fate] = deque()
    by_journey: Counter[str] = Counter()
    for fate in covered:
        while near and fate.ready_at - near[0].ready_at >= length:
            gone = near.popleft().journey
            by_journey[gone] -= 1
            if not by_journey[gone]:
                del by_journey[gone]
        for journey, times in by_journey.items():
            if journey != fate.journey:
                met[_key(cap, channel, journey, fate.journey)] += times
        near.append(fate)
        by_journey[fate.journey] += 1


def _calendar(cap: Cap, channel: str, covered: Sequence[Fate], met: Counter[PairKey]) -> None:
    windows: dict[datetime, Counter[str]] = defaultdict(Counter)
    for fate in covered:
        by_journey = windows[_window_start(cap, fate)]
        for journey, times in by_journey.items():
            if journey != fate.journey:
                met[_key(cap, channel, journey, fate.journey)] += times
        by_journey[fate.journey] += 1


def wins(
    fates: Sequence[Fate], covering: Mapping[Place, tuple[Cap, ...]]
) -> Counter[tuple[PairKey, str, Stop]]:
    """Of the meetings: the pair, who won, and the code and rule that said so."""
    won: Counter[tuple[PairKey, str, Stop]] = Counter()
    covered = {place: {cap.id for cap in covering[place]} for place in {f.place for f in fates}}
    for winner, loser, stop in _beaten(fates):
        if winner.channel == loser.channel and winner.journey != loser.journey:
            theirs = covered[loser.place]
            for cap in covering[winner.place]:
                if cap.id in theirs and _meet(cap, winner, loser):
                    key = _key(cap, winner.channel, winner.journey, loser.journey)
                    won[key, winner.journey, stop] += 1
    return won


def _beaten(fates: Sequence[Fate]) -> list[tuple[Fate, Fate, Stop]]:
    """Winner, loser and reason, once for each two messages: what happened first."""
    by_message = {fate.message: fate for fate in fates}
    sent: dict[tuple[datetime, str], list[Fate]] = defaultdict(list)
    for fate in fates:
        if fate.left_at is not None:
            sent[fate.left_at, fate.journey].append(fate)
    stops = [(stop.at, fate.message, stop.reason, fate) for fate in fates for stop in fate.stops]
    found: dict[frozenset[str], tuple[Fate, Fate, Stop]] = {}
    for _, _, reason, loser in sorted(stops, key=lambda stop: stop[:2]):
        for winner in _named(reason, by_message, sent):
            if winner is not loser:
                both = frozenset((winner.message, loser.message))
                found.setdefault(both, (winner, loser, (reason.code.value, reason.rule)))
    return list(found.values())


def _named(
    reason: Reason,
    by_message: Mapping[str, Fate],
    sent: Mapping[tuple[datetime, str], list[Fate]],
) -> list[Fate]:
    """The candidates whose messages a reason names."""
    numbers = reason.numbers
    if reason.code in LOST or reason.code == Code.LOOK_AHEAD:
        message = numbers.get("winner_message") or numbers.get("reserved_message") or ""
        return [by_message[message]] if message in by_message else []
    if reason.code == Code.FREQUENCY_CAP:
        counted = dict.fromkeys(zip(numbers["times"], numbers["journeys"], strict=True))
        return [fate for one in counted for fate in sent.get(one, ())]
    return []


def _meet(cap: Cap, one: Fate, two: Fate) -> bool:
    if cap.hours is not None:
        return abs(one.ready_at - two.ready_at) < timedelta(hours=cap.hours)
    return _window_start(cap, one) == _window_start(cap, two)


def _window_start(cap: Cap, fate: Fate) -> datetime:
    known = fate.windows.get(cap.calendar)
    if known is None:
        start = local_time.day_start if cap.calendar == "day" else local_time.week_start
        known = fate.windows[cap.calendar] = start(fate.ready_at, fate.zone)
    return known


def _key(cap: Cap, channel: str, journey: str, other: str) -> PairKey:
    return (cap.id, channel, *((journey, other) if journey < other else (other, journey)))
