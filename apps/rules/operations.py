"""Writes of the rules of engagement: the draft is edited, a version is published and never changes.

Whoever edits names the revision of the draft that was seen; a later one refuses the edit.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from apps.engine import compile
from apps.rules import queries
from apps.rules.checks import check_document
from apps.rules.document import complete
from apps.rules.models import RuleSetDraft, RuleSetVersion
from apps.rules.refusals import BaseMoved, NothingToPublish, Stale


@transaction.atomic
def publish(
    *, document: Mapping[str, Any], note: str, by: AbstractBaseUser | None, now: datetime
) -> RuleSetVersion:
    """Publish these rules; they hold from the next decision on. Raises `problems.Invalid`.

    An open draft stays as it is; its publication will say that its base has moved.
    """
    check_document(document)
    _one_at_a_time()
    version = _publish(document, note, by, now)
    row = _row()
    if row.document is None:
        _save(row, RuleSetDraft.Last.PUBLISHED, by, now)
    return version


@transaction.atomic
def edit_draft(
    *, document: Mapping[str, Any], revision: int, by: AbstractBaseUser | None, now: datetime
) -> RuleSetDraft:
    """Make this the draft; opens one where none is open.

    Raises `Stale` where somebody was faster, `problems.Invalid` for rules that could not hold.
    """
    check_document(document)
    _one_at_a_time()
    row = _seen(revision)
    if row.document is None:
        last = queries.latest()
        row.base, row.opened_at = last.number if last else 0, now
    row.document = complete(document)
    return _save(row, RuleSetDraft.Last.EDITED, by, now)


@transaction.atomic
def discard_draft(*, revision: int, by: AbstractBaseUser | None, now: datetime) -> None:
    """Drop the draft; what holds stays. Raises `Stale`, also where none is open."""
    _one_at_a_time()
    row = _open(revision)
    row.document = None
    _save(row, RuleSetDraft.Last.DISCARDED, by, now)


@transaction.atomic
def publish_draft(
    *,
    revision: int,
    note: str,
    by: AbstractBaseUser | None,
    now: datetime,
    over: int | None = None,
) -> RuleSetVersion:
    """Publish the draft and close it.

    `over` is the number of the live version that the person has seen besides the draft's base.
    Raises `Stale`, `BaseMoved` where another version holds, `NothingToPublish`, `problems.Invalid`.
    """
    _one_at_a_time()
    row = _open(revision)
    document: dict[str, Any] = row.document or {}
    check_document(document)
    last = queries.latest()
    live = last.number if last else 0
    if live not in (row.base, over):
        raise BaseMoved(base=row.base, live=live)
    if queries.same(document, queries.current_document()):
        raise NothingToPublish("The draft says what holds already; there is nothing to publish.")
    row.document = None
    version = _publish(document, note, by, now)
    _save(row, RuleSetDraft.Last.PUBLISHED, by, now)
    return version


def _publish(
    document: Mapping[str, Any], note: str, by: AbstractBaseUser | None, now: datetime
) -> RuleSetVersion:
    last = queries.latest()
    version = RuleSetVersion(
        number=last.number + 1 if last else 1,
        document=dict(document),
        note=note,
        published_at=now,
        published_by=by,  # type: ignore[misc]
    )
    compile.rule_set(version.document, id=str(version.id), number=version.number)
    version.save()
    return version


def _one_at_a_time() -> None:
    """Two publications get two numbers; of two edits the second one sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rules.publish'))")


def _row() -> RuleSetDraft:
    return queries.draft_row() or RuleSetDraft()


def _seen(revision: int) -> RuleSetDraft:
    row = _row()
    if row.revision != revision:
        raise Stale(row, seen=revision)
    return row


def _open(revision: int) -> RuleSetDraft:
    row = _seen(revision)
    if row.document is None:
        raise Stale(row, seen=revision)
    return row


def _save(
    row: RuleSetDraft, last: RuleSetDraft.Last, by: AbstractBaseUser | None, now: datetime
) -> RuleSetDraft:
    row.revision += 1
    row.last, row.updated_at, row.updated_by = last, now, by  # type: ignore[assignment]
    row.save()
    return row
