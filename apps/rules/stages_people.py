"""The people behind a number of a lifecycle: who, since when, and what brought them there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.engine.book import Lifecycle
from apps.events.models import Event
from apps.graph import queries_journeys, queries_stages
from apps.graph.listing import Listing
from apps.people import queries as people
from apps.people.labels import labels
from apps.people.queries_sets import survivors
from apps.rules import stages_words
from apps.rules.stages import Period

# People that a search in such a list finds.
MOST_FOUND = 20
WHICH = {
    "now": "in it now",
    "entered": "entered",
    "left": "left",
    "done": "entered and have done it",
    "still": "entered and are still in",
}


@dataclass(frozen=True, slots=True)
class StayView:
    """One stay of one person. Moments are epoch seconds.

    `because` is condition, node or merge; `so` and `not_so` are what its condition asked. `event`
    is the id in the log of what brought the person, 0 where time did.
    """

    profile: str
    label: str
    since: float
    until: float | None
    done_at: float | None
    previous: str
    because: str
    so: tuple[str, ...]
    not_so: tuple[str, ...]
    event: int
    event_name: str
    journey: str
    node: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which stays are meant; `came_from` None: from wherever."""

    stage: str
    which: str = "now"
    came_from: str | None = None
    search: str = ""


def listing(lifecycle: str, asked: Asked, period: Period) -> Listing:
    """All of these stays, read page by page."""
    return queries_stages.stays(
        lifecycle,
        asked.stage,
        asked.which,
        came_from=asked.came_from,
        profiles=_found(asked.search) if asked.search else None,
        **period.moments,
    )


def views(rows: Sequence[Mapping[str, Any]], known: Lifecycle) -> list[StayView]:
    """These rows of the listing as they are shown."""
    home = survivors(row["profile"] for row in rows)
    ids = {row["profile"]: home.get(row["profile"], row["profile"]) for row in rows}
    called = labels(ids.values())
    moved = queries_stages.moved_by([row for row in rows if row["because"] == "node"])
    journeys = queries_journeys.journey_names() if moved else {}
    events = _event_names([row["event"] for row in rows if row["event"]])
    names = {stage.key: stage.name for stage in known.stages}
    found = []
    for row in rows:
        journey, node = moved.get((row["profile"], row["since"]), ("", ""))
        person, previous, leaves = ids[row["profile"]], row["previous"] or "", row["leaves"] or ""
        found.append(
            StayView(
                profile=person,
                label=called.get(person) or f"Visitor {person[:8]}",
                since=row["since"],
                until=row["until"],
                done_at=row["done_at"],
                previous=names.get(previous, previous),
                because=row["because"],
                so=stages_words.evidence(leaves),
                not_so=stages_words.missing(leaves),
                event=row["event"] or 0,
                event_name=events.get(row["event"] or 0, ""),
                journey=journeys.get(journey, journey),
                node=node,
            )
        )
    return found


def _found(search: str) -> list[str]:
    """The profiles of those whom a search finds, with all that were merged into them."""
    found = people.search(search, size=MOST_FOUND)[:MOST_FOUND]
    return [str(id) for one in found for id in people.all_of(UUID(str(one.id)))]


def _event_names(ids: Sequence[int]) -> dict[int, str]:
    rows = Event.objects.filter(id__in=ids).values_list("id", "name", "type")
    return {id: name or type for id, name, type in rows}
