"""Route: who is it, and which place in which lane? A single writer, in micro-batches.

Events get their profile in log order and the next place in the lane of that profile. A merge takes
two places: one in the lane of the absorbed profile, where its state is handed over, and one in the
survivor's lane, before the event that brought the merge, where it is taken in.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection, transaction

from apps.orchestrator import lanes, refusals
from apps.people import erased, identifiers, identity, operations, queries_identity
from apps.people.identity import Resolution, Sighting
from apps.people.identity_rules import Rules
from apps.people.operations import MergePlace
from apps.people.operations_accounts import Told, save_accounts


class Row(NamedTuple):
    """An event that has no place yet; `more` is what of its payload may tell of identity."""

    id: int
    source_id: int
    message_id: str
    type: str
    occurred_at: datetime
    received_at: datetime
    user_id: str | None
    anonymous_id: str | None
    profile_hint: UUID | None
    more: str | None


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
        rows = [Row(*row) for row in cursor.fetchall()]
    taken = len(rows)
    if not rows:
        return 0
    rules = queries_identity.current()
    further = [msgspec.json.decode(row.more) if row.more else None for row in rows]
    sightings = [_sighting(row, more, rules) for row, more in zip(rows, further, strict=True)]
    refused = erased.known(sightings)
    if named := refusals.leave_devices_out(sightings, refused):
        rows = [row._replace(anonymous_id=None) if row.id in named else row for row in rows]
        sightings = [_sighting(row, more, rules) for row, more in zip(rows, further, strict=True)]
    if gone := refusals.drop(sightings, refused):
        left = [place for place, row in enumerate(rows) if row.id not in gone]
        if not left:
            return taken
        rows, further = [rows[place] for place in left], [further[place] for place in left]
        sightings = [sightings[place] for place in left]
    identities = list({i for s in sightings for i in (*s.identifiers, *s.previous)})
    known, hinted = operations.load_known(sightings, identities)
    apart = operations.load_apart({one.id for one in known.values()})
    resolution = identity.resolve(sightings, known, hinted, rules, apart)
    _save(sightings, resolution)
    save_accounts(rows=_accounts(rows, further, resolution, rules))
    return taken


def _sighting(row: Row, more: Any, rules: Rules) -> Sighting:
    return Sighting(
        event_id=row.id,
        source_id=row.source_id,
        message_id=row.message_id,
        at=row.received_at,
        identifiers=tuple(identifiers.told(row.user_id, row.anonymous_id, more, rules)),
        profile_hint=row.profile_hint,
        previous=identifiers.previous(more, rules) if more else (),
    )


def _accounts(
    rows: Sequence[Row], further: Sequence[Any], resolution: Resolution, rules: Rules
) -> list[Told]:
    return [
        Told(row.id, resolution.profile_of[row.id], group, traits, row.occurred_at, row.received_at)
        for row, more in zip(rows, further, strict=True)
        if more
        for group, traits in identifiers.accounts(more, rules)
    ]


def _save(sightings: Sequence[Sighting], resolution: Resolution) -> None:
    profiles = {*resolution.profile_of.values()}
    absorbed = {m.absorbed for merges in resolution.merges.values() for m in merges}
    tails = lanes.tails(sorted({lanes.lane_of(profile) for profile in profiles | absorbed}))
    places, merge_places = _places(sightings, resolution, tails)
    operations.save_resolution(resolution=resolution, places=merge_places)
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [list(column) for column in zip(*places, strict=True)])
    lanes.move_tails(tails)


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


# Most events tell nothing more: of those the payload is looked into, and not handed over.
_NEXT = """
SELECT id, source_id, message_id, type, occurred_at, received_at, user_id, anonymous_id,
       profile_hint,
       CASE WHEN type IN ('identify', 'alias', 'group')
                 OR payload -> 'context' ?| '{traits,externalIds,device,integrations,groupId}'
                 OR payload #> '{integrations,Google Analytics}' IS NOT NULL
       THEN jsonb_build_object(
           'type', type,
           'traits', CASE WHEN type IN ('identify', 'group') THEN payload -> 'traits' END,
           'groupId', CASE WHEN type = 'group' THEN payload -> 'groupId' END,
           'previousId', CASE WHEN type = 'alias' THEN payload -> 'previousId' END,
           'integrations', jsonb_build_object(
               'Google Analytics', payload #> '{integrations,Google Analytics}'),
           'context', jsonb_build_object(
               'traits', payload #> '{context,traits}',
               'externalIds', payload #> '{context,externalIds}',
               'device', payload #> '{context,device}',
               'os', payload #> '{context,os}',
               'integrations', payload #> '{context,integrations}',
               'groupId', payload #> '{context,groupId}'))
       END
FROM events_event WHERE lane_seq IS NULL ORDER BY id LIMIT %s
"""
_PLACE = """
UPDATE events_event e SET profile_id = x.p, lane = x.l, lane_seq = x.s
FROM unnest(%s::bigint[], %s::uuid[], %s::smallint[], %s::bigint[]) AS x (i, p, l, s)
WHERE e.id = x.i
"""
