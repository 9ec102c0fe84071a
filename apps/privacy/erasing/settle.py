"""The second step: the flow has passed the person; their state goes, and stays gone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.events.models import Event
from apps.graph import erasing, loads
from apps.orchestrator import advance, lanes
from apps.orchestrator.models import Lane, PoisonedProfile, WakeUp
from apps.privacy.erasing import told
from apps.privacy.models import Erasure
from apps.privacy.working import NotYet, Pulse


def settle(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Wait until the lanes have passed; then empty the state under their leases.

    Raises NotYet, which says what is waited for.
    """
    subject = told.of(erasure)
    if Event.objects.filter(lane_seq=None, id__lte=subject.event).exists():
        raise NotYet("Events that came before the request are still being routed.")
    advance.recover(now)
    with transaction.atomic():
        # What was owed to somebody with whom the person was one for a while names both.
        related = {lanes.lane_of(UUID(id)) for id in subject.related}
        leased = lanes.hold(sorted({*subject.lanes, *related}))
        _check(leased, subject.tails)
        WakeUp.objects.filter(profile_id__in=subject.ids).delete()
        PoisonedProfile.objects.filter(profile_id__in=subject.ids).delete()
        erasing.profiles(subject.ids, now.timestamp())
        erasing.lanes([lane.number for lane in leased], [lane.commit_no for lane in leased])


def _check(leased: list[Lane], tails: dict[str, int]) -> None:
    marks = loads.lane_marks([lane.number for lane in leased])
    for lane in leased:
        if lane.applied_seq < tails.get(str(lane.number), 0):
            raise NotYet(f"Lane {lane.number} has not passed the person’s last events yet.")
        mark = marks.get(lane.number)
        if mark and mark.commit_no != lane.commit_no:
            raise NotYet(f"Lane {lane.number} still owes something to PostgreSQL.")
