"""The event log: what the person's events said goes; that something came at that time stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.common import like
from apps.privacy.erasing import matching, told
from apps.privacy.models import Erasure
from apps.privacy.working import Pulse

PORTION = 2_000
REJECTED = 500


def drop_what_is_not_applied(ids: Sequence[UUID]) -> int:
    """Make shells of events whose place the lane has not passed; under the lanes' leases."""
    with connection.cursor() as cursor:
        cursor.execute(_NOT_APPLIED, [list(ids)])
        return int(cursor.rowcount)


def empty(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Make shells of all events, and empty what was set aside of them."""
    subject = told.of(erasure)
    with connection.cursor() as cursor:
        cursor.execute(_QUARANTINED, [now, subject.profiles])
        while True:
            cursor.execute(_EVENTS, [subject.profiles, PORTION])
            if not cursor.rowcount:
                break
            pulse.add(cursor.rowcount)
        if subject.related and subject.values:
            values = [value.lower() for value in subject.values]
            mention = matching.mention(subject.values)
            patterns = [like.inside(value) for value in subject.values]
            asked: list[Any] = [
                mention,
                values,
                values,
                patterns,
                subject.related,
                patterns,
                patterns,
            ]
            cursor.execute(_MENTIONS, asked)
            pulse.add(cursor.rowcount)


def empty_rejected(erasure: Erasure, now: datetime, pulse: Pulse) -> None:
    """Empty events that were never taken, where they name the person. Reads all of them once."""
    find, last = matching.finder(told.of(erasure).values), 0
    while rows := rejected_after(last):
        mine = [id for id, body, detail in rows if find(body) or find(detail)]
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(_EMPTY_REJECTED, [mine])
        pulse.add(len(mine))
        last = rows[-1][0]


def rejected_after(last: int) -> list[tuple[int, str, str]]:
    """The next refused events that still say something: id, body, detail."""
    with connection.cursor() as cursor:
        cursor.execute(_REJECTED, [last, REJECTED])
        return list(cursor.fetchall())


_SHELL = """
UPDATE events_event SET message_id = 'erased:' || id, type = 'status', name = '', user_id = NULL,
    anonymous_id = NULL, profile_hint = NULL, payload = '{}', occurred_at = received_at,
    profile_id = NULL
"""
_NOT_APPLIED = f"""
{_SHELL} WHERE id IN (
    SELECT e.id FROM orchestrator_lane l
    JOIN events_event e ON e.lane = l.number AND e.lane_seq > l.applied_seq
    WHERE e.profile_id = ANY(%s::uuid[]))
"""
_EVENTS = f"""
{_SHELL} WHERE id IN (SELECT id FROM events_event WHERE profile_id = ANY(%s::uuid[]) LIMIT %s)
"""
# Somebody else's events stay theirs: only the texts in them go that name the person.
_MENTIONS = """
UPDATE events_event SET payload = regexp_replace(payload::text, %s, '"(erased)"', 'gi')::jsonb,
    user_id = CASE WHEN lower(user_id) = ANY(%s::text[]) THEN NULL ELSE user_id END,
    anonymous_id = CASE WHEN lower(anonymous_id) = ANY(%s::text[]) THEN NULL ELSE anonymous_id END,
    message_id = CASE WHEN message_id ILIKE ANY(%s::text[]) THEN 'erased:' || id
                 ELSE message_id END
WHERE profile_id = ANY(%s::uuid[])
  AND (payload::text ILIKE ANY(%s::text[]) OR message_id ILIKE ANY(%s::text[]))
"""
_QUARANTINED = """
UPDATE events_quarantinedevent q SET error = '', resolved_at = coalesce(resolved_at, %s)
FROM events_event e WHERE e.id = q.event_id AND e.profile_id = ANY(%s::uuid[])
"""
_REJECTED = """
SELECT id, body, detail FROM events_rejectedevent WHERE id > %s AND (body <> '' OR detail <> '')
ORDER BY id LIMIT %s
"""
_EMPTY_REJECTED = """
UPDATE events_rejectedevent SET body = '', detail = 'Its person was erased.' WHERE id = ANY(%s)
"""
