"""Who holds which delivery, and what became of it: claims, marks and outcomes.

Every statement names the claim, so a worker whose lease ran out changes nothing any more. The
mark is the heart: committed before the point of no return, it also records the message before it
(one commit per message) and asks for permission one last time.
"""

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from apps.delivery import report
from apps.delivery.content import Content
from apps.delivery.sending import Claimed, Outcome
from apps.delivery.statements import run
from apps.delivery.status import Status, check_move, sources_of

RESPONSE_LENGTH = 2000
PATIENCE_SECONDS = 20
NOTHING = Content("")

log = logging.getLogger(__name__)

_CLAIM = """
WITH due AS (
    SELECT id FROM delivery_delivery
    WHERE status = 'pending' AND channel = %(channel)s::text AND not_before <= %(now)s::timestamptz
      AND NOT EXISTS (SELECT 1 FROM delivery_channelstate
                      WHERE channel = %(channel)s::text AND retry_at > %(now)s::timestamptz)
    ORDER BY transactional DESC, not_before LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE delivery_delivery d
SET status = 'claimed', claimed_by = %(claim)s, lease_until = %(until)s
FROM due WHERE d.id = due.id
RETURNING d.id, d.profile_id, d.journey, d.node, d.channel, d.template, d.template_version_id,
          d.topic, d.transactional, d.address, d.context, d.decided_at, d.created_at, d.attempts
"""

# `coalesce` keeps the planner off the index of leases, where every claim of the moment stands.
_MARK = """
WITH done AS (
    UPDATE delivery_delivery
    SET status = 'sent', sent_at = %(sent_at)s::timestamptz, provider = %(provider)s::text,
        provider_message_id = %(message_id)s::text, attempts = attempts + 1, reason = '',
        detail = %(detail)s::text, lease_until = NULL
    WHERE id = %(previous)s::uuid AND claimed_by = %(claim)s::uuid
      AND status IN ('sending', 'in_doubt')
    RETURNING id, attempts
), tried AS (
    INSERT INTO delivery_attempt
        (delivery_id, number, at, outcome, reason, detail, duration_ms, response)
    SELECT id, attempts, %(sent_at)s::timestamptz, 'sent', '', %(detail)s::text,
           %(duration)s::int, %(response)s::text
    FROM done
), marked AS (
UPDATE delivery_delivery d
SET status = 'sending', lease_until = %(until)s::timestamptz, address = %(address)s::text
WHERE d.id = %(id)s::uuid AND d.claimed_by = %(claim)s::uuid AND d.status = 'claimed'
  AND coalesce(d.lease_until, '-infinity') > %(now)s::timestamptz
  AND (d.transactional OR NOT EXISTS (
        SELECT 1 FROM people_consent k
        WHERE k.profile_id = ANY (%(people)s::uuid[]) AND k.status <> 'subscribed'
          AND (k.channel = %(channel)s::text AND k.topic IN ('', %(topic)s::text)
               OR k.channel = 'all')))
  AND EXISTS (SELECT 1 FROM people_profile p
              WHERE p.id = %(survivor)s::uuid AND p.merged_into_id IS NULL)
  AND NOT EXISTS (
        SELECT 1 FROM people_suppression s
        WHERE s.channel = %(channel)s::text
          AND s.address IN (%(address)s::text, lower(%(address)s::text)))
RETURNING d.id
), rendered AS (
    INSERT INTO delivery_renderedmessage (delivery_id, "to", subject, text, html, body, cut, at)
    SELECT id, %(to)s::text, %(subject)s::text, %(text)s::text, %(html)s::text, %(body)s::text,
           %(cut)s::boolean, %(now)s::timestamptz
    FROM marked WHERE %(kept)s::boolean
    ON CONFLICT (delivery_id) DO UPDATE
    SET "to" = excluded."to", subject = excluded.subject, text = excluded.text,
        html = excluded.html, body = excluded.body, cut = excluded.cut, at = excluded.at
)
SELECT id FROM marked
"""

_SETTLE = """
WITH moved AS (
    UPDATE delivery_delivery d
    SET status = o.status, reason = o.reason, detail = o.detail, provider = o.provider,
        provider_message_id = o.message_id, attempts = d.attempts + o.tried::int,
        not_before = coalesce(o.not_before, d.not_before), sent_at = o.sent_at,
        claimed_by = CASE o.status WHEN 'pending' THEN NULL ELSE d.claimed_by END,
        lease_until = NULL
    FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(sources)s::text[], %(reasons)s::text[],
                %(details)s::text[], %(providers)s::text[], %(message_ids)s::text[],
                %(tried)s::boolean[], %(later)s::timestamptz[], %(sent_at)s::timestamptz[],
                %(at)s::timestamptz[], %(durations)s::int[], %(responses)s::text[])
         AS o (id, status, sources, reason, detail, provider, message_id, tried, not_before,
               sent_at, at, duration_ms, response)
    WHERE d.id = o.id AND d.claimed_by = %(claim)s
      AND d.status = ANY (string_to_array(o.sources, ','))
    RETURNING d.id, d.attempts, o.status, o.reason, o.detail, o.tried, o.at, o.duration_ms,
              o.response
), written AS (
    INSERT INTO delivery_attempt
        (delivery_id, number, at, outcome, reason, detail, duration_ms, response)
    SELECT id, attempts, at, CASE status WHEN 'pending' THEN 'retry' ELSE status END, reason,
           detail, duration_ms, response
    FROM moved WHERE tried
)
SELECT id FROM moved
"""

_KEEP = """
UPDATE delivery_delivery SET lease_until = %(until)s
WHERE claimed_by = %(claim)s AND status = 'claimed' AND lease_until > %(now)s
"""


@dataclass(slots=True)
class Ledger:
    """One claim: the deliveries it holds, and the statements that settle them."""

    channel: str
    clock: Callable[[], datetime]
    claim: uuid.UUID = field(default_factory=uuid.uuid4)
    rows: list[Claimed] = field(default_factory=list)
    keep_at: datetime | None = None
    # By delivery: the profile and those it was merged into, as they were when it was checked.
    people: dict[uuid.UUID, list[uuid.UUID]] = field(default_factory=dict)

    def take(self, limit: int) -> list[Claimed]:
        """Claims what is due, transactional first; [] where nothing is, or the channel waits."""
        now = self.clock()
        parameters = {
            "channel": self.channel,
            "now": now,
            "limit": limit,
            "claim": self.claim,
            "until": now + lease(),
        }
        self.rows = [Claimed(*row) for row in run(_CLAIM, parameters).fetchall()]
        self.keep_at = now + lease() / 3
        return self.rows

    def keep(self) -> None:
        """Extends the lease of what is still to be done, where a third of it has passed."""
        now = self.clock()
        if self.keep_at is not None and now >= self.keep_at:
            run(_KEEP, {"until": now + lease(), "claim": self.claim, "now": now})
            self.keep_at = now + lease() / 3

    def mark(
        self,
        row: Claimed,
        address: str,
        previous: Outcome | None = None,
        content: Content | None = None,
    ) -> bool:
        """Commits that this message may leave any moment, and that the previous one was sent.

        `content` is kept as what is being sent.

        False: it may not: the lease is lost, permission was withdrawn a moment ago, or the person
        was merged since the check.
        """
        check_move(Status.CLAIMED, Status.SENDING)
        now, people = self.clock(), self.people.get(row.id, [])
        parameters = {
            "previous": previous and previous.row.id,
            "sent_at": previous and previous.at,
            "provider": previous.provider if previous else "",
            "message_id": previous.provider_message_id if previous else "",
            "detail": previous.detail if previous else "",
            "duration": previous.duration_ms if previous else 0,
            "response": cut(previous.response) if previous else "",
            "claim": self.claim,
            "id": row.id,
            "now": now,
            "until": now + lease(),
            "people": people,
            "survivor": people[-1] if people else None,
            "channel": row.channel,
            "topic": row.topic,
            "address": address,
            "kept": content is not None,
        }
        parameters |= asdict(content or NOTHING)
        return run(_MARK, parameters, prepare=True).fetchone() is not None

    def settle(self, outcomes: Sequence[Outcome]) -> set[uuid.UUID]:
        """Moves deliveries, writes attempts and tells the log of failures, in one transaction.

        Answers which of them moved: those that this claim still held.
        """
        if not outcomes:
            return set()
        with transaction.atomic():
            moved = {id_ for (id_,) in run(_SETTLE, self._columns(outcomes)).fetchall()}
            report.failures([o for o in outcomes if o.row.id in moved], self.clock())
        return moved

    def settle_surely(self, outcomes: Sequence[Outcome]) -> None:
        """As settle, patient while the database is away: what was sent should be known as sent."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.settle(outcomes)
                return
            except (OperationalError, InterfaceError):
                if time.monotonic() >= give_up:
                    raise
                log.warning("the database is away: %d outcomes wait", len(outcomes))
                connection.close()
                time.sleep(0.5)

    def release(self, rows: Sequence[Claimed], not_before: datetime | None = None) -> None:
        """Gives claimed rows back as they were: nothing was tried."""
        now = self.clock()
        self.settle(
            [
                Outcome(row=row, status=Status.PENDING, at=now, tried=False, not_before=not_before)
                for row in rows
            ]
        )

    def _columns(self, outcomes: Sequence[Outcome]) -> dict[str, object]:
        return {
            "claim": self.claim,
            "ids": [o.row.id for o in outcomes],
            "statuses": [o.status.value for o in outcomes],
            "sources": [",".join(sources(o)) for o in outcomes],
            "reasons": [o.reason for o in outcomes],
            "details": [o.detail.replace("\0", "") for o in outcomes],
            "providers": [o.provider for o in outcomes],
            "message_ids": [o.provider_message_id for o in outcomes],
            "tried": [o.tried for o in outcomes],
            "later": [o.not_before for o in outcomes],
            "sent_at": [o.at if o.status == Status.SENT else None for o in outcomes],
            "at": [o.at for o in outcomes],
            "durations": [o.duration_ms for o in outcomes],
            "responses": [cut(o.response) for o in outcomes],
        }


def sources(outcome: Outcome) -> list[str]:
    """The statuses that an outcome may find: what may have left is never given back."""
    if outcome.status == Status.PENDING and not outcome.undone:
        return [Status.CLAIMED.value]
    return sources_of(outcome.status)


def cut(response: str) -> str:
    return response[:RESPONSE_LENGTH].replace("\0", "")


def lease() -> timedelta:
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
