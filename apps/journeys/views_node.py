"""A node's page: the people behind every number that the canvas shows for it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.engine.book import Node
from apps.graph import queries_journeys, queries_live
from apps.graph.queries_live import NodeNumbers
from apps.journeys import behind, live, queries
from apps.journeys.models import Journey
from apps.journeys.ports import port_words
from apps.journeys.sentences import sentence
from apps.journeys.views import chosen_version

PER_PAGE = 25


@require_GET
def node_page(request: HttpRequest, key: str, node: str) -> HttpResponse:
    """Those whom `what` counts at this node over a period; a search narrows the list."""
    journey = get_object_or_404(Journey, key=key)
    version = chosen_version(request, journey)
    compiled = queries.compiled_version(version) if version else None
    if version is None or compiled is None or node not in compiled.nodes:
        raise Http404("This version has no such node.")
    period, problem = _period(request)
    what = request.GET.get("what", "") or behind.NOW
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = behind.listing(str(version.id), node, what, period.span, search)
    if found is None:
        raise Http404("A node has no such number.")
    pages: Paginator[Any] = Paginator(found, PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    at = compiled.nodes[node]
    context: dict[str, Any] = {
        "journey": journey,
        "version": version,
        "node": at,
        "what": what,
        "kind": what.partition(":")[0],
        "part": what.partition(":")[2],
        "hint": behind.hint(what),
        "period": period,
        "problem": problem,
        "search": search,
        "page": page,
        "rows": _rows(at, what, page),
        "here": f"{request.path}?{request.GET.urlencode()}",
    }
    if not is_fragment(request):
        context |= _around(request, at, context)
    name = "journeys/_node_people.html" if is_fragment(request) else "journeys/node.html"
    return render(request, name, context)


def _period(request: HttpRequest) -> tuple[live.Period, str]:
    """The period asked for, or the usual one and why it isn't the one asked for."""
    now, zone = clock.now(), timezone.get_current_timezone()
    try:
        return live.period(request.GET.dict(), now=now, zone=zone), ""
    except live.BadPeriod as error:
        return live.period({}, now=now, zone=zone), str(error)


def _rows(node: Node, what: str, page: Any) -> list[dict[str, Any]]:
    rows = behind.named(list(page))
    if node.type == "message" and what == behind.NOW:
        why = queries_journeys.reasons_of_waits([row["enrollment"] for row in rows])
        rows = [{"reason": why.get(row["enrollment"], "")} | row for row in rows]
    return [row | {"way": port_words(node.type, row.get("port", ""))} for row in rows]


def _around(request: HttpRequest, node: Node, context: dict[str, Any]) -> dict[str, Any]:
    """The tabs with their numbers, and what these are made of."""
    version, period = context["version"], context["period"]
    numbers = queries_live.version_numbers(str(version.id), period.span)
    at = numbers.nodes.get(node.key, NodeNumbers())
    stops = live.as_stops(at.stopped)
    stopped = behind.listing(str(version.id), node.key, "stopped", period.span)
    base = {"version": str(version.number), **period.query}
    ways = {port: at.ports.get(port, 0) for port in node.next} | at.ports
    return {
        "says": sentence(node),
        "tabs": behind.tabs(
            node.type,
            at,
            len(stopped) if stops and stopped else 0,
            numbers.entered.runs,
            context["what"],
        ),
        "base": base,
        "waits": list(at.waiting.items()),
        "waiting": sum(at.waiting.values()),
        "stops": [(row["verdict"], row["reason"], row["messages"]) for row in stops],
        "most": max((row["messages"] for row in stops), default=0),
        "ways": [(port, port_words(node.type, port), n) for port, n in ways.items()]
        if len(ways) > 1
        else [],
        "passed": at.passed,
        "left": sorted(at.left.items(), key=lambda row: -row[1]),
        "ended": sum(at.left.values()),
        "labels": live.LABELS,
        "address": reverse("journey-node", args=[context["journey"].key, node.key]),
        "first": request.GET.get("since", "")[:40],
        "last": request.GET.get("until", "")[:40],
        "date": [_kind(request.GET.get(name, "")) for name in ("since", "until")],
    }


def _kind(text: str) -> str:
    """The kind of field in which what was asked for can be shown."""
    return "date" if len(text) in (0, len("2026-11-02")) else "text"
