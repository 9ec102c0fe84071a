"""manage.py replay_decisions: re-runs stored decisions; exit 1 if one differs."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.graph import queries_decisions
from apps.simulate.archive import Unreadable
from apps.simulate.replay import Replay, replay_all, replay_file
from apps.simulate.since import epoch

SHOWN = 20
# Seconds between two lines of progress.
PROGRESS = 2.0


class Command(BaseCommand):
    help = "Runs stored decisions again, and compares each with what was decided then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", help="ISO date or moment; the workspace's past from there.")
        parser.add_argument("--limit", type=int, help="At most this many, the oldest first.")

        parser.add_argument(
            "--from",
            dest="file",
            type=Path,
            help="A file of export_decisions, instead of the store.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            self._run(replay_file(options["file"]), "the file")
            return
        since, limit = epoch(options["since"]), options["limit"]
        total = queries_decisions.count(since)
        total = total if limit is None else min(total, limit)
        self._run(replay_all(since, limit), str(total))

    def _run(self, results: Iterator[Replay], total: str) -> None:
        done = differing = erased = 0
        told = time.monotonic()
        try:
            for result in results:
                if result.erased:
                    erased += 1
                    continue
                done += 1
                differing += not result.same
                if not result.same and differing <= SHOWN:
                    self._show(result)
                if time.monotonic() - told > PROGRESS:
                    told = time.monotonic()
                    self.stderr.write(f"{done} of {total}, {differing} differ")
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if differing:
            self.stderr.write(f"{differing} of {done} decisions differ from what was stored.")
            sys.exit(1)
        self.stdout.write(f"{done} decisions were run again; every one came out the same.")
        if erased:
            self.stdout.write(f"{erased} were skipped: what they were made from was deleted.")

    def _show(self, result: Replay) -> None:
        self.stdout.write(f"{result.decision} differs{': ' + result.error if result.error else ''}")
        for one in result.differences[:10]:
            self.stdout.write(f"  {one.path}: {one.stored!r} was stored, now {one.replayed!r}")
