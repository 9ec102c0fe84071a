"""What a frequency cap would have stopped among the sends that were. Pure.

An estimate: it doesn't know which stopped messages would have left later instead.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apps.engine import local_time
from apps.engine.book import Cap
from apps.graph.queries_sends import Sent


@dataclass(frozen=True, slots=True)
class Effect:
    """`stopped` of the `sends` that fall under the cap, which went to `people`."""

    stopped: int
    sends: int
    people: int


def effect(cap: Cap, sends: Sequence[Sent], zone: ZoneInfo) -> Effect:
    """How many of these sends, ordered by person and time, the cap would have stopped."""
    stopped, touched = 0, set()
    profile, passed = "", deque[float]()
    for send in sends:
        if send.profile != profile:
            profile, passed = send.profile, deque()
        since = _window_start(cap, send.at, zone)
        while passed and passed[0] <= since:
            passed.popleft()
        if len(passed) >= cap.limit:
            stopped += 1
            touched.add(profile)
        else:
            passed.append(send.at)
    return Effect(stopped, len(sends), len(touched))


def _window_start(cap: Cap, at: float, zone: ZoneInfo) -> float:
    if cap.hours is not None:
        return at - cap.hours * 3600
    start = local_time.day_start if cap.calendar == "day" else local_time.week_start
    return start(datetime.fromtimestamp(at, UTC), zone).timestamp() - 1e-6
