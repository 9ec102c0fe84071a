"""After the lifecycles were changed, everybody is looked at, not only those who do something."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from apps.orchestrator import books, lanes
from apps.orchestrator.models import Review
from apps.people.models import Profile

PORTION = 10_000


def wake_everybody(now: datetime) -> int:
    """How many people were given a wake-up, because the lifecycles are not those of last time.

    Whoever is looked at in the meantime is simply looked at twice.
    """
    plan = books.current().stage_plan
    known = Review.objects.filter(pk=Review.ONLY).first()
    if (known.plan if known else "") == plan:
        return 0
    woken = 0
    everybody = _everybody()
    while ids := list(islice(everybody, PORTION)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WAKE, [now, ids, [lanes.lane_of(id) for id in ids]])
        woken += len(ids)
    Review.objects.update_or_create(pk=Review.ONLY, defaults={"plan": plan, "at": now})
    return woken


def _everybody() -> Iterator[UUID]:
    people = Profile.objects.filter(merged_into__isnull=True)
    return people.values_list("id", flat=True).iterator(chunk_size=PORTION)


_WAKE = """
INSERT INTO orchestrator_wakeup (profile_id, lane, due_at)
SELECT x.p, x.l, %s FROM unnest(%s::uuid[], %s::smallint[]) AS x (p, l)
ON CONFLICT (profile_id) DO UPDATE
SET due_at = least(orchestrator_wakeup.due_at, excluded.due_at)
"""
