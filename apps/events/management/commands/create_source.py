"""manage.py create_source NAME: a source of events, and its write key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils.text import slugify

from apps.common import clock
from apps.events import operations
from apps.events.models import Source


class Command(BaseCommand):
    help = "Creates a source of events and prints its write key, which can't be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--key", help="Default: made from the name.")
        parser.add_argument(
            "--import",
            action="store_const",
            dest="kind",
            const=Source.Kind.IMPORT,
            default=Source.Kind.LIVE,
            help="A source of history, applied as of its own time.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["key"] or slugify(options["name"])
        if not key:
            raise CommandError("No key can be made from this name; give one with --key.")
        try:
            _, write_key = operations.create_source(
                key=key, name=options["name"], kind=options["kind"], now=clock.now()
            )
        except IntegrityError:
            raise CommandError(
                f"There is a source with the key {key!r}; give another with --key."
            ) from None
        self.stdout.write(write_key)
