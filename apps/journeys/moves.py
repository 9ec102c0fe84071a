"""Asking for people to be moved to another version of their journey, by an explicit map of nodes.

The map names nodes of the version that people are on, each with the node of the other version at
which they go on, or "" for leaving. Who stands at a node that it doesn't name stays. What is asked
for is carried out by a worker (`telling`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from apps.engine.book import Journey as Compiled
from apps.graph import queries_standing
from apps.journeys import queries, queries_moves
from apps.journeys.models import Journey, JourneyMove, JourneyVersion
from apps.journeys.refusals import NotMovable

LEAVE = ""


@transaction.atomic
def move(
    *,
    key: str,
    from_version: int,
    to_version: int,
    nodes: Mapping[str, str],
    by: AbstractBaseUser | None,
    now: datetime,
) -> JourneyMove:
    """Ask that everybody on the one version goes on in the other, by this map of nodes.

    It is an event for each of them, which takes its turn among their others: moved are those who
    stand at a node of the map when that event's turn comes, and each of them once. Whoever comes
    to such a node later stays on the version they entered. Raises `NotMovable`, also while people
    of the journey are still being told of another move.
    """
    journey = Journey.objects.select_for_update().get(key=key)
    if from_version == to_version:
        raise NotMovable("to_version", "choose another version than the one they are on")
    before = _version(journey, from_version, "from_version")
    after = _version(journey, to_version, "to_version")
    check_map(queries.compiled_version(before), queries.compiled_version(after), nodes)
    _no_other(journey, before, after)
    return JourneyMove.objects.create(
        journey=journey,
        before=before,
        after=after,
        nodes=dict(nodes),
        total=queries_standing.count_on(str(before.id)),
        moved_at=now,
        moved_by=by,  # type: ignore[misc]
    )


def let_go(
    *, journey: Journey, because: str, by: AbstractBaseUser | None, now: datetime
) -> JourneyMove:
    """Ask that every run through the journey that has begun by now ends, on whatever version.

    Inside the transaction that pauses or ends the journey, whose row it has locked.
    """
    return JourneyMove.objects.create(
        journey=journey,
        nodes={},
        let_go=because,
        total=queries_standing.count_in(journey.key, now),
        moved_at=now,
        moved_by=by,  # type: ignore[misc]
    )


@transaction.atomic
def go_on(*, id: UUID, now: datetime) -> JourneyMove:
    """Let the next worker take up a move that was interrupted, without waiting for the sweep.

    Raises `NotMovable` where it is done, or is being carried out.
    """
    row = JourneyMove.objects.select_for_update(of=("self",)).get(pk=id)
    state = queries_moves.state(row, now)
    if state == JourneyMove.State.DONE:
        raise NotMovable("id", "this move is done; who is on the version since stays there")
    if state == JourneyMove.State.RUNNING:
        raise NotMovable("id", "this move is being carried out; nothing is to be done")
    row.claim, row.heartbeat_at, row.error = None, None, ""
    row.save(update_fields=["claim", "heartbeat_at", "error"])
    return row


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


def _no_other(journey: Journey, before: JourneyVersion, after: JourneyVersion) -> None:
    # Otherwise one map would reach people whom the other has just brought to the version. Moves
    # from several versions to one can't: that is how everybody comes to a version at once.
    others = journey.moves.filter(finished_at=None).exclude(
        ~Q(before=before), let_go="", after=after
    )
    other = others.select_related("before", "after").first()
    if other is None:
        return
    if other.before is None or other.after is None:
        raise NotMovable("from_version", "people are still being let go; wait for its end")
    between = f"from version {other.before.number} to version {other.after.number}"
    raise NotMovable(
        "from_version", f"people are still being told of the move {between}; wait for its end"
    )


def _version(journey: Journey, number: int, field: str) -> JourneyVersion:
    found = journey.versions.select_related("journey").filter(number=number).first()
    if found is None:
        raise NotMovable(field, f"“{journey.name}” has no version {number}")
    return found
