"""The last step: nothing is left to look for, so what was looked for goes, too."""

from datetime import datetime

from django.db import transaction

from apps.people import erased
from apps.people.models import ErasedIdentifier
from apps.privacy import working
from apps.privacy.erasing import told
from apps.privacy.models import AuditEntry, Erasure
from apps.privacy.working import Pulse


@transaction.atomic
def finish(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Let those come again who are not refused, and forget whom this was about."""
    if not erasure.told:
        return
    subject = told.of(erasure)
    kept = {erased.digest(kind, value) for kind, value in subject.kept}
    lent = {erased.digest(kind, value) for kind, value in subject.identities} - kept
    # One that was refused before this erasure stays refused.
    mine = ErasedIdentifier.objects.filter(digest__in=lent, at__gte=erasure.requested_at)
    mine.delete()
    AuditEntry.objects.create(
        what=AuditEntry.What.ERASED,
        who=erasure.requested_by,
        subject=erasure.profile_id,
        at=now,
        detail="Identifiers are refused." if subject.kept else "",
    )
    working.store(erasure, told={}, finished_at=now, note="")
