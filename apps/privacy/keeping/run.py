"""One run of one retention rule: portion after portion, until nothing old is left."""

from apps.common import clock
from apps.people.models import KeptSince
from apps.people.queries_kept import kept_since
from apps.privacy import working
from apps.privacy.keeping.kinds import KINDS
from apps.privacy.models import AuditEntry, RetentionRun
from apps.privacy.working import Pulse


def run(work: RetentionRun, pulse: Pulse) -> None:
    """Delete what is older than the cutoff. A killed worker's run goes on where it was."""
    kind = KINDS[work.what]
    while True:
        done, position = kind.portion(work.cutoff, work.position)
        if not done:
            break
        pulse.add(done)
        working.store(work, position=position, done=work.done)
    before = kept_since(work.what)
    since = max(work.cutoff, before) if before else work.cutoff
    KeptSince.objects.update_or_create(what=work.what, defaults={"since": since})
    now = clock.now()
    AuditEntry.objects.create(
        what=AuditEntry.What.RETAINED,
        who=work.requested_by,
        at=now,
        detail=f"{work.done} {kind.many if work.done != 1 else kind.one}",
    )
    working.store(work, finished_at=now)
