"""Writes of this room: the outbox, expired leases, a subscription."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from apps.delivery import report
from apps.delivery.channels import CHANNELS
from apps.delivery.links import Subscription
from apps.delivery.outbox import OutboxRow
from apps.delivery.sending import HISTORY_AFTER
from apps.delivery.statements import run
from apps.delivery.status import Status, check_move
from apps.events.operations import append_internal, append_internal_events
from apps.people import queries_merges
from apps.people.models import Consent, Profile

# The version of a template is the one that is current when its message is decided.
_ENQUEUE = """
INSERT INTO delivery_delivery
    (id, profile_id, enrollment_id, decision_id, journey, version_id, node, channel, template,
     template_version_id, topic, tier, transactional, address, context, decided_at, created_at,
     status, not_before, attempts, provider, provider_message_id, reason, detail)
SELECT r.id, r.profile_id, r.enrollment_id, r.decision_id, r.journey, r.version_id, r.node,
       r.channel, r.template, v.id, coalesce(nullif(r.topic, ''), v.topic, ''), r.tier,
       r.transactional, r.address, r.context, r.decided_at, %s, 'pending', r.not_before, 0,
       '', '', '', ''
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::text[],
            %s::jsonb[], %s::timestamptz[], %s::timestamptz[])
     AS r (id, profile_id, enrollment_id, decision_id, journey, version_id, node, channel,
           template, topic, tier, transactional, address, context, decided_at, not_before)
LEFT JOIN delivery_template t ON t.key = r.template
LEFT JOIN delivery_templateversion v ON v.template_id = t.id AND v.number = t.latest
ON CONFLICT (id) DO NOTHING
"""

_REQUEUE = """
UPDATE delivery_delivery SET status = 'pending', claimed_by = NULL, lease_until = NULL
WHERE id IN (SELECT id FROM delivery_delivery
             WHERE lease_until < %s::timestamptz
               AND (status = 'claimed' OR (status = 'sending' AND channel = ANY (%s)))
             FOR UPDATE SKIP LOCKED)
"""

_DOUBT = """
WITH doubtful AS (
    UPDATE delivery_delivery
    SET status = 'in_doubt', lease_until = NULL, attempts = attempts + 1, reason = 'worker_lost',
        detail = 'The worker was lost at the very moment of sending: it may have left or not.'
    WHERE id IN (SELECT id FROM delivery_delivery
                 WHERE lease_until < %s AND status = 'sending' FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts, reason, detail
)
INSERT INTO delivery_attempt
    (delivery_id, number, at, outcome, reason, detail, duration_ms, response)
SELECT id, attempts, %s, 'in_doubt', reason, detail, 0, '' FROM doubtful
"""


# History is not stopped: in its own time, its messages left before their journeys were left.
_WITHDRAW = """
UPDATE delivery_delivery d SET status = 'stopped', reason = 'left_journey', detail = x.detail
FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[])
     AS x (profile_id, enrollment_id, at, detail)
WHERE d.profile_id = x.profile_id AND d.enrollment_id = x.enrollment_id
  AND d.decided_at <= x.at AND d.status = 'pending' AND d.created_at - d.decided_at < %s
RETURNING d.id, d.profile_id, d.channel
"""


_WITHDRAW_ALL = """
UPDATE delivery_delivery SET status = 'stopped', reason = 'left_journey', detail = %s
WHERE id IN (SELECT id FROM delivery_delivery
             WHERE status = 'pending' AND journey = %s AND decided_at <= %s
               AND created_at - decided_at < %s
             LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, profile_id, channel
"""
_HAND_BACK = """
UPDATE delivery_delivery SET profile_id = %s
WHERE profile_id = %s AND enrollment_id = ANY(%s::uuid[])
"""
# Messages that are withdrawn in one transaction.
PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A run that ended at once; what it still had in the outbox is not wanted any more."""

    profile_id: UUID
    enrollment_id: UUID
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found: deliveries given back, and deliveries whose fate nobody knows."""

    requeued: int
    in_doubt: int


def enqueue(*, rows: Sequence[OutboxRow], now: datetime) -> int:
    """Writes decided messages into the outbox, each once, in the caller's transaction if any.

    Answers how many were new.
    """
    if not rows:
        return 0
    columns = zip(
        *(
            (
                *(row.id, row.profile_id, row.enrollment_id, row.decision_id),
                *(row.journey, row.version_id, row.node, row.channel, row.template),
                *(row.topic, row.tier, row.transactional, row.address, Jsonb(row.context)),
                *(row.decided_at, row.not_before or row.decided_at),
            )
            for row in rows
        ),
        strict=True,
    )
    return run(_ENQUEUE, [now, *map(list, columns)]).rowcount


def withdraw(*, rows: Sequence[Withdrawal], now: datetime) -> int:
    """Stops messages of these runs that nobody has begun to send, and tells the log.

    Answers how many, in the caller's transaction: a late purchase stops a message that isn't sent.
    """
    if not rows:
        return 0
    check_move(Status.PENDING, Status.STOPPED)
    columns = zip(*((r.profile_id, r.enrollment_id, r.at, r.because) for r in rows), strict=True)
    return _tell(run(_WITHDRAW, [*map(list, columns), HISTORY_AFTER]).fetchall(), now)


def hand_back(*, kept: UUID, given: UUID, runs: Sequence[UUID]) -> int:
    """Messages of these runs are of `given` from now on: whom they reach is asked for consent.

    In the caller's transaction; answers how many.
    """
    return run(_HAND_BACK, [given, kept, list(runs)]).rowcount if runs else 0


def withdraw_all_of(*, journey: str, until: datetime, because: str, now: datetime) -> int:
    """As `withdraw`, for all that a journey has decided by then, also of runs that are over.

    In portions, each a transaction of its own: an outbox may hold a hundred thousand of them.
    """
    check_move(Status.PENDING, Status.STOPPED)
    stopped = 0
    while portion := _withdraw_some([because, journey, until, HISTORY_AFTER, PORTION], now):
        stopped += portion
    return stopped


@transaction.atomic
def _withdraw_some(asked: Sequence[object], now: datetime) -> int:
    return _tell(run(_WITHDRAW_ALL, asked).fetchall(), now)


def _tell(stopped: Sequence[tuple[UUID, UUID, str]], now: datetime) -> int:
    if stopped:
        append_internal_events(events=[report.withdrawn(*row) for row in stopped], now=now)
    return len(stopped)


def sweep(*, now: datetime) -> Swept:
    """Gives back what a silent worker held; what it may have sent is in doubt, never sent again.

    A channel with idempotency keys may repeat, so its deliveries are given back in either case.
    """
    check_move(Status.CLAIMED, Status.PENDING)
    check_move(Status.SENDING, Status.IN_DOUBT)
    repeatable = [name for name, channel in CHANNELS.items() if channel.repeatable]
    with transaction.atomic():
        requeued = run(_REQUEUE, [now, repeatable]).rowcount
        return Swept(requeued, run(_DOUBT, [now, now]).rowcount)


def unsubscribe(*, subscription: Subscription, now: datetime) -> None:
    """Writes that a person wants no more of a topic (of a channel: topic ""), and tells the log.

    A message that was decided while two were taken for one may have reached either: it is for both.
    """
    origin, at = subscription.profile_id, subscription.decided_at
    with transaction.atomic():
        reached = (surviving(id) for id in queries_merges.taken_for_one(origin, at))
        for profile in dict.fromkeys(one for one in reached if one is not None):
            _unsubscribe(profile, subscription.channel, subscription.topic, now)


def _unsubscribe(profile: Profile, channel: str, topic: str, now: datetime) -> None:
    Consent.objects.update_or_create(
        profile=profile,
        channel=channel,
        topic=topic,
        defaults={"status": Consent.Status.UNSUBSCRIBED, "at": now},
    )
    append_internal(
        name=report.CHANGED,
        profile_id=profile.id,
        message_id=f"unsubscribed:{profile.id}:{channel}:{topic}:{now.isoformat()}",
        now=now,
        properties={"channel": channel, "topic": topic, "status": "unsubscribed"},
    )


def surviving(id: UUID) -> Profile | None:
    """The profile that goes on for this one; None where it is gone."""
    profile = Profile.objects.filter(pk=id).first()
    for _ in range(50):
        if profile is None or profile.merged_into is None:
            break
        profile = profile.merged_into
    # Of somebody who was erased nothing is written again.
    return None if profile is None or profile.erased_at else profile
