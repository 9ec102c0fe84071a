"""May this message be sent, now? Asked for a whole batch, right before it is sent, on every path.

Fails closed: only "subscribed" or silence lets a marketing message through, and where the person
isn't known nothing is sent. A provider that passes a point of no return asks once more in the very
statement that commits its mark (see ledger).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from apps.delivery.sending import Claimed
from apps.delivery.statements import run

_CHECK = """
WITH RECURSIVE asked AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[])
        AS r (id, profile_id, topic, address)
), chain AS (
    SELECT DISTINCT a.profile_id AS origin, p.id, p.merged_into_id, 0 AS hops
    FROM asked a JOIN people_profile p ON p.id = a.profile_id
    UNION ALL
    SELECT c.origin, p.id, p.merged_into_id, c.hops + 1
    FROM chain c JOIN people_profile p ON p.id = c.merged_into_id WHERE c.hops < 50
), found AS (
    SELECT a.id, a.topic, a.profile_id,
           CASE WHEN a.address <> '' OR %s <> 'email' THEN a.address ELSE coalesce((
               SELECT i.value FROM chain c JOIN people_identifier i ON i.profile_id = c.id
               WHERE c.origin = a.profile_id AND i.type = 'email'
               ORDER BY i.since DESC, i.id DESC LIMIT 1), '') END AS address
    FROM asked a
)
SELECT f.id, ARRAY (SELECT c.id FROM chain c WHERE c.origin = f.profile_id ORDER BY c.hops),
       f.address,
       (SELECT CASE WHEN k.channel = 'all' THEN 'everything'
                    WHEN k.topic = '' THEN 'the channel' ELSE k.topic END
        FROM chain c JOIN people_consent k ON k.profile_id = c.id
        WHERE c.origin = f.profile_id AND k.status <> 'subscribed'
              AND (k.channel = %s AND k.topic IN ('', f.topic) OR k.channel = 'all') LIMIT 1),
       (SELECT s.reason FROM people_suppression s
        WHERE s.channel = %s AND f.address <> '' AND s.address IN (f.address, lower(f.address))
        LIMIT 1)
FROM found f
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a message may go, and to which address. `reason` is "" for yes.

    `later`: the question can't be answered yet, so nothing is sent, and it is asked again.
    `people`: the profile and those it was merged into, the one that goes on last.
    """

    address: str
    reason: str = ""
    detail: str = ""
    later: bool = False
    people: list[uuid.UUID] = field(default_factory=list)


def check(
    channel: str, rows: Sequence[Claimed], now: datetime, *, reaches_people: bool
) -> dict[uuid.UUID, Verdict]:
    """A verdict for each row, from one statement; a row that is missing in it may not be sent."""
    columns = zip(*((r.id, r.profile_id, r.topic, r.address) for r in rows), strict=True)
    found = run(_CHECK, [*map(list, columns), channel, channel, channel]).fetchall()
    by_id = {row.id: row for row in rows}
    return {
        id_: decide(by_id[id_], Findings(*rest), now, reaches_people=reaches_people)
        for id_, *rest in found
    }


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stores say about one message."""

    people: list[uuid.UUID]
    address: str
    unsubscribed_from: str | None
    suppressed_because: str | None


def decide(row: Claimed, found: Findings, now: datetime, *, reaches_people: bool) -> Verdict:
    """The verdict on one message; a provider that reaches nobody is spared the age."""
    age = now - row.decided_at
    limit = timedelta(hours=settings.MESSAGE_MAX_AGE_HOURS)
    if reaches_people and age > limit:
        hours = f"{age.total_seconds() / 3600:.1f}"
        return Verdict(found.address, "expired", f"decided {hours} hours ago; limit {limit}")
    if not found.people:
        return Verdict("", "profile_unknown", "consent can't be checked", later=True)
    if found.suppressed_because is not None:
        return Verdict(found.address, "suppressed", found.suppressed_because or "suppressed")
    if found.unsubscribed_from is not None and not row.transactional:
        return Verdict(found.address, "unsubscribed", f"from {found.unsubscribed_from}")
    return Verdict(found.address, people=found.people)
