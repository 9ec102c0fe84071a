"""What the event log says of people before a window began."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from apps.engine.facts import SUBSCRIPTION_CHANGED
from apps.engine.reserved import SESSION_STARTED
from apps.engine.values import Event
from apps.graph import queries_sessions
from apps.orchestrator.items import as_event
from apps.orchestrator.tallies import told_as
from apps.people import queries_sample

# The latest of a person's events that tell traits or a consent; earlier ones are not looked at.
MOST_TOLD = 50


def told(people: Sequence[str], since: datetime) -> dict[str, list[Event]]:
    """The events that told traits or consents by then, of these people; the oldest first."""
    if not people:
        return {}
    asked: dict[str, Any] = {
        "ids": list(people),
        "since": since,
        "name": SUBSCRIPTION_CHANGED,
        "most": MOST_TOLD,
    }
    found: dict[str, list[Event]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, asked)
        for person, *row in cursor.fetchall():
            found.setdefault(str(person), []).append(as_event(row))
    for events in found.values():
        events.sort(key=lambda event: (event.received_at, event.id))
    return found


def counted(
    people: Sequence[str], depths: Mapping[str, int], since: datetime
) -> dict[str, dict[str, tuple[datetime, ...]]]:
    """When each person's latest events of these names occurred, as many as `depths` says."""
    found = _sessions(people, depths.get(SESSION_STARTED, 0), since)
    depths = {name: depth for name, depth in depths.items() if name != SESSION_STARTED}
    if not people or not depths:
        return found
    rows = [(name, depths[name], *told) for name in depths for told in told_as(name)]
    columns = zip(("names", "depths", "types", "told"), zip(*rows, strict=True), strict=True)
    asked: dict[str, Any] = {"ids": list(people), "since": since}
    asked |= {key: list(of) for key, of in columns}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        for person, name, times in cursor.fetchall():
            latest = tuple(sorted(times)[-depths[name] :])
            found.setdefault(str(person), {})[name] = latest
    return found


def _sessions(
    people: Sequence[str], depth: int, since: datetime
) -> dict[str, dict[str, tuple[datetime, ...]]]:
    """When each person's latest sessions began: of these, the graph has what the log can't say."""
    if not people or not depth:
        return {}
    home = {id: id for id in people} | queries_sample.absorbed_by(people)
    times: dict[str, list[float]] = {}
    for profile, own in queries_sessions.beginnings(
        list(home), depth, until=since.timestamp()
    ).items():
        times.setdefault(home[profile], []).extend(own)
    return {
        person: {SESSION_STARTED: queries_sessions.moments(sorted(own)[-depth:])}
        for person, own in times.items()
    }


# A person with all profiles that were merged into theirs and were known by then.
_OWN = """
WITH RECURSIVE own (person, id, hops) AS (
    SELECT x.id, x.id, 0 FROM unnest(%(ids)s::uuid[]) AS x (id)
    UNION ALL
    SELECT own.person, p.id, own.hops + 1
    FROM own JOIN people_profile p ON p.merged_into_id = own.id WHERE own.hops < 50
), known AS (
    SELECT own.person, own.id FROM own JOIN people_profile p ON p.id = own.id
    WHERE p.created_at <= %(since)s
)
"""
_TOLD = f"""
{_OWN}
SELECT known.person, e.* FROM known CROSS JOIN LATERAL (
    SELECT e.id, e.type, e.name, e.occurred_at, e.received_at, e.user_id, e.payload
    FROM events_event e
    WHERE e.profile_id = known.id AND e.received_at <= %(since)s
      AND (e.type = 'identify' OR e.name = %(name)s
           OR e.payload #> '{{context,traits}}' IS NOT NULL)
    ORDER BY e.occurred_at DESC LIMIT %(most)s
) e
"""
# One look at a person's past for all names: there may be dozens of them.
_COUNTED = f"""
{_OWN}
SELECT known.person, e.name, array_agg(e.occurred_at)
FROM known CROSS JOIN LATERAL (
    SELECT asked.name, asked.depth, e.occurred_at,
           row_number() OVER (PARTITION BY asked.name ORDER BY e.occurred_at DESC) AS place
    FROM events_event e
    JOIN unnest(%(names)s::text[], %(depths)s::int[], %(types)s::text[], %(told)s::text[])
      AS asked (name, depth, type, told) ON asked.type = e.type AND asked.told = e.name
    WHERE e.profile_id = known.id AND e.name = ANY(%(told)s) AND e.received_at <= %(since)s
) e
WHERE e.place <= e.depth
GROUP BY known.person, e.name
"""
