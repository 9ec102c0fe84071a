"""manage.py export_decisions: stored decisions as a file that replays without any store."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.graph import queries_decisions
from apps.graph.queries_decisions import Stored
from apps.simulate import archive, variety
from apps.simulate.replay import stored_since
from apps.simulate.since import epoch


class Command(BaseCommand):
    help = "Writes stored decisions with their inputs, versions and hashes to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Such as decisions.jsonl.gz.")
        parser.add_argument("--since", help="ISO date or moment; decisions from there.")
        parser.add_argument("--limit", type=int, help="At most this many, the oldest first.")
        parser.add_argument(
            "--one-of-each",
            type=int,
            nargs="?",
            const=1,
            metavar="N",
            help="Only a few of each kind: trigger, verdict, reason, gate, message (N of each: 1).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        since = epoch(options["since"])
        found: Iterator[Stored] = (one for one in stored_since(since) if not one.erased_at)
        if options["one_of_each"]:
            found = variety.of_each(found, options["one_of_each"])
        count = archive.write(options["file"], islice(found, options["limit"]))
        whole = queries_decisions.count(since)
        size = options["file"].stat().st_size
        self.stdout.write(f"{count} of {whole} decisions in {options['file']}, {size:,} bytes.")
