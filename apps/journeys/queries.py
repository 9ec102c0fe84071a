"""Reads of journeys: the list with its numbers, and one journey's drawing with its counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q, QuerySet

from apps.engine import book as engine
from apps.engine import compile
from apps.graph import queries_journeys, queries_pages
from apps.graph.queries_journeys import NodeCount, Runs
from apps.journeys import drawing
from apps.journeys.models import Journey, JourneyVersion
from apps.journeys.sentences import Sentence, sentence

MONTH, WEEK = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What one journey did lately."""

    inside: int
    sent_week: int
    sent_month: int
    held_out_month: int
    runs: Runs
    has_goal: bool = True

    @property
    def goal_rate(self) -> float | None:
        """Of those who entered; None without a goal, or without anybody."""
        return self.runs.goals / self.runs.entered if self.has_goal and self.runs.entered else None


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node as it is drawn."""

    key: str
    type: str
    x: int
    y: int
    says: Sentence
    count: NodeCount


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    nodes: list[NodeView]
    lines: tuple[drawing.Line, ...]


def journeys(*, search: str = "", status: str = "") -> QuerySet[Journey]:
    """Journeys by name, those that are live first; `search` looks at name and key."""
    found = Journey.objects.annotate(
        changed_at=Max("versions__published_at"), number=Max("versions__number")
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(key__icontains=search))
    if status:
        found = found.filter(status=status)
    return found.order_by("name", "key")


def latest_versions(keys: list[str]) -> dict[str, JourneyVersion]:
    """The latest version of each of these journeys, by the journey's key."""
    found = JourneyVersion.objects.filter(journey__key__in=keys)
    found = found.order_by("journey_id", "-number").distinct("journey_id")
    return {version.journey.key: version for version in found.select_related("journey")}


def numbers(versions: Mapping[str, JourneyVersion | None], now: datetime) -> dict[str, Numbers]:
    """What these journeys, given with their latest versions, did in the last 7 and 30 days."""
    inside = queries_journeys.people_inside()
    runs = queries_journeys.runs_since(now - MONTH)
    month = verdicts(now - MONTH)
    week = verdicts(now - WEEK)
    return {
        key: Numbers(
            inside=inside.get(key, 0),
            sent_week=week.get((key, "sent"), 0),
            sent_month=month.get((key, "sent"), 0),
            held_out_month=month.get((key, "held_out"), 0),
            runs=runs.get(key, Runs()),
            has_goal=version is not None and has_goal(version),
        )
        for key, version in versions.items()
    }


def has_goal(version: JourneyVersion) -> bool:
    return any(node["type"] == "goal" for node in version.document["nodes"])


def verdicts(since: datetime) -> dict[tuple[str, str], int]:
    """How often each journey's candidates had each verdict."""
    counted: dict[tuple[str, str], int] = {}
    for row in queries_pages.considered_since(since):
        pair = (row.journey, row.verdict)
        counted[pair] = counted.get(pair, 0) + row.times
    return counted


def picture(version: JourneyVersion) -> Picture:
    """The drawing of a version, with how many people stand and passed where."""
    compiled = compiled_version(version)
    counts = queries_journeys.node_counts(str(version.id))
    keys = tuple(sorted(compiled.nodes, key=lambda key: key != compiled.entry))
    ways = tuple(
        (node.key, port, end) for node in compiled.nodes.values() for port, end in node.next.items()
    )
    drawn = _draw(keys, ways)
    nodes = [
        NodeView(
            box.key,
            compiled.nodes[box.key].type,
            box.x,
            box.y,
            sentence(compiled.nodes[box.key]),
            counts.get(box.key, NodeCount()),
        )
        for box in drawn.boxes
    ]
    return Picture(drawn.width, drawn.height, nodes, drawn.lines)


def compiled_version(version: JourneyVersion) -> engine.Journey:
    """The engine's value of a published version."""
    journey = version.journey
    document: dict[str, Any] = version.document
    return compile.journey(document, key=journey.key, name=journey.name, version=str(version.id))


def names() -> dict[str, str]:
    """The names of all journeys, by key."""
    return dict(Journey.objects.order_by("name").values_list("key", "name"))


_draw = lru_cache(maxsize=64)(drawing.draw)
