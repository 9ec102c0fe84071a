"""Where what is known of a person came from: the event that told it, looked up along an index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from apps.people.models import Consent, Trait
from apps.rules.told import sentences

# Moments that are looked up at once, and events of one very moment that are looked at.
MOST_MOMENTS, MOST_AT_ONCE = 120, 40
CONSENT = "Subscription Changed"


@dataclass(frozen=True, slots=True)
class Origin:
    """The event that told something: its name, when it happened, and the source it came from."""

    event_id: int
    name: str
    at: datetime
    source: str

    @property
    def href(self) -> str:
        return reverse("event", args=[self.event_id])


@dataclass(frozen=True, slots=True)
class Telling:
    """An event of some moment, with the names of the traits that it told."""

    origin: Origin
    traits: frozenset[str]
    event: str


def by_id(ids: Iterable[int | None]) -> dict[int, Origin]:
    """These events; one that is no longer in the log is missing."""
    wanted = sorted({id for id in ids if id})
    rows = _rows(_BY_ID, {"wanted": wanted}) if wanted else []
    return {row[0]: _origin(row) for row in rows}


def of_moments(ids: Sequence[UUID], moments: Iterable[datetime]) -> dict[datetime, list[Telling]]:
    """What the events of exactly these moments told of this person, the latest told first."""
    wanted = sorted(set(moments), reverse=True)[:MOST_MOMENTS]
    asked = {"ids": list(ids), "moments": wanted, "most": MOST_AT_ONCE}
    found: dict[datetime, list[Telling]] = {}
    for row in sorted(_rows(_OF_MOMENTS, asked), reverse=True) if wanted else []:
        told = Telling(_origin(row), frozenset(row[5] or ()), row[2])
        found.setdefault(row[3], []).append(told)
    return found


def of_trait(trait: Trait, told: dict[datetime, list[Telling]]) -> Origin | None:
    """The event that told this trait last; None where none did, or the log has it no more."""
    at = told.get(trait.occurred_at, ())
    return next((one.origin for one in at if trait.key in one.traits), None)


def of_consent(consent: Consent, told: dict[datetime, list[Telling]]) -> Origin | None:
    """The event by which this was said; None as for a trait."""
    at = told.get(consent.at, ())
    return next((one.origin for one in at if one.event == CONSENT), None)


def _origin(row: tuple[Any, ...]) -> Origin:
    id, kind, name, at, source = row[:5]
    return Origin(id, sentences.event_name(kind, name), at, source or "")


def _rows(query: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())


_BY_ID = """
SELECT e.id, e.type, e.name, e.occurred_at, s.name
FROM events_event e LEFT JOIN events_source s ON s.id = e.source_id WHERE e.id = ANY(%(wanted)s)
"""
# Each moment along the index on (profile_id, occurred_at); without an order inside, lest the
# planner walks another index instead.
_OF_MOMENTS = """
SELECT e.id, e.type, e.name, e.occurred_at, s.name, e.told
FROM unnest(%(moments)s::timestamptz[]) AS m (at)
CROSS JOIN LATERAL (
    SELECT id, type, name, occurred_at, source_id, ARRAY(
        SELECT jsonb_array_elements_text(
            jsonb_path_query_array(payload, '$.traits.keyvalue().key', '{}', true)
            || jsonb_path_query_array(payload, '$.context.traits.keyvalue().key', '{}', true)
            || CASE WHEN payload #> '{context,timezone}' IS NULL THEN '[]'::jsonb
               ELSE '["timezone"]'::jsonb END)) AS told
    FROM events_event WHERE profile_id = ANY(%(ids)s) AND occurred_at = m.at LIMIT %(most)s
) e LEFT JOIN events_source s ON s.id = e.source_id
"""
