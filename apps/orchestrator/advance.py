"""Advance: drains lanes under their lease. It only wires: read, load, fold, commit, pay.

The lease of a lane is the lock on its row, held in the PostgreSQL transaction that pays what the
commit to the graph owes. The graph's commit is fenced by the lane's commit number: a worker that
lost its lease writes nothing. Killed between the two commits, the next one pays first.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from apps.engine.advance import next_due
from apps.events import queries as events
from apps.graph import changes, commits, loads
from apps.graph.commits import LaneMove, LeaseLost
from apps.orchestrator import apart, books, items, owed, parted, tallies
from apps.orchestrator.accounts import account_rows
from apps.orchestrator.fold import Batch, fold, settle
from apps.orchestrator.identifiers import identifier_rows
from apps.orchestrator.items import Item, LeasedLane
from apps.orchestrator.owed import Owed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did. `progress` False: there is nothing that could be done now."""

    items: int = 0
    people: int = 0
    decisions: int = 0
    channels: frozenset[str] = frozenset()
    progress: bool = False


def drain(now: datetime, *, limit: int | None = None) -> Drained:
    """One batch over the lanes that have something to do, at most `limit` items."""
    limit = limit or int(settings.ADVANCE_BATCH)
    try:
        with transaction.atomic():
            return _drain(now, limit)
    except LeaseLost as lost:
        log.warning("%s; paying what is owed", lost)
        recovered = recover(now)
    if recovered.paid or not recovered.stopped:
        return Drained(progress=True)
    with transaction.atomic():
        return _drain(now, limit, recovered.stopped)


def drain_all(now: datetime, *, limit: int | None = None) -> Drained:
    """Drain until nothing can be done any more."""
    total = Drained()
    while (one := drain(now, limit=limit)).progress:
        total = Drained(
            total.items + one.items,
            total.people + one.people,
            total.decisions + one.decisions,
            total.channels | one.channels,
            True,
        )
    return total


def _drain(now: datetime, limit: int, blocked: tuple[int, ...] = ()) -> Drained:
    horizon = events.horizon(now)
    lanes = _lease(horizon, blocked)
    if not lanes:
        return Drained()
    applied = _applied()
    read = [items.ready(of_lane, applied) for of_lane in items.read(lanes, limit)]
    horizons = {
        lane.number: _lane_horizon(lane, of_lane, horizon)
        for lane, of_lane in zip(lanes, read, strict=True)
    }
    due = _due(horizons, limit)
    if not due and not any(read):
        # All of these wait for a handover in a lane that was not among them.
        return _drain(now, limit, (*blocked, *(lane.number for lane in lanes)))
    batch = _fold(lanes, read, horizons, due)
    _commit(lanes, read, batch, due, now)
    return Drained(
        items=sum(map(len, read)),
        people=len(batch.changes),
        decisions=sum(len(change.decisions) for change in batch.changes.values()),
        channels=frozenset(
            one.channel
            for change in batch.changes.values()
            for decision in change.decisions
            for one in decision.considered
            if one.verdict == "sent"
        ),
        progress=True,
    )


def _lane_horizon(lane: LeasedLane, read: Sequence[Item], horizon: datetime) -> datetime:
    """Until when things may fall due in a lane: never beyond what it has not read yet."""
    if len(read) == lane.backlog:
        return horizon
    return min(horizon, read[-1].at) if read else datetime.min.replace(tzinfo=horizon.tzinfo)


def _fold(
    lanes: Sequence[LeasedLane],
    read: Sequence[Sequence[Item]],
    horizons: dict[int, datetime],
    due: dict[str, int],
) -> Batch:
    book = books.current()
    people = {i.profile: i.lane for of_lane in read for i in of_lane if i.profile} | due
    others = {item.other for of_lane in read for item in of_lane if item.kind in items.OF_TWO}
    states = loads.states(people.keys() | others)
    if book.tally_plan:
        tallies.bring_up_to_date(states, book, {lane.number: lane.applied_seq for lane in lanes})
    batch = Batch(book, states)
    for of_lane in read:
        batch.apart |= apart.read(of_lane, states, book)
        fold(batch, of_lane)
    for number, until in horizons.items():
        settle(batch, {p: lane for p, lane in people.items() if lane == number}, until)
    return batch


def _commit(
    lanes: Sequence[LeasedLane],
    read: Sequence[Sequence[Item]],
    batch: Batch,
    due: dict[str, int],
    now: datetime,
) -> None:
    owes = _owes(lanes, batch, due)
    moves = [
        LaneMove(
            number=lane.number,
            applied_seq=lane.applied_seq + len(of_lane),
            commit_no=lane.commit_no + 1,
            effects=owed.encode(owes[lane.number]),
        )
        for lane, of_lane in zip(lanes, read, strict=True)
    ]
    rows = changes.rows(batch.changes.values(), batch.events, now)
    commits.commit(
        moves,
        rows,
        identifiers=identifier_rows(batch.events.values()),
        merges=batch.merges,
        parted=batch.partings,
        accounts=account_rows(batch.events.values()),
    )
    _pay(list(owes.values()), moves, now)


def _owes(lanes: Sequence[LeasedLane], batch: Batch, due: dict[str, int]) -> dict[int, Owed]:
    owes = {lane.number: Owed() for lane in lanes}
    for profile, lane in due.items():
        if profile not in batch.changes:
            # Woken for nothing: without this it would be due for ever.
            state = batch.states.get(profile)
            owes[lane].wake_ups.append((profile, lane, next_due(state) if state else None))
    for parting in batch.partings:
        owes[batch.changes[parting.kept].lane].partings.append(parted.owed_of(parting))
    for change in batch.changes.values():
        owed.collect(owes[change.lane], change)
    for lane, event, error in batch.quarantined:
        owes[lane].quarantined.append((event, "advance", error))
    for lane, profile, error in batch.poisoned:
        owes[lane].poisoned.append((profile, lane, error))
    return owes


def _pay(owes: Sequence[Owed], moves: Sequence[LaneMove], now: datetime) -> None:
    owed.apply(owes, now)
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE,
            [
                [move.number for move in moves],
                [move.applied_seq for move in moves],
                [move.commit_no for move in moves],
            ],
        )


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many lanes owed, and which are stopped: nobody can say what of them was done."""

    paid: int
    stopped: tuple[int, ...]


def recover(now: datetime) -> Recovered:
    """Pay what commits to the graph still owe to PostgreSQL."""
    paid, stopped = 0, []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LEASE_ALL)
            leased = dict(cursor.fetchall())
        marks = loads.lane_marks(list(leased))
        for number, commit_no in leased.items():
            mark = marks.get(number)
            known = mark.commit_no if mark else 0
            if mark and known == commit_no + 1:
                move = LaneMove(number, mark.applied_seq, mark.commit_no, "")
                _pay([owed.decode(mark.effects)], [move], now)
                paid += 1
            elif known != commit_no:
                # Only a store that was restored from a backup can be here: fail closed.
                log.error(
                    "lane %s: the graph is at commit %s, PostgreSQL at %s; the lane is stopped",
                    *(number, known, commit_no),
                )
                stopped.append(number)
    return Recovered(paid, tuple(stopped))


def _lease(horizon: datetime, blocked: Sequence[int]) -> list[LeasedLane]:
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, [horizon, list(blocked), int(settings.ADVANCE_LANES)])
        return [LeasedLane(*row) for row in cursor.fetchall()]


def _applied() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, applied_seq FROM orchestrator_lane")
        return dict(cursor.fetchall())


def _due(horizons: dict[int, datetime], limit: int) -> dict[str, int]:
    """The people for whom something falls due within their lane's horizon, with their lane."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [list(horizons), list(horizons.values()), limit])
        return {str(profile): lane for profile, lane in cursor.fetchall()}


_LEASE = """
SELECT l.number, l.applied_seq, l.commit_no, t.routed_seq
FROM orchestrator_lane l JOIN orchestrator_lanetail t ON t.number = l.number
WHERE (t.routed_seq > l.applied_seq
       OR l.number IN (SELECT w.lane FROM orchestrator_wakeup w WHERE w.due_at <= %s))
  AND NOT l.number = ANY(%s)
ORDER BY l.number LIMIT %s
FOR UPDATE OF l SKIP LOCKED
"""
_LEASE_ALL = """
SELECT number, commit_no FROM orchestrator_lane ORDER BY number FOR UPDATE SKIP LOCKED
"""
_DUE = """
SELECT w.profile_id, w.lane FROM unnest(%s::smallint[], %s::timestamptz[]) AS x (lane, until)
JOIN orchestrator_wakeup w ON w.lane = x.lane AND w.due_at <= x.until
ORDER BY w.due_at LIMIT %s
"""
_MOVE = """
UPDATE orchestrator_lane l SET applied_seq = x.s, commit_no = x.c
FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[]) AS x (n, s, c) WHERE l.number = x.n
"""
