"""frequency_cap: at most N messages per window; all caps that the message falls under hold.

What counts is reserved at the decision, so that two decisions a second apart can't both pass.
Ghosts (messages held out) count only for what is held out itself: the would-be path meets the
caps as the treated one does, and what is really sent is not hindered by what never was.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apps.engine import local_time, person
from apps.engine.book import Book, Cap
from apps.engine.candidate import Candidate
from apps.engine.reasons import OK, Answer, Code, Reason
from apps.engine.values import ProfileState, Send

GATE = "frequency_cap"
# How many of the counted sends a reason names.
MOST_NAMED = 10


def check(candidate: Candidate, state: ProfileState, book: Book, now: datetime) -> Answer:
    where = person.zone(state, book.rules)
    ghostly = candidate.silenced_by is not None
    sends = [send for send in state.sends if ghostly or not send.ghost]
    binding: Reason | None = None
    retry_at = now
    for cap in book.rules.caps:
        if covers(cap, candidate):
            reason, free_at = _full(cap, sends, now, where)
            # Of several full caps, the one that is full for longest is the reason.
            if reason is not None and (binding is None or free_at > retry_at):
                binding, retry_at = reason, free_at
    if binding is None:
        return Answer(GATE, True, OK)
    return Answer(GATE, False, binding, retry_at)


def covers(cap: Cap, candidate: Candidate) -> bool:
    """Whether the candidate falls under the cap."""
    return _covers(
        cap,
        channel=candidate.node.settings.channel,
        tier=candidate.tier.key,
        tags=candidate.node.settings.tags,
        journey=candidate.journey.key,
        transactional=candidate.tier.transactional,
    )


def counted_at(cap: Cap, sends: Sequence[Send], at: datetime, where: ZoneInfo) -> int:
    """How many of these sends would count under the cap at that moment."""
    since = _since(cap, at, where)
    return sum(since < send.at <= at and _covers_send(cap, send) for send in sends)


def _since(cap: Cap, now: datetime, where: ZoneInfo) -> datetime:
    """Sends after this moment are in the window."""
    if cap.hours is not None:
        return now - timedelta(hours=cap.hours)
    start = local_time.day_start if cap.calendar == "day" else local_time.week_start
    return start(now, where) - timedelta(microseconds=1)


def _covers_send(cap: Cap, send: Send) -> bool:
    return _covers(
        cap,
        channel=send.channel,
        tier=send.tier,
        tags=send.tags,
        journey=send.journey,
        transactional=send.transactional,
    )


def _covers(
    cap: Cap, *, channel: str, tier: str, tags: tuple[str, ...], journey: str, transactional: bool
) -> bool:
    return (
        (cap.transactional or not transactional)
        and (not cap.channels or channel in cap.channels)
        and (not cap.tiers or tier in cap.tiers)
        and (not cap.journeys or journey in cap.journeys)
        and (not cap.tags or any(tag in cap.tags for tag in tags))
    )


def _at(send: Send) -> datetime:
    return send.at


def _full(
    cap: Cap, sends: list[Send], now: datetime, where: ZoneInfo
) -> tuple[Reason | None, datetime]:
    """The reason if the cap has no place left at `now`, and when it has one again.

    `sends` are in the order of time, as a person's state has them.
    """
    recent = sends[bisect_right(sends, _since(cap, now, where), key=_at) :]
    # Most caps are free without a look at what each send was.
    if len(recent) < cap.limit:
        return None, now
    counted = [send for send in recent if _covers_send(cap, send)]
    if len(counted) < cap.limit:
        return None, now
    times = [send.at for send in counted]
    if cap.hours is not None:
        length = timedelta(hours=cap.hours)
        free_at = times[len(times) - cap.limit] + length if cap.limit else now + length
    else:
        free_at = local_time.next_start(now, where, cap.calendar)
    numbers = {
        "count": len(times),
        "limit": cap.limit,
        "hours": cap.hours,
        "calendar": cap.calendar,
        "zone": where.key,
        "times": tuple(times[-MOST_NAMED:]),
        "journeys": tuple(send.journey for send in counted[-MOST_NAMED:]),
        "free_at": free_at,
    }
    return Reason(Code.FREQUENCY_CAP, cap.id, cap.name, numbers), free_at
