"""Route: who is it, and which place in which lane? A single writer, in micro-batches.

Events get their profile in log order and the next place in the lane of that profile. A merge takes
two places: one in the lane of the absorbed profile, where its state is handed over, and one in the
survivor's lane, before the event that brought the merge, where it is taken in.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection, transaction

from apps.orchestrator import lanes
from apps.people import identity, operations
from apps.people.identity import Resolution, Sighting
from apps.people.operations import MergePlace

Row = tuple[Any, ...]


def route_all() -> int:
    """Route until nothing is left; the number of events routed."""
    total = 0
    while routed := route_batch(int(settings.ROUTE_BATCH)):
        total += routed
        if routed < int(settings.ROUTE_BATCH):
            break
    return total


@transaction.atomic
def route_batch(limit: int) -> int:
    """Route the next events, at most `limit`; 0 where there are none or another one is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('orchestrator.route'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_NEXT, [limit])
        rows = cursor.fetchall()
    if not rows:
        return 0
    sightings = [_sighting(row) for row in rows]
    identities = list({i for s in sightings for i in identity.usable(s.identifiers)})
    known, hinted = operations.load_known(sightings, identities)
    resolution = identity.resolve(sightings, known, hinted)
    _save(sightings, resolution)
    return len(rows)


def _sighting(row: Row) -> Sighting:
    id, source_id, message_id, received_at, user_id, anonymous_id, hint, more = row
    identifiers = [("user_id", user_id)] if user_id else []
    if anonymous_id:
        identifiers.append(("anonymous_id", anonymous_id))
    if more:
        identifiers += operations.identifiers_of(msgspec.json.decode(more))
    return Sighting(id, source_id, message_id, received_at, tuple(identifiers), hint)


def _save(sightings: Sequence[Sighting], resolution: Resolution) -> None:
    profiles = {*resolution.profile_of.values()}
    absorbed = {m.absorbed for merges in resolution.merges.values() for m in merges}
    tails = lanes.tails(sorted({lanes.lane_of(profile) for profile in profiles | absorbed}))
    places, merge_places = _places(sightings, resolution, tails)
    operations.save_resolution(resolution=resolution, places=merge_places)
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [list(column) for column in zip(*places, strict=True)])
        cursor.execute(_TAILS, [list(tails), list(tails.values())])


def _places(
    sightings: Sequence[Sighting], resolution: Resolution, tails: dict[int, int]
) -> tuple[list[tuple[int, UUID, int, int]], dict[UUID, MergePlace]]:
    """Give every event and merge its place; `tails` moves on."""

    def next_in(lane: int) -> int:
        tails[lane] += 1
        return tails[lane]

    places: list[tuple[int, UUID, int, int]] = []
    merges: dict[UUID, MergePlace] = {}
    for sighting in sightings:
        for joined in resolution.merges.get(sighting.event_id, ()):
            source, home = lanes.lane_of(joined.absorbed), lanes.lane_of(joined.survivor)
            from_seq = next_in(source)
            merges[joined.absorbed] = MergePlace(home, next_in(home), source, from_seq)
        profile = resolution.profile_of[sighting.event_id]
        lane = lanes.lane_of(profile)
        places.append((sighting.event_id, profile, lane, next_in(lane)))
    return places, merges


_NEXT = """
SELECT id, source_id, message_id, received_at, user_id, anonymous_id, profile_hint,
       CASE WHEN type IN ('identify', 'alias') OR payload #> '{context,traits}' IS NOT NULL
       THEN jsonb_build_object(
           'traits', payload -> 'traits',
           'previousId', payload -> 'previousId',
           'context', jsonb_build_object('traits', payload #> '{context,traits}'))
       END
FROM events_event WHERE lane_seq IS NULL ORDER BY id LIMIT %s
"""
_PLACE = """
UPDATE events_event e SET profile_id = x.p, lane = x.l, lane_seq = x.s
FROM unnest(%s::bigint[], %s::uuid[], %s::smallint[], %s::bigint[]) AS x (i, p, l, s)
WHERE e.id = x.i
"""
_TAILS = """
UPDATE orchestrator_lanetail t SET routed_seq = x.s
FROM unnest(%s::smallint[], %s::bigint[]) AS x (n, s) WHERE t.number = x.n
"""
