"""The list of journeys: searched, filtered, sorted by each column, page by page."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.journeys import queries_list, views_status
from apps.journeys.models import Journey
from apps.journeys.operations_status import ARCHIVABLE
from apps.journeys.queries_list import Asked, Row

PER_PAGE = 25
LONGEST = 100
# Each head of the table with what it sorts by, and what a click sorts by first: most people want
# the largest numbers and the latest changes.
COLUMNS = (
    (("name", "Journey", "", "name"),),
    (("status", "State", "", "status"),),
    (("stage", "Stage", "", "stage"),),
    (("tier", "Tier", "", "tier"), ("priority", "priority", "", "-priority")),
    (("inside", "Inside", "num", "-inside"),),
    (("week", "Sent 7 d", "num", "-week"), ("month", "30 d", "num", "-month")),
    (("goal", "Goal rate", "num", "-goal"),),
    (("problems", "Problems", "", "-problems"),),
    (("owner", "Owner", "", "owner"),),
    (("changed", "Changed", "", "-changed"),),
)
SPOKEN = {
    "week": "Messages sent in the last 7 days",
    "month": "Messages sent in the last 30 days",
    "inside": "People inside now, on all versions",
    "goal": "Of the runs that began in the last 30 days, how many reached a goal",
    "stage": "The lifecycle stages that its entry asks for",
    "problems": "What is wrong with its draft, and the conflicts that the latest analysis found",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head: where its link leads, and how the list is sorted by it now."""

    label: str
    kind: str
    sort: str
    now: str
    title: str


@require_GET
def journey_list(request: HttpRequest) -> HttpResponse:
    """Every journey with what it did lately; asked for by htmx, the table alone."""
    asked = _asked(request)
    rows = queries_list.listed(asked, clock.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    stages, tiers = queries_list.stage_names(), queries_list.tier_names()
    context = {
        "page": page,
        "rows": [_shown(row, stages, tiers) for row in queries_list.with_problems(page)],
        "columns": [[_column(*one, asked.sort) for one in head] for head in COLUMNS],
        "asked": asked,
        "any": bool(rows or asked.narrowed or Journey.objects.exists()),
        "archivable": ARCHIVABLE,
    }
    if is_fragment(request):
        return render(request, "journeys/_list.html", context)
    filters = {
        "statuses": Journey.Status.choices,
        "tiers": list(tiers.items()),
        "stages": list(stages.items()),
        "owners": queries_list.owners(),
        "nobody": queries_list.NOBODY,
    }
    return render(request, "journeys/list.html", context | filters)


def _asked(request: HttpRequest) -> Asked:
    given = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]
        for name in ("q", "status", "tier", "stage", "owner", "archived", "sort")
    }
    return Asked(
        search=given["q"],
        status=given["status"],
        tier=given["tier"],
        stage=given["stage"],
        owner=given["owner"],
        archived=given["archived"] == "1",
        sort=given["sort"] or "name",
    )


def _column(name: str, label: str, kind: str, first: str, sorted_by: str) -> Column:
    now = ""
    if sorted_by.removeprefix("-") == name:
        now = "descending" if sorted_by.startswith("-") else "ascending"
    other = first.removeprefix("-") if first.startswith("-") else f"-{name}"
    return Column(label, kind, other if sorted_by == first else first, now, SPOKEN.get(name, ""))


def _shown(row: Row, stages: dict[str, str], tiers: dict[str, str]) -> dict[str, object]:
    return {
        "row": row,
        "journey": row.journey,
        "tier": tiers.get(row.tier, row.tier),
        "stages": [stages.get(key, key) for key in row.stages],
        "steps": views_status.steps(row.journey),
    }
