"""Reads what is known of a merge that is undone: both sides before it, and what came since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Q

from apps.engine.book import Book
from apps.engine.evolve import evolve
from apps.engine.facts import (
    ADDRESS_RELEASED,
    ADDRESS_SUPPRESSED,
    COUNTED,
    MESSAGE_STATUSES,
    SUBSCRIPTION_CHANGED,
)
from apps.engine.joint import Joint, RunSince, Told
from apps.engine.values import Absorb, Event, ProfileState
from apps.graph import loads, queries_merges
from apps.orchestrator.fold import Apart
from apps.orchestrator.items import TAKE_OUT, Item, as_event
from apps.people import identifiers, queries_identity
from apps.people.identity_rules import Rules
from apps.people.models import Merge

# Whose properties are learned of a person; of all others only that they came counts.
TELLING = {SUBSCRIPTION_CHANGED, ADDRESS_SUPPRESSED, ADDRESS_RELEASED, *MESSAGE_STATUSES}
CHUNK = 2_000
LAST = 2**63 - 1


def read(items: Sequence[Item], states: Mapping[str, ProfileState], book: Book) -> dict[int, Apart]:
    """What `fold` needs of the merges that these items undo, by merge.

    One of which nothing is kept is missing: it was made too long ago; or it is undone in the graph
    already, by a worker that was killed, and the commit of this batch will be refused.
    """
    found = {
        item.merge: of(Merge.objects.get(id=item.merge), item, states[item.other], book)
        for item in items
        if item.kind == TAKE_OUT and item.other in states
    }
    return {merge: apart for merge, apart in found.items() if apart is not None}


def of(merge: Merge, item: Item, given: ProfileState, book: Book) -> Apart | None:
    """What is known of this merge at the place of this item; None where nothing was kept."""
    # One that is undone, too, stands until its own place has come.
    standing = Q(undone_at__isnull=True) | Q(out_seq__gte=item.seq)
    later = list(
        Merge.objects.filter(
            standing, survivor_id=UUID(item.profile), lane=item.lane,
            lane_seq__gt=merge.lane_seq, lane_seq__lt=item.seq,
        ).order_by("lane_seq")
    )  # fmt: skip
    absorbed = {str(one.absorbed_id): one for one in later}
    befores = queries_merges.befores(item.profile, [item.other, *absorbed])
    before = befores.get(item.other)
    if before is None or before.state is None:
        return None
    runs = queries_merges.runs_since(item.profile, before.at)
    since, events = _since(item, merge, runs, book, absorbed)
    return Apart(
        joint=Joint(
            at=before.at,
            kept=before.state,
            given=given,
            since=[told for _, told in since],
            runs=runs,
        ),
        identifiers=tuple(merge.given_back),
        later={
            id: (known.state, sum(seq < absorbed[id].lane_seq for seq, _ in since))
            for id, known in befores.items()
            if id in absorbed and known.state is not None
        },
        events=events,
    )


def _since(
    item: Item,
    merge: Merge,
    runs: Sequence[RunSince],
    book: Book,
    absorbed: Mapping[str, Merge],
) -> tuple[list[tuple[int, Told]], int]:
    """What tells something of either side, with its place, in their order.

    And how many events came of whom the merge absorbed, whether they tell anything or not.
    """
    entries = {run.event for run in runs}
    back = set(merge.given_back)
    found, of_given = [], 0
    for seq, given, event in events_since(item.profile, merge, item.seq, back):
        of_given += given
        if _matters(event, entries, book):
            found.append((seq, Told(given, _shortened(event, entries))))
    handed_over = loads.states(absorbed)
    for id, state in handed_over.items():
        one = absorbed[id]
        found.append((one.lane_seq, Told(False, Absorb(one.event_id, one.at, state))))
    return sorted(found, key=lambda pair: pair[0]), of_given


def events_since(
    survivor: str | UUID, merge: Merge, until: int, given_back: set[str]
) -> Iterator[tuple[int, bool, Event]]:
    """The events of the joined person before the place `until`, in their order.

    With each its place, and whether it is of the one who was absorbed: its identifier of highest
    priority says so. What came back to the survivor with a merge that was undone since has its
    place in another lane; it stands where that came back.
    """
    rules = queries_identity.current()
    low = merge.lane_seq
    outers = _came_back(survivor, merge, until)
    for outer, later in zip_longest(outers, outers[1:]):
        back = outer.back_seq or until
        yield from _told(_rows(_SINCE, [merge.lane, low, back, survivor]), rules, given_back)
        period = [outer.event_id - 1, later.event_id if later else LAST]
        elsewhere = _rows(_ELSEWHERE, [merge.lane, *period, survivor])
        for _, given, event in _told(elsewhere, rules, given_back):
            yield back, given, event
        low = back
    yield from _told(_rows(_SINCE, [merge.lane, low, until, survivor]), rules, given_back)


def _came_back(survivor: str | UUID, merge: Merge, until: int) -> list[Merge]:
    """When the survivor, who was absorbed for a while, was somebody again, in the same lane."""
    undone = Merge.objects.filter(
        absorbed_id=UUID(str(survivor)),
        back_lane=merge.lane,
        back_seq__gt=merge.lane_seq,
        back_seq__lt=until,
    )
    return list(undone.order_by("back_seq"))


def _told(
    rows: Iterable[Sequence[Any]], rules: Rules, given_back: set[str]
) -> Iterator[tuple[int, bool, Event]]:
    for place, anonymous_id, hint, payload, *row in rows:
        event = as_event(row)
        more = msgspec.json.decode(payload) if isinstance(payload, str) else payload
        told = identifiers.told(event.user_id, anonymous_id, more, rules)
        first = next((f"{kind}:{value}" for kind, value in told), "")
        yield place, hint is None and first in given_back, event


def _rows(query: str, asked: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in their order, in chunks: those after a place, or an event, and before another."""
    lane, low, until, survivor = asked
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [lane, low, until, survivor, CHUNK])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < CHUNK:
            return
        low = rows[-1][0]


def _matters(event: Event, entries: set[int], book: Book) -> bool:
    return bool(
        event.traits
        or event.timezone
        or event.user_id
        or event.id in entries
        or event.name in TELLING
        or (event.type in COUNTED and event.name in book.tally_depths)
    )


def _shortened(event: Event, entries: set[int]) -> Event:
    """Without what nobody asks of it: a person may have tens of thousands."""
    if event.name in TELLING or event.id in entries:
        return event
    return evolve(event, properties={})


_SINCE = """
SELECT e.lane_seq, e.anonymous_id, e.profile_hint, e.payload,
       e.id, e.type, e.name, e.occurred_at, e.received_at, e.user_id, e.payload
FROM events_event e
WHERE e.lane = %s AND e.lane_seq > %s AND e.lane_seq < %s AND e.profile_id = %s
ORDER BY e.lane_seq LIMIT %s
"""
# What came back from the lane of somebody with whom the survivor was one in between.
_ELSEWHERE = """
SELECT e.id, e.anonymous_id, e.profile_hint, e.payload,
       e.id, e.type, e.name, e.occurred_at, e.received_at, e.user_id, e.payload
FROM events_event e
WHERE e.lane <> %s AND e.id > %s AND e.id < %s AND e.profile_id = %s
ORDER BY e.id LIMIT %s
"""
