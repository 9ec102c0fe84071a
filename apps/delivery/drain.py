"""Sends what is due on one channel: claim, check, prepare, send, settle, and again.

A pipeline that only wires. Whatever fails for one message is that message's outcome; whatever
fails for the batch gives the batch back.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from apps.delivery import outage, permission
from apps.delivery.channels import CHANNELS
from apps.delivery.channels.base import Channel
from apps.delivery.ledger import Ledger
from apps.delivery.liquid import TemplateProblem
from apps.delivery.models import TemplateVersion
from apps.delivery.outcomes import failed, postponed
from apps.delivery.sending import HISTORY_AFTER, Claimed, Outage, Outcome, Refused
from apps.delivery.status import Status

Clock = Callable[[], datetime]
UNCHECKED_WAIT = timedelta(seconds=30)

log = logging.getLogger(__name__)


def drain(channel: str, clock: Clock) -> int:
    """Sends all that is due; alone while there is little, with further threads when there is much.

    Answers how many deliveries this thread handled.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    done = batch(channel, clock)
    if done < settings.DELIVER_BATCH:
        return done + rest(channel, clock) if done else 0
    others = [
        threading.Thread(target=_help, args=(channel, clock), name=f"deliver-{channel}-{n}")
        for n in range(1, settings.DELIVER_THREADS)
    ]
    for thread in others:
        thread.start()
    try:
        return done + rest(channel, clock)
    finally:
        for thread in others:
            thread.join()


def rest(channel: str, clock: Clock) -> int:
    total = 0
    while done := batch(channel, clock):
        total += done
    return total


def _help(channel: str, clock: Clock) -> None:
    try:
        rest(channel, clock)
    except Exception:
        # What it held comes back by its lease, or was given back.
        log.exception("a sender of %s stopped", channel)
    finally:
        connection.close()


def batch(channel_name: str, clock: Clock) -> int:
    """Handles one claim; answers how many deliveries it held, 0 where the channel has to wait."""
    ledger = Ledger(channel_name, clock)
    rows = ledger.take(settings.DELIVER_BATCH)
    if not rows:
        return 0
    channel = CHANNELS.get(channel_name)
    if channel is None:
        problem = f"There is no channel {channel_name!r}."
        ledger.settle([failed(row, "unknown_channel", problem, clock()) for row in rows])
        return len(rows)
    try:
        channel.send(ready(channel, rows, ledger), ledger)
    except Outage as problem:
        ledger.release(rows)
        outage.begin(channel=channel_name, detail=str(problem), now=clock())
        log.warning("%s waits: %s", channel_name, problem)
        return 0
    except Exception:
        # Where this fails too, the lease brings them back.
        with contextlib.suppress(DatabaseError):
            ledger.release(rows, clock() + UNCHECKED_WAIT)
        raise
    return len(rows)


def ready(channel: Channel, rows: Sequence[Claimed], ledger: Ledger) -> list[Any]:
    """The messages of the rows that may be sent and can be rendered; the others are settled."""
    now, reaches = ledger.clock(), channel.reaches_people()
    verdicts = permission.check(ledger.channel, rows, now, reaches_people=reaches)
    messages: list[Any] = []
    outcomes: list[Outcome] = []
    ledger.people = {id_: verdict.people for id_, verdict in verdicts.items()}
    for row in rows:
        at = row.decided_at if not reaches and now - row.decided_at > HISTORY_AFTER else now
        verdict = verdicts[row.id]
        if verdict.reason:
            outcomes.append(stopped(row, verdict, at, now))
            continue
        try:
            messages.append(prepared(channel, row, verdict.address, now))
        except Refused as problem:
            outcomes.append(failed(row, problem.reason, problem.detail, at))
        except TemplateProblem as problem:
            outcomes.append(failed(row, "template_error", str(problem), at))
        except DatabaseError:
            raise
        except Exception as problem:
            log.exception("delivery %s can't be prepared", row.id)
            outcomes.append(failed(row, "not_prepared", repr(problem)[:500], at))
    ledger.settle(outcomes)
    return messages


def stopped(row: Claimed, verdict: permission.Verdict, at: datetime, now: datetime) -> Outcome:
    if verdict.later:
        return postponed(row, verdict.reason, verdict.detail, now)
    return Outcome(
        row=row,
        status=Status.STOPPED,
        at=at,
        reason=verdict.reason,
        detail=verdict.detail,
        tried=False,
    )


def prepared(channel: Channel, row: Claimed, address: str, now: datetime) -> Any:
    if row.template_version_id is None:
        raise Refused("template_missing", f"There is no template {row.template!r}.")
    return channel.prepare(row, address, version(row.template_version_id), now)


@lru_cache(maxsize=512)
def version(pk: int) -> TemplateVersion:
    """A template's version; it never changes, so it is read once."""
    return TemplateVersion.objects.get(pk=pk)
