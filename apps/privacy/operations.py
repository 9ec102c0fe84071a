"""What people ask for: exports, erasures, retention. Each request and its audit entry are one."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.people.models import Profile
from apps.privacy.models import AuditEntry, Erasure, Export, RetentionRule, RetentionRun, Work

What = AuditEntry.What
UNFINISHED = [Work.State.WAITING, Work.State.RUNNING]


class Refused(ValueError):
    """It can't be done; the text says why, and what would mend it."""


def audit(
    *, what: str, who: Any, now: datetime, subject: UUID | None = None, detail: str = ""
) -> None:
    """Write down who asked for what, in the caller's transaction."""
    AuditEntry.objects.create(what=what, who=who, subject=subject, at=now, detail=detail[:255])


@transaction.atomic
def ask_for_export(*, profile_id: UUID, by: Any, now: datetime) -> Export:
    """Everything held about a person, to be made by a worker; one under way is the answer."""
    _check(profile_id)
    known = Export.objects.filter(profile_id=profile_id, state__in=UNFINISHED).first()
    if known:
        return known
    audit(what=What.EXPORT, who=by, now=now, subject=profile_id)
    return Export.objects.create(profile_id=profile_id, requested_by=by, requested_at=now)


@transaction.atomic
def downloaded(*, export: Export, by: Any, now: datetime) -> None:
    """Somebody takes an export with them."""
    Export.objects.filter(id=export.id).update(downloaded_at=now)
    audit(what=What.DOWNLOAD, who=by, now=now, subject=export.profile_id)


def delete_old_exports(*, now: datetime) -> int:
    """Delete the parts of exports whose day is over; answers of how many."""
    old = Export.objects.filter(ready_until__lte=now)
    for export in old:
        with transaction.atomic():
            export.parts.all().delete()
            Export.objects.filter(id=export.id).update(ready_until=None)
    return len(old)


@transaction.atomic
def ask_for_erasure(*, profile_id: UUID, refuse: bool, by: Any, now: datetime) -> Erasure:
    """A person to be erased by a worker; one under way is the answer."""
    _check(profile_id)
    known = Erasure.objects.filter(profile_id=profile_id, state__in=UNFINISHED).first()
    if known:
        return known
    detail = "Refuse the identifiers from now on." if refuse else ""
    audit(what=What.ERASE, who=by, now=now, subject=profile_id, detail=detail)
    return Erasure.objects.create(
        profile_id=profile_id, refuse=refuse, requested_by=by, requested_at=now
    )


def erase_by_rule(*, profile_id: UUID, now: datetime) -> None:
    """As asked for, because retention says so."""
    try:
        with transaction.atomic():
            Erasure.objects.create(profile_id=profile_id, by_rule=True, requested_at=now)
            audit(what=What.ERASE, who=None, now=now, subject=profile_id, detail="By retention.")
    except IntegrityError:
        # Somebody has asked for it in the meantime.
        return


@transaction.atomic
def try_again(*, erasure: Erasure, now: datetime) -> None:
    """An erasure that was given up goes on with the step at which it failed."""
    failed = Erasure.objects.filter(id=erasure.id, state=Work.State.FAILED)
    failed.update(state=Work.State.WAITING, attempts=0, not_before=None, finished_at=None, error="")


@transaction.atomic
def set_rule(*, what: str, keep_days: int, enabled: bool, by: Any, now: datetime) -> RetentionRule:
    """Keep one kind of thing for so many days; not `enabled`: for good."""
    changes = {"keep_days": keep_days, "enabled": enabled, "changed_at": now, "changed_by": by}
    rule, _ = RetentionRule.objects.update_or_create(what=what, defaults=changes)
    told = f"{what}: {keep_days} days" if enabled else f"{what}: for good"
    audit(what=What.RETENTION, who=by, now=now, detail=told)
    return rule


def begin_retention(*, now: datetime, by: Any = None, what: str = "") -> int:
    """A run of every rule that holds (of one: `what`), unless one is under way; how many."""
    rules = RetentionRule.objects.filter(enabled=True)
    if what:
        rules = rules.filter(what=what)
    begun = 0
    for rule in rules:
        under_way = RetentionRun.objects.filter(what=rule.what, state__in=UNFINISHED)
        if not under_way.exists():
            cutoff = now - timedelta(days=rule.keep_days)
            RetentionRun.objects.create(
                what=rule.what, cutoff=cutoff, requested_at=now, requested_by=by
            )
            begun += 1
    return begun


def _check(profile_id: UUID) -> None:
    row = Profile.objects.filter(id=profile_id).values_list("merged_into_id", "erased_at").first()
    if row is None:
        raise Refused("There is no person of this id.")
    if row[1] is not None:
        raise Refused(f"This person was erased on {row[1]:%d %b %Y}; nothing is left.")
    if row[0] is not None:
        raise Refused(f"This profile was merged; ask for {row[0]}, which goes on for it.")
