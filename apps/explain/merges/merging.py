"""What the doors do to a merge, with the wake-ups that go with it."""

from typing import Any

from django.db import transaction

from apps.common import clock
from apps.orchestrator import tasks, unmerging
from apps.people.models import Merge

LONGEST_REASON = 255
NO_REASON = f"Say in up to {LONGEST_REASON} characters why these are two people."


def reason_problem(because: str) -> str:
    """What is wrong with a reason; "" for nothing."""
    return "" if 0 < len(because.strip()) <= LONGEST_REASON else NO_REASON


def undo(*, merge_id: int, by: Any, because: str) -> Merge:
    """Undo a merge and wake who takes the two apart. Raises `unmerging.CantUndo`."""
    with transaction.atomic():
        merge = unmerging.undo(merge_id=merge_id, by=by, because=because, now=clock.now())
        # A lost one is made up for by the sweep.
        transaction.on_commit(lambda: tasks.wake("apps.orchestrator.tasks.advance"))
    return merge
