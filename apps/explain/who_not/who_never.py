"""Who did what lets people in, and entered nothing: each with the reason, asked of the engine.

Asked against what is known now; where something has changed since that the entry asks about, the
person is taken back to then, up to a limit.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.engine import conditions
from apps.engine.book import Journey as JourneyValue
from apps.engine.conditions import Leaf
from apps.engine.evolve import evolve
from apps.engine.nodes.entry import Settings
from apps.engine.reserved import TYPES
from apps.engine.values import ProfileState
from apps.events.queries_names import HEARD
from apps.explain.who import Who
from apps.explain.who_not.who_not_groups import Group
from apps.explain.why_not.books_then import Books
from apps.explain.why_not.entry_events import Came
from apps.explain.why_not.reasoning import entry
from apps.explain.why_not.reasoning.facts import Known, Try
from apps.explain.why_not.state_then import Rewinding, facts_then
from apps.graph import loads
from apps.journeys.models import Journey
from apps.orchestrator.items import as_event
from apps.people import queries as people
from apps.people import queries_sets

# Events that are looked at, people who are asked about, and those who are taken back to then.
MOST_EVENTS = 200_000
MOST_PEOPLE = 1_000
MOST_REWOUND = 100


@dataclass(frozen=True, slots=True)
class Never:
    """Somebody who was not let in, by their latest event; `at` is when that was received."""

    profile: str
    at: datetime
    group: Group


@dataclass(frozen=True, slots=True)
class NeverEntered:
    """`of`: how many people there are, `exact`: all of them are in `people`.

    `asked` False: what lets people in is told by Throughline itself, and not looked for here.
    """

    people: tuple[Never, ...]
    of: int
    exact: bool
    asked: bool = True


def never_entered(
    row: Journey,
    journey: JourneyValue,
    since: datetime,
    until: datetime,
    inside: Set[str],
) -> NeverEntered:
    """People whose entry event came in the period, but for those (surviving ids) who entered."""
    settings: Settings = journey.nodes[journey.entry].settings
    if settings.event in TYPES:
        return NeverEntered((), 0, True, asked=False)
    came, exact = _came(settings.event, since, until)
    home = queries_sets.survivors({one.profile for one in came})
    latest: dict[str, Came] = {}
    for one in came:
        latest.setdefault(home.get(one.profile, one.profile), one)
    outside = {id: one for id, one in latest.items() if id not in inside}
    asked = dict(list(outside.items())[:MOST_PEOPLE])
    found = _asked(row, journey, asked, until)
    return NeverEntered(tuple(found), len(outside), exact and len(found) == len(outside))


def _asked(
    row: Journey, journey: JourneyValue, came: Mapping[str, Came], until: datetime
) -> list[Never]:
    states = loads.states(came)
    first = row.versions.order_by("number").values_list("published_at", flat=True).first()
    known = Known(at=until, key=row.key, name=row.name, journey=journey, first_published_at=first)
    past = Books(row)
    left, found = MOST_REWOUND, []
    for id, one in came.items():
        state = states.get(id)
        if left and state is not None and _has_changed(state, journey, one):
            left -= 1
            state = _rewound(id, state, one, journey)
        cause = entry.refused(known, _try(past, journey, one, state))
        found.append(Never(id, one.event.received_at, Group(cause.kind.value, cause.code)))
    return found


def _try(past: Books, journey: JourneyValue, came: Came, state: ProfileState | None) -> Try:
    then = past.then(journey.version, came.event.received_at)
    known = state or ProfileState(came.profile, came.event.received_at)
    return Try(
        event=came.event,
        state=known,
        facts=facts_then(known, came.event),
        book=then.book,
        journey=journey,
        status=then.status,
        status_since=then.since,
        status_is_sure=then.sure,
    )


def _has_changed(state: ProfileState, journey: JourneyValue, came: Came) -> bool:
    """Whether something that the entry asks about is newer than the event."""
    at = came.event.received_at
    settings: Settings = journey.nodes[journey.entry].settings
    asked = conditions.leaves(settings.audience)
    past = state.past.get(journey.key)
    return (
        any(_is_newer(leaf, state, at) for leaf in asked)
        or (past is not None and max(past.last_entered_at, past.last_left_at or at) > at)
        or any(run.entered_at > at for run in state.enrollments)
    )


def _is_newer(leaf: Leaf, state: ProfileState, at: datetime) -> bool:
    """Whether what this leaf asks about has changed since then."""
    match leaf.kind:
        case "trait":
            return leaf.key in state.traits and state.traits[leaf.key].at > at
        case "count":
            return any(time > at for time in state.tallies.get(leaf.key, ()))
        case "stage" | "done":
            known = state.stages.get(leaf.key)
            return known is not None and max(known.since, known.done_at or at) > at
        case "session":
            return any(one.last_at > at for one in state.sessions)
    return False


def _rewound(id: str, state: ProfileState, came: Came, journey: JourneyValue) -> ProfileState:
    who = Who(UUID(id), tuple(people.all_of(UUID(id))), "")
    then, beside = Rewinding(who, state, {}).then(came, journey)
    return evolve(then, enrollments=(*then.enrollments, *beside))


def _came(name: str, since: datetime, until: datetime) -> tuple[list[Came], bool]:
    """The events of this name, the latest first; and whether these are all that there were."""
    asked: dict[str, Any] = {"since": since, "until": until, "most": MOST_EVENTS, "name": name}
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, {**asked, "people": 5 * MOST_PEOPLE})
        rows: Sequence[tuple[object, ...]] = cursor.fetchall()
        cursor.execute(_LOOKED_AT, asked)
        [looked_at] = cursor.fetchone()
    found = [Came(as_event(row[1:]), str(row[0])) for row in rows]
    return found, looked_at < MOST_EVENTS and len(found) < 5 * MOST_PEOPLE


_LOOKED = """
SELECT * FROM events_event WHERE received_at >= %(since)s AND received_at < %(until)s
ORDER BY id DESC LIMIT %(most)s
"""
_EVENTS = f"""
SELECT * FROM (
    SELECT DISTINCT ON (profile_id) profile_id, id, type, name, occurred_at, received_at, user_id,
           payload::text
    FROM ({_LOOKED}) latest
    WHERE {HEARD} = %(name)s AND profile_id IS NOT NULL AND lane_seq IS NOT NULL
    ORDER BY profile_id, id DESC
) each_once ORDER BY id DESC LIMIT %(people)s
"""
_LOOKED_AT = f"SELECT count(*) FROM ({_LOOKED}) latest"
