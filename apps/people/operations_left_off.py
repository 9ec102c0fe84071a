"""Writes what identity left off: one row for each identifier, profile and reason."""

from collections.abc import Sequence

from django.db import connection

from apps.people.identity import LeftOut


def save_left_off(*, rows: Sequence[LeftOut]) -> None:
    """Count these, in log order. Runs in the transaction of the caller."""
    told: dict[tuple[object, ...], list[LeftOut]] = {}
    for one in rows:
        told.setdefault((*one.identity, one.profile, one.because), []).append(one)
    if not told:
        return
    columns = zip(
        *(
            (
                *key,
                several[-1].limit_type,
                several[-1].other,
                len(several),
                several[0].event_id,
                several[-1].event_id,
                several[0].at,
                several[-1].at,
            )
            for key, several in told.items()
        ),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [list(column) for column in columns])
        cursor.execute(
            _LOOK_AGAIN, [list({id for row in rows for id in (row.profile, row.other) if id})]
        )


_SAVE = """
INSERT INTO people_leftoff (type, value, profile_id, because, limit_type, other_id, times,
                            first_event, last_event, first_at, last_at)
SELECT * FROM unnest(%s::text[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::uuid[],
                     %s::int[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
ON CONFLICT (type, value, profile_id, because) DO UPDATE SET
    limit_type = excluded.limit_type, other_id = excluded.other_id,
    times = people_leftoff.times + excluded.times,
    last_event = excluded.last_event, last_at = excluded.last_at
"""
# The merges of all who are concerned are looked at again, but once.
_LOOK_AGAIN = """
UPDATE people_merge SET suspicious = NULL
WHERE survivor_id = ANY(%s::uuid[]) AND undone_at IS NULL AND reviewed_at IS NULL
  AND suspicious IS NOT NULL AND NOT suspicions @> '[{"kind": "limit"}]'
"""
