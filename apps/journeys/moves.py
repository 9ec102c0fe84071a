"""Moving people to another version of their journey, by an explicit map of nodes.

The map names nodes of the version that people are on, each with the node of the other version at
which they go on, or "" for leaving. Who stands at a node that it doesn't name stays.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from apps.engine.book import Journey as Compiled
from apps.engine.migration import ENROLLMENTS_MOVED
from apps.events import operations as events
from apps.events.operations import InternalEvent
from apps.graph import queries_standing
from apps.journeys import queries
from apps.journeys.models import Journey, JourneyMove, JourneyVersion
from apps.journeys.refusals import NotMovable

# Events in one statement of the log.
PORTION = 1_000
LEAVE = ""


def move(
    *,
    key: str,
    from_version: int,
    to_version: int,
    nodes: Mapping[str, str],
    by: AbstractBaseUser | None,
    now: datetime,
) -> JourneyMove:
    """Tell everybody who is on the one version to go on in the other, by this map of nodes.

    It is an event for each of them, which takes its turn among their others: moved are those who
    stand at a node of the map when that event's turn comes, and each of them once. Whoever comes
    to such a node later stays on the version they entered. Raises `NotMovable`.
    """
    return carry_out(move=_record(key, from_version, to_version, nodes, by, now), now=now)


def carry_out(*, move: JourneyMove, now: datetime) -> JourneyMove:
    """Tell the people of a move that is recorded, also again after an interruption.

    An event's id is that of the move and the person, so that nobody is told twice.
    """
    told = 0
    for people in _portions(queries_standing.people_on(str(move.before_id))):
        notes = [_note(move, profile) for profile in people]
        events.append_internal_events(events=notes, now=now)
        told += len(people)
        JourneyMove.objects.filter(pk=move.pk).update(people=told)
    JourneyMove.objects.filter(pk=move.pk).update(people=told, finished_at=now)
    move.refresh_from_db()
    return move


def check_map(before: Compiled, after: Compiled, nodes: Mapping[str, Any]) -> None:
    """Raises `NotMovable` for a map that names what isn't there, or nothing."""
    if not nodes:
        raise NotMovable("nodes", "name at least one node; all others stay where they are")
    for start, end in nodes.items():
        if start not in before.nodes:
            raise NotMovable(f"nodes.{start}", f"the version they are on has no node “{start}”")
        if not isinstance(end, str) or (end != LEAVE and end not in after.nodes):
            raise NotMovable(
                f"nodes.{start}",
                f"the other version has no node “{end}”; choose one of its nodes, or “” to leave",
            )


@transaction.atomic
def _record(
    key: str,
    from_version: int,
    to_version: int,
    nodes: Mapping[str, str],
    by: AbstractBaseUser | None,
    now: datetime,
) -> JourneyMove:
    journey = Journey.objects.select_for_update().get(key=key)
    if from_version == to_version:
        raise NotMovable("to_version", "choose another version than the one they are on")
    before = _version(journey, from_version, "from_version")
    after = _version(journey, to_version, "to_version")
    check_map(queries.compiled_version(before), queries.compiled_version(after), nodes)
    return JourneyMove.objects.create(
        journey=journey,
        before=before,
        after=after,
        nodes=dict(nodes),
        moved_at=now,
        moved_by=by,  # type: ignore[misc]
    )


def _version(journey: Journey, number: int, field: str) -> JourneyVersion:
    found = journey.versions.select_related("journey").filter(number=number).first()
    if found is None:
        raise NotMovable(field, f"“{journey.name}” has no version {number}")
    return found


def _note(move: JourneyMove, profile: str) -> InternalEvent:
    told = {
        "journey": move.journey.key,
        "from": str(move.before_id),
        "to": str(move.after_id),
        "nodes": move.nodes,
    }
    id = f"move:{move.pk}:{profile}"
    return InternalEvent(ENROLLMENTS_MOVED, UUID(profile), id, told, kind="status")


def _portions(people: Iterator[str]) -> Iterator[list[str]]:
    while portion := list(islice(people, PORTION)):
        yield portion
