"""After the lifecycles were changed, everybody is looked at, not only those who do something."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from apps.orchestrator import books, lanes
from apps.orchestrator.models import Review
from apps.people.models import Profile

PORTION = 10_000
NOBODY = UUID(int=0)


def wake_everybody(now: datetime, *, portion: int = PORTION) -> int:
    """Give the next portion of people a wake-up, where the lifecycles are not those of last time.

    Answers how many; 0 when there is nothing (more) to do. How far it is stands in a row, so that
    every sweep does a little, and a killed one loses nothing.
    """
    plan = books.current().stage_plan
    # Every sweep asks; a lock is only worth it where there is something to do.
    if _is_done(Review.objects.filter(pk=Review.ONLY).first() or Review(), plan):
        return 0
    with transaction.atomic():
        Review.objects.get_or_create(pk=Review.ONLY, defaults={"at": now})
        review = Review.objects.select_for_update(skip_locked=True).filter(pk=Review.ONLY).first()
        if review is None or _is_done(review, plan):
            return 0
        if review.waking != plan:
            review.waking, review.position = plan, NOBODY
            # They know the old lifecycles, and would take wake-ups back.
            lanes.let_batches_finish()
        ids = _next(review.position, portion)
        if ids:
            _wake(ids, now)
            review.position = ids[-1]
        else:
            review.plan = plan
        review.at = now
        review.save()
        return len(ids)


def _is_done(review: Review, plan: str) -> bool:
    return review.plan == plan and review.waking in ("", plan)


def _next(position: UUID, portion: int) -> list[UUID]:
    people = Profile.objects.filter(merged_into=None, erased_at=None, id__gt=position)
    return list(people.order_by("id").values_list("id", flat=True)[:portion])


def _wake(ids: list[UUID], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, [now, ids, [lanes.lane_of(id) for id in ids]])


_WAKE = """
INSERT INTO orchestrator_wakeup (profile_id, lane, due_at)
SELECT x.p, x.l, %s FROM unnest(%s::uuid[], %s::smallint[]) AS x (p, l)
ON CONFLICT (profile_id) DO UPDATE
SET due_at = least(orchestrator_wakeup.due_at, excluded.due_at)
"""
