"""Which events have been seen lately, and examples of what they carried: a bounded look.

A log of millions of rows is not read for it: where it is long, stretches of it are, spread evenly,
and what is rarer than one event in some ten thousand may be missed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from apps.events.queries_names import HEARD

# Rows that are read at most, and in how many stretches.
MOST_ROWS = 40_000
STRETCHES = 400
# The latest of each name whose properties are looked at, and the names that are.
LATEST = 40
MOST_NAMES = 300
# How far back from its end the log is searched for the latest events of one name.
LOOKED_BACK = 200_000


@dataclass(frozen=True, slots=True)
class Seen:
    """An event's name as journeys hear it. `times` is counted since `counted_since`."""

    name: str
    times: int
    last_seen: datetime
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the log has found; `exact`: all of it was read."""

    events: tuple[Seen, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the log, and the profile it belonged to when it came."""

    profile: str
    properties: Mapping[str, Any]


def seen(since: datetime, counted_since: datetime) -> Look:
    """The events received after `since`, those seen most often first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM events_event")
        first, last = cursor.fetchone()
        if first is None:
            return Look((), exact=True)
        starts, width, share = _stretches(first, last)
        asked: list[Any] = [starts, width, since, counted_since, LATEST, MOST_NAMES]
        cursor.execute(_SEEN, asked)
        found = [
            Seen(name, round(times / share), last_seen, tuple(filter(_is_dict, json.loads(told))))
            for name, times, last_seen, told in cursor.fetchall()
        ]
    return Look(tuple(found), exact=share == 1)


def latest_of(name: str, limit: int) -> tuple[list[Told], bool]:
    """The latest events of this name that belong to somebody, the latest first.

    And whether these are all that there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LATEST_OF, [LOOKED_BACK, name, limit])
        rows = cursor.fetchall()
        cursor.execute("SELECT coalesce(max(id) - min(id), 0) FROM events_event")
        [length] = cursor.fetchone()
    told = ((str(profile), json.loads(properties or "{}")) for profile, properties in rows)
    found = [Told(profile, given if _is_dict(given) else {}) for profile, given in told]
    return found, len(found) < limit and length < LOOKED_BACK


def times_of(
    profiles: Sequence[str], names: Iterable[str], since: datetime | None, most: int
) -> dict[tuple[str, str], tuple[datetime, ...]]:
    """When each profile did each of these things, the latest first; None: ever.

    By (profile, name), and at most so many of each.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TIMES_OF, [most, list(profiles), since, since, list(names)])
        return {(str(who), name): tuple(times) for who, name, times in cursor.fetchall()}


def _stretches(first: int, last: int) -> tuple[list[int], int, float]:
    """Where to begin reading, how many ids from there, and which share of all ids that is.

    The last stretch ends with the newest event.
    """
    length = last - first + 1
    if length <= MOST_ROWS:
        return [first], length, 1
    width = MOST_ROWS // STRETCHES
    step = (length - width) / (STRETCHES - 1)
    starts = [first + round(step * number) for number in range(STRETCHES)]
    return starts, width, MOST_ROWS / length


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


# What people did, and what became of messages: what only says something of a person has no name.
_SEEN = f"""
WITH looked AS MATERIALIZED (
    SELECT e.id, {HEARD} AS heard, e.received_at, e.payload -> 'properties' AS properties
    FROM unnest(%s::bigint[]) AS start (id)
    CROSS JOIN LATERAL (
        SELECT * FROM events_event e WHERE e.id >= start.id AND e.id < start.id + %s
    ) e
    WHERE e.received_at > %s AND e.type NOT IN ('identify', 'group', 'alias')
)
SELECT heard, count(*) FILTER (WHERE received_at > %s) AS times, max(received_at),
       coalesce(jsonb_agg(properties ORDER BY id DESC) FILTER (WHERE place <= %s), '[]')
FROM (SELECT *, row_number() OVER (PARTITION BY heard ORDER BY id DESC) AS place FROM looked) l
WHERE heard <> '' GROUP BY heard ORDER BY count(*) DESC, heard LIMIT %s
"""
_LATEST_OF = f"""
SELECT profile_id, payload -> 'properties' FROM (
    SELECT * FROM events_event ORDER BY id DESC LIMIT %s
) latest
WHERE {HEARD} = %s AND profile_id IS NOT NULL LIMIT %s
"""
_TIMES_OF = f"""
SELECT profile_id, heard, (array_agg(occurred_at ORDER BY occurred_at DESC))[1:%s] FROM (
    SELECT profile_id, occurred_at, {HEARD} AS heard FROM events_event
    WHERE profile_id = ANY(%s::uuid[]) AND type IN ('track', 'page', 'screen')
      AND (%s::timestamptz IS NULL OR occurred_at > %s)
) told WHERE heard = ANY(%s) GROUP BY profile_id, heard
"""
