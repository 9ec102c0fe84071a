"""Groups of neighbours that several kinds of focus have."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.delivery.models import Delivery
from apps.events.models import Event
from apps.explain.around.neighbours import nodes
from apps.explain.around.neighbours.parts import (
    Ask,
    Ground,
    Group,
    Near,
    listed,
    paged,
)
from apps.explain.why.path import as_datetime
from apps.graph import queries_around, queries_decisions, queries_people
from apps.graph.queries_around import FIRST, MOST_COUNTED, Place
from apps.graph.queries_decisions import Stored
from apps.people import queries as people
from apps.people.models import Merge


def runs(ground: Ground, ask: Ask, ids: list[str]) -> Group | None:
    """The runs of these profiles, those begun last first."""

    def read(place: Place, limit: int) -> list[queries_people.Run]:
        found = queries_people.entries(ids, *place, limit, "")
        ground.know(run.version for run in found)
        return found

    return paged(
        "enrollment",
        ask,
        read,
        lambda run: Near(nodes.run(ground, run), nodes.run_says(ground, run)),
        lambda run: (run.entered_at, run.uid),
        lambda place: queries_around.further_runs(ids, place),
    )


def decisions(ground: Ground, ask: Ask, ids: list[str]) -> Group | None:
    """The decisions about these profiles, the latest first."""
    return paged(
        "decision",
        ask,
        lambda place, limit: queries_decisions.of_person(
            ids, before=place[0], uid=place[1], limit=limit
        ),
        lambda stored: decided(ground, stored),
        lambda stored: (stored.at, stored.uid),
        lambda place: queries_around.further_decisions(ids, place),
    )


def decided(ground: Ground, stored: Stored) -> Near:
    """A decision, with how many of its candidates were sent."""
    node = nodes.decision(ground, stored)
    return Near(node, node.detail[0])


def messages(ground: Ground, ask: Ask, ids: Sequence[UUID]) -> Group | None:
    """The messages decided for these profiles, the latest first."""

    def further(before: Place) -> int:
        return _deliveries(ids, before)[:MOST_COUNTED].count()

    def read(before: Place, limit: int) -> list[Delivery]:
        found = list(_deliveries(ids, before).order_by("-decided_at", "-id")[:limit])
        ground.know(row.version_id for row in found)
        return found

    def tell(row: Delivery) -> Near:
        node = nodes.message(ground, nodes.delivery(row), row)
        return Near(node, node.detail[0])

    def place(row: Delivery) -> Place:
        return row.decided_at.timestamp(), str(row.pk)

    return paged("message", ask, read, tell, place, further)


def _deliveries(ids: Sequence[UUID], before: Place) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(profile_id__in=ids).defer("context")
    last = uuid(before[1])
    if before == FIRST or last is None:
        return rows
    at = as_datetime(before[0])
    return rows.filter(Q(decided_at__lt=at) | Q(decided_at=at, id__lt=last))


def events(ground: Ground, ask: Ask, ids: Sequence[int | None], says: str) -> Group | None:
    """These events of the log; those it no longer holds are missing."""
    known = [id for id in ids if id]
    if not known or not ask.wants("event"):
        return None
    rows = Event.objects.filter(pk__in=known).select_related("source").order_by("-occurred_at")
    found = [row for row in rows[:100] if ground.owns(row.profile_id)]
    return listed("event", ask, [Near(nodes.event(ground, row), says) for row in found])


def itself(ground: Ground, ask: Ask, says: str) -> Group | None:
    """The person whose picture it is, as a neighbour."""
    return listed("person", ask, [Near(nodes.person(ground), says)])


def joined_profiles(ground: Ground) -> list[Merge]:
    """The joined profiles; one that was taken apart again is a person of its own."""
    return [row for row in people.merges(ground.who.ids) if row.undone_at is None]


def uuid(text: str) -> UUID | None:
    """The id that a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
