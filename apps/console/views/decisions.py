"""The list of what was considered: by verdict, reason, journey and time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.console import ranges, words
from apps.console.queries import STOPS
from apps.graph import queries_pages
from apps.journeys import queries as journeys
from apps.people import queries as people
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


STOPPED = "stopped"
# A search for a person finds the candidates of so many at most.
MOST_FOUND = 10


@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    """Candidates of decisions, the latest first, each with its person and its explanation."""
    asked = {name: _text(request, name) for name in ("verdict", "reason", "journey", "rule")}
    since, node, search = (
        _text(request, "since") or "day",
        _text(request, "node"),
        _text(request, "q"),
    )
    found = queries_pages.candidates(
        since=ranges.since(since, clock.now()),
        verdicts=STOPS
        if asked["verdict"] == STOPPED
        else [asked["verdict"]] * bool(asked["verdict"]),
        reason=asked["reason"],
        rule=asked["rule"],
        journey=asked["journey"],
        node=node,
        profiles=_profiles(search) if search else None,
    )
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
        "search": search,
        "rule_name": rows[0]["rule_name"] if rows and asked["rule"] else asked["rule"],
        "verdicts": [(STOPPED, "Stopped"), *((code, words.LABELS[code]) for code in VERDICTS)],
        "reasons": [(code, words.REASONS[code]) for code in REASONS],
        "journeys": names,
        "ranges": ranges.RANGES.values(),
    }
    return render(request, "console/decisions.html", context)


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:300]


def _profiles(search: str) -> list[str]:
    """All profiles of the people whom this search finds, those that were merged included."""
    found = people.search(search)[:MOST_FOUND]
    return [str(id) for one in found for id in people.all_of(one.id)]
