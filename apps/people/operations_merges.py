"""Writes of the review of merges: what speaks against one, and what somebody found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.people.models import KeptApart, Merge


@transaction.atomic
def save_suspicions(*, found: Mapping[int, Sequence[Mapping[str, Any]]]) -> None:
    """Write what speaks against each of these merges; nothing: it was looked at and is fine."""
    Merge.objects.bulk_update(
        [
            Merge(pk=id, suspicious=bool(several), suspicions=[dict(one) for one in several])
            for id, several in found.items()
        ],
        ["suspicious", "suspicions"],
    )


@transaction.atomic
def find_right(*, merge_id: int, by: Any, now: datetime) -> bool:
    """Somebody looked: it is one person. False where the merge is undone already."""
    standing = Merge.objects.filter(id=merge_id, undone_at__isnull=True)
    return bool(standing.update(reviewed_at=now, reviewed_by=by))


@transaction.atomic
def review_again(*, merge_id: int) -> None:
    """Take back that it was found right."""
    Merge.objects.filter(id=merge_id).update(reviewed_at=None, reviewed_by=None)


@transaction.atomic
def let_join(*, one: UUID, other: UUID) -> bool:
    """Two that are kept apart may be joined by an event again; False where they may already."""
    first, second = sorted((one, other))
    return bool(KeptApart.objects.filter(one_id=first, other_id=second).delete()[0])
