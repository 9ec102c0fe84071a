"""manage.py scrub: no byte of what was deleted stays in the stores' files."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.common import clock
from apps.privacy import operations, scrubbing
from apps.privacy.models import AuditEntry


class Command(BaseCommand):
    help = (
        "Rewrites the files of PostgreSQL and of the embedded graph, so that deleted values are "
        "gone from them. Locks each table while it is rewritten; choose a quiet hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Each table is locked while it is rewritten.")
        operations.audit(what=AuditEntry.What.SCRUB, who=None, now=clock.now())
        scrubbing.scrub(self.stdout.write)
