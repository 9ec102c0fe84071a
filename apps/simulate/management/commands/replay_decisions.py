"""manage.py replay_decisions: re-runs stored decisions; exit 1 if one differs."""

import sys
import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.graph import queries_decisions
from apps.simulate.replay import Replay, replay_all

SHOWN = 20
# Seconds between two lines of progress.
PROGRESS = 2.0


class Command(BaseCommand):
    help = "Runs stored decisions again, and compares each with what was decided then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", help="ISO date or moment; the workspace's past from there.")
        parser.add_argument("--limit", type=int, help="At most this many, the oldest first.")

    def handle(self, *args: Any, **options: Any) -> None:
        since = _epoch(options["since"])
        total = queries_decisions.count(since)
        if options["limit"] is not None:
            total = min(total, options["limit"])
        done = differing = 0
        told = time.monotonic()
        for result in replay_all(since, options["limit"]):
            done += 1
            if not result.same:
                differing += 1
                if differing <= SHOWN:
                    self._show(result)
            if time.monotonic() - told > PROGRESS:
                told = time.monotonic()
                self.stderr.write(f"{done} of {total}, {differing} differ")
        if differing:
            self.stderr.write(f"{differing} of {done} decisions differ from what was stored.")
            sys.exit(1)
        self.stdout.write(f"{done} decisions were run again; every one came out the same.")

    def _show(self, result: Replay) -> None:
        self.stdout.write(f"{result.decision} differs{': ' + result.error if result.error else ''}")
        for one in result.differences[:10]:
            self.stdout.write(f"  {one.path}: {one.stored!r} was stored, now {one.replayed!r}")


def _epoch(text: str | None) -> float:
    if not text:
        return 0.0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no moment; give one such as 2026-11-04.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
