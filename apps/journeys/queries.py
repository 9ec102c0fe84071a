"""Reads of journeys: the list with its numbers, versions and drafts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from apps.engine import book as engine
from apps.engine import compile
from apps.graph import queries_journeys, queries_pages, queries_standing
from apps.graph.queries_journeys import Runs
from apps.journeys import checks
from apps.journeys.called import called
from apps.journeys.models import Journey, JourneyDraft, JourneyVersion
from apps.journeys.sentences import sentence
from apps.rules import gatekeeping
from apps.rules.gatekeeping import Finding

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
WARNED = {
    "dead_end": "The path ends at “{}”",
    "missing_port": "One way on from “{}” leads nowhere",
}


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
class AtNode:
    """How many people stand at a node now, and what the node does."""

    key: str
    people: int
    type: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class OnVersion:
    """The people on one version, the fullest nodes first."""

    version: JourneyVersion
    nodes: list[AtNode]

    @property
    def people(self) -> int:
        return sum(node.people for node in self.nodes)


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


def drafts() -> QuerySet[JourneyDraft]:
    """All drafts with their journeys, by the journey's name."""
    found = JourneyDraft.objects.select_related("journey", "updated_by")
    return found.order_by("journey__name", "journey__key")


def draft(key: str) -> JourneyDraft | None:
    """The draft of this journey, or None."""
    return drafts().filter(journey__key=key).first()


def problems_of_drafts(keys: list[str]) -> dict[str, int]:
    """Of these journeys, those with a draft, and how much is wrong with it."""
    found = drafts().filter(journey__key__in=keys)
    return {row.journey.key: len(checks.problems(row.document, row.journey.key)) for row in found}


def findings(key: str, document: Mapping[str, Any], base: int | None = None) -> list[Finding]:
    """What speaks against publishing this document, errors first; `base` is that of its draft."""
    found = gatekeeping.journey_findings(key, document)
    found += _hardly_meant(key, document)
    last = JourneyVersion.objects.filter(journey__key=key).aggregate(last=Max("number"))["last"]
    if base is not None and (last or 0) != base:
        found.append(Finding(gatekeeping.WARNING, _moved_on(base, last or 0), detail=_TAKE_OVER))
    return found


def standing(journey: Journey) -> list[OnVersion]:
    """Where people stand, by version, the latest version first; versions without anybody not."""
    rows = queries_standing.standing(journey.key)
    # Of thousands of versions, few have people; the others' documents are not read.
    stood_on = journey.versions.filter(id__in={row.version for row in rows})
    versions = {str(one.id): one for one in stood_on.select_related("journey")}
    found: dict[str, list[AtNode]] = {}
    for row in rows:
        if row.version in versions:
            found.setdefault(row.version, []).append(AtNode(row.node, row.people))
    on = [_on_version(versions[id], nodes) for id, nodes in found.items()]
    return sorted(on, key=lambda one: one.version.number, reverse=True)


def compiled_version(version: JourneyVersion) -> engine.Journey:
    """The engine's value of a published version."""
    journey = version.journey
    document: dict[str, Any] = version.document
    return compile.journey(document, key=journey.key, name=journey.name, version=str(version.id))


def _on_version(version: JourneyVersion, nodes: list[AtNode]) -> OnVersion:
    known = compiled_version(version).nodes
    said = [
        replace(node, type=known[node.key].type, says=sentence(known[node.key]).what)
        for node in nodes
        if node.key in known
    ]
    return OnVersion(version, said)


def _hardly_meant(key: str, document: Mapping[str, Any]) -> Iterator[Finding]:
    """Warnings of the drawing. That there is no goal is said, but nothing to ask for."""
    names = {raw["key"]: called(raw) for raw in checks.nodes(document)}
    for one in checks.warnings(document, key):
        if one.code in WARNED:
            title = WARNED[one.code].format(names[one.node])
            detail = f"{one.remedy[:1].upper()}{one.remedy[1:]}."
            yield Finding(gatekeeping.WARNING, title, detail=detail)


def _moved_on(base: int, last: int) -> str:
    began = f"version {base}" if base else "nothing published yet"
    return f"The draft began from {began}, but version {last} is the latest by now"


_TAKE_OVER = "What changed in between is lost unless you take it into the draft."


def names() -> dict[str, str]:
    """The names of all journeys, by key."""
    return dict(Journey.objects.order_by("name").values_list("key", "name"))
