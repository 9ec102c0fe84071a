"""How many events a source may send: a fixed window in Redis, from which processes take portions.

The limit protects the installation from a runaway sender; it is no guardrail. So where Redis can't
be reached, everything is let through.
"""

import threading
import time
from dataclasses import dataclass

import redis
from django.conf import settings

WINDOW = 10
PORTIONS = 100
PAUSE_AFTER_FAILURE = 1.0


@dataclass(slots=True)
class Portion:
    """What this process may still let through of a source's window."""

    window: int
    left: int


_lock = threading.Lock()
_portions: dict[int, Portion] = {}
_clients: dict[str, redis.Redis] = {}
_silent_until = 0.0


def seconds_to_wait(source_id: int, events: int, now: float) -> int:
    """0 where `events` more may come now, else the seconds until the window ends.

    `now` is in seconds since 1970.
    """
    limit = settings.INTAKE_EVENTS_PER_SECOND * WINDOW
    window = int(now) // WINDOW
    events = min(events, limit)
    with _lock:
        portion = _portions.get(source_id)
        if portion is None or portion.window != window:
            portion = _portions[source_id] = Portion(window, 0)
        if portion.left < events:
            portion.left += _take(source_id, window, max(events, limit // PORTIONS), limit)
        if portion.left < events:
            return WINDOW - int(now) % WINDOW
        portion.left -= events
    return 0


def _take(source_id: int, window: int, wanted: int, limit: int) -> int:
    """What the window grants of `wanted`; all of it while Redis is away."""
    global _silent_until
    if not settings.REDIS_URL or time.monotonic() < _silent_until:
        return wanted
    key = f"intake:{source_id}:{window}"
    try:
        with _client().pipeline(transaction=False) as pipe:
            pipe.incrby(key, wanted)
            pipe.expire(key, WINDOW * 2)
            taken = int(pipe.execute()[0])
    except (redis.RedisError, OSError):
        _silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
        return wanted
    return max(0, min(wanted, limit - (taken - wanted)))


def _client() -> redis.Redis:
    url = settings.REDIS_URL
    if url not in _clients:
        _clients[url] = redis.Redis.from_url(
            url, socket_timeout=0.05, socket_connect_timeout=0.05, retry=None
        )
    return _clients[url]


def forget() -> None:
    """Gives back every portion, and asks Redis anew."""
    global _silent_until
    _silent_until = 0.0
    _portions.clear()
