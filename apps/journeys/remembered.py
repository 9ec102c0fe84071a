"""Answers that may be some minutes old; without the cache they are made each time."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import redis
from django.core.cache import cache

T = TypeVar("T")

AWAY: tuple[type[Exception], ...] = (redis.RedisError, OSError)


def remembered(key: str, seconds: int, make: Callable[[], T]) -> T:
    """What was made under this key at most so long ago, or is made now."""
    try:
        known = cache.get(key)
    except AWAY:
        return make()
    if known is not None:
        return known  # type: ignore[no-any-return]
    made = make()
    with suppress(*AWAY):
        cache.set(key, made, seconds)
    return made
