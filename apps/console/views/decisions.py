"""The list of what was considered: by verdict, reason, journey and time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.console import ranges, words
from apps.graph import queries_pages
from apps.journeys import queries as journeys
from apps.people.labels import labels

PER_PAGE = 50
VERDICTS = ("sent", "held_out", "waits", "skipped", "left")
REASONS = (
    "frequency_cap",
    "lost_tier",
    "lost_priority",
    "lost_ready_time",
    "lost_key",
    "lost_same_journey",
    "look_ahead",
    "excluded",
    "quiet_hours",
    "no_consent",
    "unsubscribed",
    "suppressed",
    "no_address",
    "journey_not_live",
    "held_out",
    "held_out_mixed",
    "gate_error",
)


@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    """Candidates of decisions, the latest first, each with its person and its explanation."""
    asked = {name: request.GET.get(name, "")[:200] for name in ("verdict", "reason", "journey")}
    since, node = request.GET.get("since", "day"), request.GET.get("node", "")[:300]
    found = queries_pages.candidates(since=ranges.since(since, clock.now()), node=node, **asked)
    pages: Paginator[Any] = Paginator(found, PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    called, names = labels(row["profile"] for row in page), journeys.names()
    rows = [
        row
        | {
            "person": called.get(row["profile"], row["profile"]),
            "journey_name": names.get(row["journey"], row["journey"]),
            "lost_to": names.get(row["lost_to"], row["lost_to"]),
        }
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "since": since,
        "node": node,
        "verdicts": [(code, words.LABELS[code]) for code in VERDICTS],
        "reasons": [(code, words.REASONS[code]) for code in REASONS],
        "journeys": names,
        "ranges": ranges.RANGES.values(),
    }
    return render(request, "console/decisions.html", context)
