"""manage.py load_demo: a month of a subscription shop's life, through the intake."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.common import clock
from apps.console.demo import load
from apps.console.demo.intake import Refused
from apps.graph import queries_competition

ONE_WINNER_TWO_LOSERS = 3


class Command(BaseCommand):
    help = "Loads the demonstration into an empty installation that is running. May be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        size = load.Size()
        parser.add_argument("--people", type=int, default=size.people)
        parser.add_argument("--days", type=int, default=size.days)
        parser.add_argument("--seed", type=int, default=size.seed)
        parser.add_argument("--url", default=settings.PUBLIC_URL, help="Where the intake is.")

    def handle(self, *args: Any, **options: Any) -> None:
        size = load.Size(options["people"], options["days"], options["seed"])
        url = options["url"].rstrip("/")
        if load.is_complete():
            self.stdout.write("The demonstration is loaded already.")
        else:
            self._load(size, url)
        self._show_example(size, url)

    def _load(self, size: load.Size, url: str) -> None:
        self.stdout.write(f"Loading the demonstration: {size.people:,} people, {size.days} days")
        try:
            source = load.begin(size, clock.now())
            load.load(size, source, url, self.stdout, clock.now)
        except load.NotEmpty:
            raise CommandError(
                "This installation has events already; the demonstration needs an empty one."
            ) from None
        except (Refused, OSError) as problem:
            raise CommandError(f"{problem}. Repeat the command: nothing is doubled.") from problem

    def _show_example(self, size: load.Size, url: str) -> None:
        since = clock.now() - timedelta(days=size.days)
        found = queries_competition.contested(
            candidates=ONE_WINNER_TWO_LOSERS, since=since.timestamp(), limit=1
        )
        if found:
            self.stdout.write("Three messages wanted to reach one person; one did, and why:")
            self.stdout.write(f"  For example: {url}/messages/{found[0].message}/why/")
