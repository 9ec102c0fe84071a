"""Undoes a merge: who is who again, and the two places at which the lanes take it apart.

Identity changes at once, under the lock of route: whatever comes next goes to whom it belongs. What
the engine knows is taken apart by the survivor's lane when everything before has been applied.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.engine.joint import Joint
from apps.engine.unmerge import Parted, split
from apps.engine.values import ProfileState
from apps.graph import loads, queries_merges
from apps.graph.partings import Parting
from apps.orchestrator import apart, books, lanes, parted
from apps.orchestrator.items import TAKE_OUT, Item
from apps.orchestrator.models import Lane
from apps.people import unmerging
from apps.people.models import Merge, Profile


class CantUndo(ValueError):
    """The merge can't be undone; the text says why, and what can be done first."""


@transaction.atomic
def undo(*, merge_id: int, by: Any, because: str, now: datetime) -> Merge:
    """Make two people of one again, and keep them apart from now on. Raises `CantUndo`."""
    lanes.hold_route()
    merge = Merge.objects.select_for_update().get(id=merge_id)
    _check(merge)
    back = unmerging.give_back(merge=merge, by=by, now=now)
    out_lane, back_lane = (lanes.lane_of(id) for id in (merge.survivor_id, merge.absorbed_id))
    places = _places([out_lane, back_lane])
    merge.undone_at, merge.undone_by, merge.undone_because = now, by, because.strip()[:255]
    merge.given_back = back
    (merge.out_lane, merge.out_seq), (merge.back_lane, merge.back_seq) = places
    merge.save()
    return merge


def why_not(merge: Merge) -> str:
    """Why this merge can't be undone now; "" where it can."""
    try:
        _check(merge)
    except CantUndo as error:
        return str(error)
    return ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What undoing a merge would do now. `identifiers` go back; `events` are those of the given one

    since the merge; `stopped` runs have a message under way that would not be sent any more.
    """

    joined: ProfileState
    joint: Joint
    parted: Parted
    identifiers: tuple[str, ...]
    events: int
    stopped: frozenset[str]


def preview(merge: Merge, now: datetime) -> Preview | None:
    """As far as everything is applied; None where the merge isn't, or nothing is kept of it.

    Writes nothing. It reads all events since the merge.
    """
    kept, given = str(merge.survivor_id), str(merge.absorbed_id)
    lane = Lane.objects.get(number=merge.lane)
    states = loads.states([kept, given])
    if lane.applied_seq < merge.lane_seq or len(states) < 2:
        return None
    merge = copy(merge)
    merge.given_back = list(unmerging.going_back(merge).values())
    place = lane.applied_seq + 1
    item = Item(lane.number, place, now, TAKE_OUT, kept, other=given, merge=merge.pk)
    book = books.unrecorded()
    known = apart.of(merge, item, states[given], book)
    if known is None:
        return None
    at = max(now, states[kept].as_of)
    two = split(states[kept], known.joint, book, at)
    moment = at.timestamp()
    parting = Parting(merge.pk, states[kept], two, moment, moment, merge.rule)
    stopped = parted.unwanted(parted.owed_of(parting), merge)
    return Preview(
        joined=states[kept],
        joint=known.joint,
        parted=two,
        identifiers=tuple(merge.given_back),
        events=known.events,
        stopped=frozenset(str(one.enrollment_id) for one in stopped),
    )


def _check(merge: Merge) -> None:
    if merge.undone_at is not None:
        raise CantUndo("This merge was undone already.")
    if Profile.objects.filter(
        id__in=[merge.survivor_id, merge.absorbed_id], erased_at__isnull=False
    ).exists():
        raise CantUndo("One of the two was erased; there is nothing left to be taken apart.")
    outer = Merge.objects.filter(absorbed_id=merge.survivor_id, undone_at__isnull=True).first()
    if outer is not None:
        raise CantUndo(
            "The person that went on was later joined with another one; undo that merge first."
        )
    lane = Lane.objects.get(number=merge.lane)
    if lane.applied_seq < merge.lane_seq:
        # Not even applied: the place of the undoing comes later in the same lane, so all is well.
        return
    absorbed = str(merge.absorbed_id)
    before = queries_merges.befores(str(merge.survivor_id), [absorbed]).get(absorbed)
    if before is None or before.state is None:
        raise CantUndo(
            "This merge was made before it was kept what each side had been; it can't be undone."
        )


def _places(of: Sequence[int]) -> list[tuple[int, int]]:
    """The next place in each of these lanes, given away."""
    tails = lanes.tails(sorted(set(of)))
    given = []
    for lane in of:
        tails[lane] += 1
        given.append((lane, tails[lane]))
    lanes.move_tails(tails)
    return given
