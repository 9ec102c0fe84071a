"""Reads of requests, of retention and of the audit; and how far something is."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.people.queries_kept import kept_since
from apps.privacy.erasing.steps import STEPS
from apps.privacy.keeping.kinds import KINDS, Kind
from apps.privacy.models import AuditEntry, Erasure, Export, RetentionRule, RetentionRun

__all__ = ["kept_since"]


def erasures(search: str = "") -> QuerySet[Erasure]:
    """Erasures by profile id, the latest first; an id that is none finds none."""
    return _of(Erasure.objects.select_related("requested_by").defer("told"), search)


def exports(search: str = "") -> QuerySet[Export]:
    return _of(Export.objects.select_related("requested_by"), search)


def audit(search: str = "", what: str = "") -> QuerySet[AuditEntry]:
    """What was asked for, by whom; `search` is a profile's id or a login."""
    found = AuditEntry.objects.select_related("who")
    if what:
        found = found.filter(what=what)
    if not search:
        return found
    subject = as_id(search)
    if subject:
        return found.filter(subject=subject)
    return found.filter(who__username__icontains=search)


def _of(rows: QuerySet[Any], search: str) -> QuerySet[Any]:
    if not search:
        return rows
    profile = as_id(search)
    return rows.filter(profile_id=profile) if profile else rows.none()


def as_id(text: str) -> UUID | None:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None


def step_says(erasure: Erasure) -> str:
    """What an erasure is at, or what it waits for."""
    if erasure.note:
        return erasure.note
    return STEPS[erasure.step].says if erasure.step < len(STEPS) else "Done"


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing: its rule (None: kept for good), since when it is there, its last run."""

    kind: Kind
    rule: RetentionRule | None
    since: datetime | None
    last: RetentionRun | None

    @property
    def holds(self) -> bool:
        return self.rule is not None and self.rule.enabled


def kept(what: str) -> Kept:
    last = RetentionRun.objects.filter(what=what).select_related("requested_by").first()
    rule = RetentionRule.objects.filter(what=what).select_related("changed_by").first()
    return Kept(KINDS[what], rule, kept_since(what), last)


def everything_kept() -> list[Kept]:
    """All kinds, in their order."""
    return [kept(what) for what in KINDS]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would delete now."""

    kind: Kind
    count: int
    days: int
    cutoff: datetime

    @property
    def noun(self) -> str:
        return self.kind.one if self.count == 1 else self.kind.many


def preview(what: str, days: int, now: datetime) -> Preview:
    kind, cutoff = KINDS[what], now - timedelta(days=days)
    return Preview(kind, kind.count(cutoff), days, cutoff)
