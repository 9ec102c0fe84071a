"""What rules would have done to what was sent, and to the runs there were. Pure.

Estimates: they don't know which stopped messages would have left later instead.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from apps.engine import local_time
from apps.engine.book import Cap, QuietHours
from apps.graph.queries_sends import Sent
from apps.graph.queries_stays import Stay

# Whose clock: a profile's id gives its zone.
Zones = Callable[[str], ZoneInfo]


@dataclass(frozen=True, slots=True)
class Effect:
    """`stopped` of `sends` (for quiet hours: delayed, for groups: entries), and whose they were.

    `touched` are the people among `people` to whom it would have happened. Not `complete`: there
    were more than were looked at.
    """

    stopped: int
    sends: int
    touched: int
    people: int
    complete: bool = True


def of_cap(cap: Cap, sends: Sequence[Sent], zones: Zones, *, since: float = 0) -> Effect:
    """What the cap would have stopped since then, of these sends, ordered by person and time.

    The earlier ones among them only fill the windows.
    """
    stopped: list[str] = []
    for profile, group in groupby(sends, key=lambda send: send.profile):
        zone = zones(profile)
        passed = deque[float]()
        for send in group:
            start = _window_start(cap, send.at, zone)
            while passed and passed[0] <= start:
                passed.popleft()
            if len(passed) < cap.limit:
                passed.append(send.at)
            elif send.at >= since:
                stopped.append(profile)
    return _effect(stopped, [send.profile for send in sends if send.at >= since])


def of_quiet_hours(quiet: QuietHours, sends: Sequence[Sent], zones: Zones) -> Effect:
    """Which of these sends left within the quiet hours, and would have left after them."""
    delayed = [
        send.profile
        for send in sends
        if local_time.quiet_until(
            [quiet], datetime.fromtimestamp(send.at, UTC), zones(send.profile)
        )
    ]
    return _effect(delayed, [send.profile for send in sends])


def of_group(stays: Sequence[Stay], *, since: float) -> Effect:
    """Entries since then of people who were in another of the group's journeys.

    Of all entries into them since then; `stays` are ordered by person and entry.
    """
    refused: list[str] = []
    for profile, group in groupby(stays, key=lambda stay: stay.profile):
        inside: list[Stay] = []
        for stay in group:
            inside = [s for s in inside if s.left_at is None or s.left_at > stay.entered_at]
            if stay.entered_at >= since and any(s.journey != stay.journey for s in inside):
                refused.append(profile)
            inside.append(stay)
    return _effect(refused, [stay.profile for stay in stays if stay.entered_at >= since])


def _effect(stopped: Sequence[str], of: Sequence[str]) -> Effect:
    return Effect(len(stopped), len(of), len(set(stopped)), len(set(of)))


def _window_start(cap: Cap, at: float, zone: ZoneInfo) -> float:
    if cap.hours is not None:
        return at - cap.hours * 3600
    start = local_time.day_start if cap.calendar == "day" else local_time.week_start
    return start(datetime.fromtimestamp(at, UTC), zone).timestamp() - 1e-6
