"""Runs one analysis that was asked for: its pulse, the history, the findings. It only wires."""

import logging
import threading
from dataclasses import dataclass, field

from django.db import connection

from apps.common import clock
from apps.simulate import given, operations
from apps.simulate.found import findings_of
from apps.simulate.history import analyse, stored
from apps.simulate.models import Analysis

log = logging.getLogger(__name__)

# Seconds between two signs of life, which tell how far it is.
PULSE = 1.0


class Stopped(Exception):
    """The analysis was cancelled, or another worker has taken it over."""


@dataclass
class Pulse:
    """Says every second, from a thread of its own, that the worker lives and how far it is.

    So it goes on while PostgreSQL sorts for a minute, and ends with the process.
    """

    analysis: Analysis
    done: int = 0
    total: int | None = None
    lost: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Pulse":
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    def add(self, events: int) -> None:
        """So many more are done. Raises `Stopped` where nobody wants the rest."""
        self.done += events
        self.check()

    def check(self) -> None:
        if self.lost.is_set():
            raise Stopped

    def _beat(self) -> None:
        try:
            while not self._ended.wait(PULSE):
                self._say()
        finally:
            connection.close()

    def _say(self) -> None:
        try:
            ours = operations.beat(
                analysis=self.analysis, done=self.done, total=self.total, now=clock.now()
            )
        except Exception as error:
            # A store that is away for a moment: what is told next tells this too.
            log.warning("no sign of life of analysis %s: %s", self.analysis.id, error)
            connection.close()
            return
        if not ours:
            self.lost.set()


def run_next() -> bool:
    """Run the next analysis to its end; False where there is none to run now."""
    analysis = operations.claim(now=clock.now())
    if analysis is None:
        return False
    try:
        _run(analysis)
    except Stopped:
        log.info("analysis %s was stopped", analysis.id)
    except Exception as error:
        log.exception("analysis %s failed", analysis.id)
        operations.fail(
            analysis=analysis, error=f"{type(error).__name__}: {error}", now=clock.now()
        )
    return True


def _run(analysis: Analysis) -> None:
    subject = given.stored(analysis.input).subject()
    with Pulse(analysis) as pulse:
        pulse.total = analyse.total(subject.book, analysis.since, analysis.until)
        pulse.check()
        history = analyse.history_of(subject.book, analysis.since, analysis.until, done=pulse.add)
        pulse.check()
        findings = findings_of(subject, history)
    operations.finish(
        analysis=analysis,
        history=stored.as_json(history),
        findings=findings,
        events=history.events,
        now=clock.now(),
    )
