"""Who does which piece of work: claims with a heartbeat, so that a killed worker's goes on."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from apps.common import clock, masking
from apps.privacy.models import Work

W = TypeVar("W", bound=Work)
log = logging.getLogger(__name__)

# A worker that has not been heard of for this long is gone; one tells of itself every second.
SILENT = timedelta(seconds=20)
PULSE = 1.0
MOST_ATTEMPTS = 10
AGAIN = timedelta(minutes=1)


class NotYet(Exception):
    """It has to wait for something else (the text says for what); tried again in some seconds."""

    SECONDS = 2


class Lost(Exception):
    """Another worker has taken it over."""


def to_do(model: type[W], now: datetime) -> QuerySet[W]:
    """What waits and may be tried now, and what a worker that is gone has left."""
    waits = Q(state=Work.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    left = Q(state=Work.State.RUNNING, heartbeat_at__lte=now - SILENT)
    return model._default_manager.filter(waits | left)


@transaction.atomic
def claim(model: type[W], now: datetime) -> W | None:
    """Take the piece of work that waits longest; None where there is nothing to do."""
    found = to_do(model, now).order_by("requested_at", "id")
    work = found.select_for_update(skip_locked=True).first()
    if work is None:
        return None
    work.state, work.claim, work.heartbeat_at = Work.State.RUNNING, uuid4(), now
    work.attempts += 1
    work.save(update_fields=["state", "claim", "heartbeat_at", "attempts"])
    return work


def ours(work: W) -> QuerySet[W]:
    """The row, as long as it is ours."""
    rows = type(work)._default_manager.filter(id=work.id, claim=work.claim)
    return rows.filter(state=Work.State.RUNNING)


def store(work: Work, **changes: object) -> None:
    """Change the row under its claim. Raises Lost."""
    if not ours(work).update(**changes):
        raise Lost
    for name, value in changes.items():
        setattr(work, name, value)


@dataclass
class Pulse:
    """Says every second, from a thread of its own, that the worker lives and how far it is."""

    work: Work
    lost: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    def add(self, more: int) -> None:
        """So many more are done. Raises Lost."""
        self.work.done += more
        if self.lost.is_set():
            raise Lost

    def beat(self) -> None:
        try:
            while not self._ended.wait(PULSE):
                changed = {"heartbeat_at": clock.now(), "done": self.work.done}
                if not ours(self.work).update(**changed):
                    self.lost.set()
        except Exception as error:
            log.warning("no sign of life: %s", type(error).__name__)
        finally:
            connection.close()

    def end(self) -> None:
        self._ended.set()


@contextmanager
def pulse(work: Work) -> Iterator[Pulse]:
    beating = Pulse(work)
    thread = threading.Thread(target=beating.beat, daemon=True)
    thread.start()
    try:
        yield beating
    finally:
        beating.end()
        thread.join()


def run_next(model: type[W], do: Callable[[W, Pulse], None]) -> bool:
    """Do the next piece of this kind as far as it goes; False where there is none."""
    work = claim(model, clock.now())
    if work is None:
        return False
    try:
        with pulse(work) as beating:
            do(work, beating)
        store(work, state=Work.State.DONE, claim=None, done=work.done, note="")
    except Lost:
        log.info("%s %s was taken over", model.__name__, work.id)
    except NotYet as reason:
        wait = clock.now() + timedelta(seconds=NotYet.SECONDS)
        _put_back(work, wait, note=str(reason)[:255], attempts=0)
    except Exception as error:
        _failed(work, error)
    return True


def _failed(work: Work, error: Exception) -> None:
    """Tried again later, and given up in the open where that has not helped for long."""
    log.exception("%s %s failed", type(work).__name__, work.id)
    said = masking.masked(f"{type(error).__name__}: {error}")[:500]
    if work.attempts >= MOST_ATTEMPTS:
        ours(work).update(
            state=Work.State.FAILED, claim=None, error=said, finished_at=clock.now(), done=work.done
        )
    else:
        _put_back(work, clock.now() + AGAIN, note="It failed and is tried again.", error=said)


def _put_back(work: Work, not_before: datetime, **changes: object) -> None:
    ours(work).update(
        state=Work.State.WAITING, claim=None, not_before=not_before, done=work.done, **changes
    )
