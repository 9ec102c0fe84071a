"""manage.py trickle_demo: the demonstration's shop goes on living, until it is stopped."""

import signal
import sys
import time
from datetime import datetime
from random import Random
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.common import clock
from apps.console.demo import load, sources
from apps.console.demo.intake import Intake, Refused
from apps.console.demo.live import live, sent_at


class Command(BaseCommand):
    help = "Sends the demonstration's live events for ever; ends when it is told to."

    def add_arguments(self, parser: CommandParser) -> None:
        size = load.Size()
        parser.add_argument("--people", type=int, default=size.people)
        parser.add_argument("--seed", type=int, default=size.seed)
        parser.add_argument("--url", default=settings.PUBLIC_URL, help="Where the intake is.")
        parser.add_argument("--per-minute", type=float, default=60, help="Events, on average.")
        parser.add_argument("--start", help="Names the run; the same name, the same events.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["per_minute"] <= 0:
            raise CommandError("--per-minute must be more than 0.")
        signal.signal(signal.SIGTERM, _end)
        now = clock.now()
        source = sources.live(now=now)
        intake = Intake(options["url"], sources.fresh_key(source, now=now), patience=None)
        try:
            self._trickle(intake, now, options)
        except KeyboardInterrupt:
            pass
        except Refused as problem:
            raise CommandError(str(problem)) from problem

    def _trickle(self, intake: Intake, now: datetime, options: dict[str, Any]) -> None:
        name = options["start"] or now.strftime("live-%Y%m%dT%H%M%S")
        pauses = Random(f"{options['seed']}:{name}:pauses")
        for call in live(people=options["people"], seed=options["seed"], name=name):
            intake.send([sent_at(call, clock.now())])
            time.sleep(pauses.expovariate(options["per_minute"] / 60))


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
