"""The list of journeys: what each one is and did lately, searched, filtered and sorted.

However many journeys there are, it asks a fixed number of questions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, F, Func, JSONField, Q, QuerySet

from apps.graph import queries_journeys, queries_list
from apps.graph.queries_list import Rate, Sends
from apps.journeys import asked_stages, queries
from apps.journeys.models import Journey, JourneyDraft, JourneyVersion
from apps.rules import gatekeeping
from apps.rules import queries as rules

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
NOBODY = "-"
# A rate of fewer runs says nothing, and looks as if it did.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to and sorted by. `owner` "-": nobody owns it."""

    search: str = ""
    status: str = ""
    tier: str = ""
    stage: str = ""
    owner: str = ""
    archived: bool = False
    sort: str = "name"

    @property
    def narrowed(self) -> bool:
        return bool(self.search or self.status or self.tier or self.stage or self.owner)


@dataclass(frozen=True, slots=True)
class Row:
    """One journey. `version` 0: never published; what it is said to be is its draft's then.

    `problems` are those of its draft, None without one; `conflicts` what the latest analysis has
    found of it. `all_runs` are those that began in the last 30 days; `sent_to` and `held_out` are
    those of them that came to a message, where one was held out.
    """

    journey: Journey
    version: int
    tier: str
    priority: int | None
    stages: list[str]
    has_goal: bool
    inside: int
    sends: Sends
    all_runs: Rate
    sent_to: Rate
    held_out: Rate
    changed_at: datetime
    changed_by: str
    draft: bool
    problems: int = 0
    conflicts: int = 0

    @property
    def compares(self) -> bool:
        """Whether enough are held out to put the others beside them."""
        return self.has_goal and min(self.held_out.runs, self.sent_to.runs) >= FEWEST

    @property
    def goal_rate(self) -> float | None:
        if not self.has_goal:
            return None
        return self.sent_to.share if self.compares else self.all_runs.share


def listed(asked: Asked, now: datetime) -> list[Row]:
    """The journeys that were asked for, in that order; problems only where it sorts by them."""
    journeys = list(_found(asked))
    versions = _latest(JourneyVersion.objects.order_by("journey_id", "-number"))
    drafts = _latest(JourneyDraft.objects.order_by("journey_id"))
    numbers = _Numbers.since(now)
    rows = [_row(one, versions.get(one.pk), drafts.get(one.pk), numbers) for one in journeys]
    rows = [
        row
        for row in rows
        if asked.tier in ("", row.tier) and (not asked.stage or asked.stage in row.stages)
    ]
    name = asked.sort.removeprefix("-")
    if name == "problems":
        rows = with_problems(rows)
    order = SORTS.get(name, SORTS["name"])
    return sorted(rows, key=order, reverse=asked.sort.startswith("-"))


def with_problems(rows: Iterable[Row]) -> list[Row]:
    """These rows with what is wrong with their drafts, and what analyses found of them."""
    rows = list(rows)
    drafts = queries.problems_of_drafts([row.journey.key for row in rows if row.draft])
    known = gatekeeping.known_conflicts()
    return [_with_problems(row, drafts, known) for row in rows]


def owners() -> list[str]:
    """The user names of those who own a journey."""
    owned = Journey.objects.filter(owner__isnull=False).order_by("owner__username")
    return list(owned.values_list("owner__username", flat=True).distinct())


def stage_names() -> dict[str, str]:
    """What the stages of the lifecycles that hold now are called, by key."""
    cycles = rules.current_document()["lifecycles"]
    return {stage["key"]: stage["name"] for cycle in cycles for stage in cycle["stages"]}


def tier_names() -> dict[str, str]:
    """What the tiers that hold now are called, by key, the first tier first."""
    return {tier["key"]: tier["name"] for tier in rules.current_document()["tiers"]}


def _by_name(row: Row) -> tuple[str, str]:
    return row.journey.name.lower(), row.journey.key


def _rate(row: Row) -> float:
    return -1.0 if row.goal_rate is None else row.goal_rate


SORTS: Mapping[str, Callable[[Row], Any]] = {
    "name": _by_name,
    "status": lambda row: (list(Journey.Status).index(Journey.Status(row.journey.status)),),
    "stage": lambda row: (not row.stages, row.stages, _by_name(row)),
    "tier": lambda row: (row.tier, -(row.priority or 0)),
    "priority": lambda row: -1 if row.priority is None else row.priority,
    "inside": lambda row: row.inside,
    "week": lambda row: row.sends.short,
    "month": lambda row: row.sends.long,
    "goal": _rate,
    "problems": lambda row: (row.problems, row.conflicts),
    "owner": lambda row: row.journey.owner.get_username() if row.journey.owner else "\uffff",
    "changed": lambda row: row.changed_at,
}


def _found(asked: Asked) -> QuerySet[Journey]:
    found = Journey.objects.select_related("owner", "changed_by")
    found = found.filter(archived_at__isnull=not asked.archived)
    if asked.search:
        text = asked.search
        found = found.filter(
            Q(name__icontains=text) | Q(key__icontains=text) | Q(owner__username__icontains=text)
        )
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.owner == NOBODY:
        found = found.filter(owner=None)
    elif asked.owner:
        found = found.filter(owner__username=asked.owner)
    return found


class _Path(Func):
    """What this path finds in a document; documents of drafts may have any shape."""

    arity = 1

    def __init__(self, path: str, function: str, output_field: Any) -> None:
        template = f"{function}(%(expressions)s, '{path}', '{{}}', true)"
        super().__init__(F("document"), template=template, output_field=output_field)


def _latest(found: QuerySet[Any]) -> dict[int, dict[str, Any]]:
    """Of each journey's first row in this order, what the list says of it; no whole documents."""
    version = found.model is JourneyVersion
    at, by = ("published_at", "published_by") if version else ("updated_at", "updated_by")
    query = "jsonb_path_query_first"
    rows = found.distinct("journey_id").values(
        "journey_id",
        tier=_Path("$.tier", query, JSONField()),
        priority=_Path("$.priority", query, JSONField()),
        entry=_Path('$.nodes[*] ? (@.type == "entry").settings', query, JSONField()),
        goal=_Path('$.nodes[*] ? (@.type == "goal")', "jsonb_path_exists", BooleanField()),
        latest=F("number" if version else "base"),
        at=F(at),
        by=F(f"{by}__username"),
    )
    return {row["journey_id"]: row for row in rows}


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What all journeys did lately, by key."""

    inside: Mapping[str, int]
    sends: Mapping[str, Sends]
    rates: Mapping[str, Rate]
    arms: Mapping[tuple[str, bool], Rate]

    @classmethod
    def since(cls, now: datetime) -> "_Numbers":
        month = now - MONTH
        return cls(
            inside=queries_journeys.people_inside(),
            sends=queries_list.sends(since=month, shorter=now - WEEK),
            rates=queries_list.rates(month),
            arms=queries_list.arms(queries_list.held_out_journeys(month), month),
        )


def _row(
    journey: Journey,
    version: Mapping[str, Any] | None,
    draft: Mapping[str, Any] | None,
    numbers: _Numbers,
) -> Row:
    said, key = version or draft or {}, journey.key
    tier, priority = said.get("tier"), said.get("priority")
    changes = [(one["at"], one["by"] or "") for one in (version, draft) if one]
    changes.append((journey.created_at, ""))
    if journey.changed_at:
        by = journey.changed_by.get_username() if journey.changed_by else ""
        changes.append((journey.changed_at, by))
    changed_at, changed_by = max(changes)
    return Row(
        journey=journey,
        version=version["latest"] if version else 0,
        tier=tier if isinstance(tier, str) else "",
        priority=priority if isinstance(priority, int) else None,
        stages=asked_stages.stages(said.get("entry")),
        has_goal=bool(version and version["goal"]),
        inside=numbers.inside.get(key, 0),
        sends=numbers.sends.get(key, Sends()),
        all_runs=numbers.rates.get(key, Rate()),
        sent_to=numbers.arms.get((key, False), Rate()),
        held_out=numbers.arms.get((key, True), Rate()),
        changed_at=changed_at,
        changed_by=changed_by,
        draft=draft is not None,
    )


def _with_problems(row: Row, drafts: Mapping[str, int], known: Mapping[str, int]) -> Row:
    key = row.journey.key
    return replace(row, problems=drafts.get(key, 0), conflicts=known.get(key, 0))
