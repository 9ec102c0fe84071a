"""Reads what stands next in each lane: events, handovers and take-ins, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from apps.engine.values import Event

LONGEST_SESSION = 200
EVENT, HANDOVER, TAKE_IN = "event", "handover", "take_in"
# An event of somebody who was erased: its place goes on, and nothing else.
NOTHING = "nothing"
# A merge that is undone: the survivor's lane takes the two apart, the other's goes on from there.
TAKE_OUT, TAKE_BACK = "take_out", "take_back"
# What is about the state of two profiles at once.
OF_TWO = (TAKE_IN, TAKE_OUT)


@dataclass(frozen=True, slots=True)
class LeasedLane:
    """A lane that this worker holds: applied up to `applied_seq`, routed up to `routed_seq`."""

    number: int
    applied_seq: int
    commit_no: int
    routed_seq: int

    @property
    def backlog(self) -> int:
        return self.routed_seq - self.applied_seq


class Item(NamedTuple):
    """One place of a lane. `other` is the other profile of a merge, `merge` its row."""

    lane: int
    seq: int
    at: datetime
    kind: str
    profile: str
    event: Event | None = None
    event_id: int = 0
    other: str = ""
    rule: str = ""
    from_lane: int = 0
    from_seq: int = 0
    merge: int = 0


def quotas(lanes: Sequence[LeasedLane], limit: int) -> dict[int, int]:
    """How many places to read of each lane: shares are equal, what one leaves the others take."""
    left, shares = limit, {}
    for done, lane in enumerate(sorted(lanes, key=lambda lane: lane.backlog)):
        shares[lane.number] = min(lane.backlog, max(left // (len(lanes) - done), 1))
        left -= shares[lane.number]
    return shares


def read(lanes: Sequence[LeasedLane], limit: int) -> list[list[Item]]:
    """The next places of these lanes, at most `limit` in all (but one of each lane), by lane."""
    shares = quotas(lanes, limit)
    ranges = [
        [lane.number for lane in lanes],
        [lane.applied_seq for lane in lanes],
        [lane.applied_seq + shares[lane.number] for lane in lanes],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, ranges)
        items = [_event_item(row) for row in cursor.fetchall()]
        cursor.execute(_MERGES, [*ranges, *ranges, *ranges, *ranges])
        items += [_merge_item(row) for row in cursor.fetchall()]
    of: dict[int, list[Item]] = {lane.number: [] for lane in lanes}
    for item in sorted(items, key=lambda item: (item.lane, item.seq)):
        of[item.lane].append(item)
    return [_unbroken(of[lane.number], lane.applied_seq) for lane in lanes]


def ready(items: Sequence[Item], applied: Mapping[int, int]) -> list[Item]:
    """The items before the first that has to wait: for another lane, or to be the first.

    What was joined is taken apart by what the graph says of it: all before must be in there.
    """
    for index, item in enumerate(items):
        if (
            item.kind in (TAKE_IN, TAKE_BACK)
            and item.from_lane != item.lane
            and applied.get(item.from_lane, 0) < item.from_seq
        ):
            return list(items[:index])
        if item.kind == TAKE_OUT and index > 0:
            return list(items[:index])
    return list(items)


def _unbroken(items: Sequence[Item], applied_seq: int) -> list[Item]:
    """The items up to the first missing place: nothing may overtake what is not there yet."""
    for index, item in enumerate(items):
        if item.seq != applied_seq + 1 + index:
            return list(items[:index])
    return list(items)


def _event_item(row: tuple[Any, ...]) -> Item:
    lane, seq, profile, event = row[0], row[1], str(row[2]), as_event(row[3:])
    if row[2] is None:
        return Item(lane, seq, event.received_at, NOTHING, "")
    return Item(lane, seq, event.received_at, EVENT, profile, event, event.id)


def as_event(row: Sequence[Any]) -> Event:
    """The engine's event of a row.

    The row has id, type, name, occurred_at, received_at, user_id, payload, and the source's key
    where it is to take part in sessions.
    """
    id, kind, name, occurred_at, received_at, user_id, raw, *source = row
    payload = msgspec.json.decode(raw) if isinstance(raw, str | bytes) else raw
    context = _dict(payload.get("context"))
    traits = dict(_dict(context.get("traits")))
    if kind == "identify":
        traits |= _dict(payload.get("traits"))
    zone = context.get("timezone")
    return Event(
        id=id,
        type=kind,
        name=_name(kind, name),
        occurred_at=occurred_at,
        received_at=received_at,
        user_id=user_id or "",
        properties=_dict(payload.get("properties")),
        traits=traits,
        timezone=zone if isinstance(zone, str) else "",
        source=source[0] if source else "",
        session=_session(context.get("sessionId")),
    )


def _name(kind: str, name: str) -> str:
    """The name under which journeys know the event; pages and screens as Segment's clients say."""
    if kind in ("page", "screen"):
        return f"Viewed {name} {kind.title()}" if name else f"Viewed {kind.title()}"
    return name


def _session(told: Any) -> str:
    """A session's key; some clients count their sessions."""
    is_number = isinstance(told, int) and not isinstance(told, bool)
    return (told if isinstance(told, str) else str(told) if is_number else "")[:LONGEST_SESSION]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _merge_item(row: tuple[Any, ...]) -> Item:
    lane, seq, at, kind, profile, other, rule, from_lane, from_seq, event_id, merge = row
    return Item(
        lane,
        seq,
        at,
        kind,
        str(profile),
        None,
        event_id,
        str(other),
        rule,
        from_lane,
        from_seq,
        merge,
    )


_EVENTS = """
SELECT e.lane, e.lane_seq, e.profile_id, e.id, e.type, e.name, e.occurred_at, e.received_at,
       e.user_id, e.payload, coalesce(s.key, '')
FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[]) AS r (lane, low, high)
JOIN events_event e ON e.lane = r.lane AND e.lane_seq > r.low AND e.lane_seq <= r.high
LEFT JOIN events_source s ON s.id = e.source_id
"""
_MERGES = """
SELECT m.from_lane, m.from_seq, m.at, 'handover', m.absorbed_id, m.survivor_id, m.rule,
       m.from_lane, m.from_seq, m.event_id, m.id
FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[]) AS r (lane, low, high)
JOIN people_merge m ON m.from_lane = r.lane AND m.from_seq > r.low AND m.from_seq <= r.high
UNION ALL
SELECT m.lane, m.lane_seq, m.at, 'take_in', m.survivor_id, m.absorbed_id, m.rule,
       m.from_lane, m.from_seq, m.event_id, m.id
FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[]) AS r (lane, low, high)
JOIN people_merge m ON m.lane = r.lane AND m.lane_seq > r.low AND m.lane_seq <= r.high
UNION ALL
SELECT m.out_lane, m.out_seq, m.undone_at, 'take_out', m.survivor_id, m.absorbed_id, m.rule,
       m.out_lane, m.out_seq, m.event_id, m.id
FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[]) AS r (lane, low, high)
JOIN people_merge m ON m.out_lane = r.lane AND m.out_seq > r.low AND m.out_seq <= r.high
UNION ALL
SELECT m.back_lane, m.back_seq, m.undone_at, 'take_back', m.absorbed_id, m.survivor_id, m.rule,
       m.out_lane, m.out_seq, m.event_id, m.id
FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[]) AS r (lane, low, high)
JOIN people_merge m ON m.back_lane = r.lane AND m.back_seq > r.low AND m.back_seq <= r.high
"""
