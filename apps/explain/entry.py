"""Why somebody never entered a journey: its entry event, asked again against what is stored.

Entries that were refused are not stored. What an event held is, so its side of the question is
answered exactly; what was known of the person then is not, so the audience is asked as of now,
and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from apps.engine import conditions, person
from apps.engine.conditions import Facts
from apps.engine.nodes import entry as entry_node
from apps.engine.problems import Problems
from apps.engine.values import Event, ProfileState
from apps.explain import sentences
from apps.explain.path import Asked
from apps.explain.telling import Telling
from apps.explain.who import Who
from apps.journeys.models import Journey, JourneyVersion
from apps.orchestrator.items import as_event

MOST_EVENTS = 5
AUDIENCE_NOW = "The audience is asked against what is known now; what was known then isn't kept."
STATUS_NOW = "Whether the journey was paused at that moment isn't kept."


@dataclass(frozen=True, slots=True)
class Tried:
    """An entry event that let nobody in, with what was asked of it."""

    event: Event
    code: str
    sentence: str
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryCheck:
    code: str
    sentence: str
    event_name: str = ""
    tried: tuple[Tried, ...] = ()
    unknown: tuple[str, ...] = ()


def check_entry(
    who: Who, journey: Journey, state: ProfileState | None, at: datetime, telling: Telling
) -> EntryCheck:
    """Why this person had not entered by then."""
    version = journey.versions.filter(published_at__lte=at).order_by("-number").first()
    if version is None:
        return EntryCheck("not_published", f"{journey.name} was not published at that time.")
    settings = _entry_settings(version)
    events = _events(who, settings.event, at)
    if not events:
        said = f"{telling.who} never entered {journey.name}: “{settings.event}” never came."
        return EntryCheck("event_never_came", said, settings.event)
    tried = tuple(_try(event, journey, version, settings, state, telling) for event in events)
    first = tried[0]
    return EntryCheck(
        code=first.code,
        sentence=f"{telling.who} never entered {journey.name}: {first.sentence}",
        event_name=settings.event,
        tried=tried,
        unknown=(AUDIENCE_NOW, STATUS_NOW),
    )


def _entry_settings(version: JourneyVersion) -> entry_node.Settings:
    raw = next(n for n in version.document["nodes"] if n["type"] == "entry")
    return entry_node.parse(raw.get("settings") or {}, Problems())


def _try(
    event: Event,
    journey: Journey,
    version: JourneyVersion,
    settings: entry_node.Settings,
    state: ProfileState | None,
    telling: Telling,
) -> Tried:
    came = f"“{event.name}” came on {telling.moment(event.occurred_at)}"
    facts = _facts(event, state)
    where = conditions.evaluate(settings.where, facts)
    audience = conditions.evaluate(settings.audience, facts)
    asked = tuple(Asked(sentences.leaf(a), a.ok) for a in where.leaves + audience.leaves)
    if not where.ok:
        return Tried(event, "event_properties", f"{came}, but {_noes(asked)}.", asked)
    first = journey.versions.order_by("number").first()
    if first and event.received_at < first.published_at:
        said = f"{came}, before the journey was published ({telling.moment(first.published_at)})."
        return Tried(event, "not_published", said, asked)
    if not audience.ok:
        return Tried(event, "audience", f"{came}, but {_noes(asked)}.", asked)
    if journey.status != Journey.Status.LIVE:
        said = f"{came}, and the journey is {journey.get_status_display().lower()}."
        return Tried(event, "journey_not_live", said, asked)
    said = f"{came}; asked now, every condition holds, so something was different then."
    return Tried(event, "unknown", said, asked)


def _noes(asked: Sequence[Asked]) -> str:
    noes = [one.text for one in asked if not one.ok]
    return f"it asks that {'; '.join(noes)}" if noes else "its condition did not hold"


def _facts(event: Event, state: ProfileState | None) -> Facts:
    return Facts(
        now=event.received_at,
        traits=person.traits(state) if state else {},
        event=event.properties,
        entry=event.properties,
        tallies=state.tallies if state else {},
    )


def _events(who: Who, name: str, at: datetime) -> list[Event]:
    """The latest events of this name, as journeys know it, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [list(who.ids), at, name, name, MOST_EVENTS])
        return [as_event(row) for row in cursor.fetchall()]


_EVENTS = """
SELECT id, type, name, occurred_at, received_at, user_id, payload::text FROM events_event
WHERE profile_id = ANY(%s::uuid[]) AND occurred_at <= %s
  AND ((type NOT IN ('page', 'screen') AND name = %s)
       OR (type IN ('page', 'screen')
           AND 'Viewed ' || concat_ws(' ', nullif(name, ''), initcap(type)) = %s))
ORDER BY occurred_at DESC LIMIT %s
"""
