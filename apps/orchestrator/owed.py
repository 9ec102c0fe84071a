"""What a commit to the graph owes to PostgreSQL: written beside it, so that a crash repeats it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from apps.delivery import operations as delivery
from apps.delivery.outbox import OutboxRow
from apps.engine.advance import next_due
from apps.engine.outcome import ConsentChanged, Left, SendMessage, Suppressed, TraitChanged
from apps.engine.reasons import Code, Reason
from apps.graph.changes import PersonChange
from apps.orchestrator import parted
from apps.orchestrator.parted import PartingOwed
from apps.people import operations as people

TRY_AGAIN = timedelta(hours=1)


class Owed(msgspec.Struct):
    """The effects of one lane's commit. Applied once: `Lane.commit_no` says so."""

    messages: list[OutboxRow] = []
    traits: list[tuple[str, str, Any, datetime]] = []
    consents: list[tuple[str, str, str, str, datetime]] = []
    suppressions: list[tuple[str, str, str, datetime]] = []
    withdrawals: list[delivery.Withdrawal] = []
    wake_ups: list[tuple[str, int, datetime | None]] = []
    partings: list[PartingOwed] = []
    quarantined: list[tuple[int, str, str]] = []
    poisoned: list[tuple[str, int, str]] = []


def collect(owed: Owed, change: PersonChange) -> None:
    """Add what became of one person."""
    profile = change.state.id
    for effect in change.effects:
        match effect:
            case SendMessage():
                owed.messages.append(_outbox_row(profile, effect))
            case TraitChanged(key, value, at):
                owed.traits.append((profile, key, value, at))
            case ConsentChanged(channel, topic, status, at):
                owed.consents.append((profile, channel, topic, status, at))
            case Suppressed(channel, address, reason, at):
                owed.suppressions.append((channel, address, reason, at))
            case Left(enrollment, _, _, at, reason) if _at_once(reason):
                because = f"{reason.name}: {reason.code.value}"
                gone = delivery.Withdrawal(UUID(profile), UUID(enrollment), at, because)
                owed.withdrawals.append(gone)
            case _:
                pass
    owed.wake_ups.append((profile, change.lane, next_due(change.state)))


def _at_once(reason: Reason) -> bool:
    """Whether an event ended the run, or everybody was let go: then what is still on its way is
    not wanted any more."""
    if reason.code == Code.LET_GO:
        return True
    return reason.code in (Code.GOAL, Code.EXIT) and "event" in reason.numbers


def _outbox_row(profile: str, message: SendMessage) -> OutboxRow:
    return OutboxRow(
        id=UUID(message.message_id),
        profile_id=UUID(profile),
        enrollment_id=UUID(message.enrollment),
        decision_id=UUID(message.decision),
        journey=message.journey,
        version_id=message.version,
        node=message.node,
        channel=message.channel,
        template=message.template,
        decided_at=message.at,
        topic=message.topic,
        tier=message.tier,
        transactional=message.transactional,
        address=message.address,
        context={"person": dict(message.traits), "event": dict(message.event)},
    )


def encode(owed: Owed) -> str:
    return msgspec.json.encode(owed).decode()


def decode(text: str) -> Owed:
    return msgspec.json.decode(text, type=Owed)


def apply(several: Iterable[Owed], now: datetime) -> None:
    """Write all of it, in the transaction of the caller."""
    all_of_it = list(several)
    for owed in all_of_it:
        for parting in owed.partings:
            parted.apply(parting, now)
    messages = [row for owed in all_of_it for row in owed.messages]
    if messages:
        delivery.enqueue(rows=messages, now=now)
    delivery.withdraw(rows=[row for owed in all_of_it for row in owed.withdrawals], now=now)
    people.save_traits(rows=[row for owed in all_of_it for row in owed.traits])
    people.save_consents(rows=[row for owed in all_of_it for row in owed.consents])
    people.save_suppressions(rows=[row for owed in all_of_it for row in owed.suppressions])
    wake_ups = [row for owed in all_of_it for row in owed.wake_ups]
    # A person who could not be worked through is tried again later, not at once and for ever.
    wake_ups += [(p, lane, now + TRY_AGAIN) for o in all_of_it for p, lane, _ in o.poisoned]
    with connection.cursor() as cursor:
        _save_wake_ups(cursor, wake_ups)
        for owed in all_of_it:
            if owed.quarantined:
                rows = [(event, now, stage, error) for event, stage, error in owed.quarantined]
                cursor.executemany(_QUARANTINE, rows)
            if owed.poisoned:
                cursor.executemany(_POISON, [(p, now, error) for p, _, error in owed.poisoned])


def _save_wake_ups(cursor: Any, rows: list[tuple[str, int, datetime | None]]) -> None:
    latest = {profile: (lane, due) for profile, lane, due in rows}
    due = [(profile, lane, at) for profile, (lane, at) in latest.items() if at is not None]
    done = [profile for profile, (_, at) in latest.items() if at is None]
    if due:
        cursor.execute(_WAKE_UP, [list(column) for column in zip(*due, strict=True)])
    if done:
        cursor.execute("DELETE FROM orchestrator_wakeup WHERE profile_id = ANY(%s::uuid[])", [done])


_WAKE_UP = """
INSERT INTO orchestrator_wakeup (profile_id, lane, due_at)
SELECT * FROM unnest(%s::uuid[], %s::smallint[], %s::timestamptz[])
ON CONFLICT (profile_id) DO UPDATE SET due_at = excluded.due_at
WHERE orchestrator_wakeup.due_at <> excluded.due_at
"""
_QUARANTINE = """
INSERT INTO events_quarantinedevent (event_id, at, stage, error) VALUES (%s, %s, %s, %s)
"""
_POISON = """
INSERT INTO orchestrator_poisonedprofile (profile_id, at, error, times) VALUES (%s, %s, %s, 1)
ON CONFLICT (profile_id) DO UPDATE SET at = excluded.at, error = excluded.error,
    times = orchestrator_poisonedprofile.times + 1
"""
