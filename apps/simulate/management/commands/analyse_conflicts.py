"""manage.py analyse_conflicts: asks for an analysis of conflicts before launch."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.common import clock
from apps.simulate import given, operations


class Command(BaseCommand):
    help = "Asks for an analysis over the last 30 days; a worker runs it, nobody waits for it here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rules",
            choices=(given.LIVE, given.DRAFT),
            default=given.LIVE,
            help="Under the rules that hold, or under their draft.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = operations.request(by=None, now=clock.now(), rules=options["rules"])
        self.stdout.write(f"Conflicts before launch are being looked for: analysis {asked.id}.")
