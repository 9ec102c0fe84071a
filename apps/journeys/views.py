"""The pages of journeys: the list, one journey's drawing with live counts, who stands at a node."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.graph import queries_journeys
from apps.journeys import operations, pictures, queries
from apps.journeys.models import Journey, JourneyVersion
from apps.journeys.sentences import longest_stay, sentence
from apps.journeys.views_moves import latest_moves
from apps.people.labels import labels

PER_PAGE = 25
MOVES = {
    Journey.Status.LIVE: (
        "Resume",
        "People are let in again, and messages that wait may go out.",
    ),
    Journey.Status.PAUSED: (
        "Pause",
        "Nobody is let in and no message leaves until it is resumed. People inside keep their "
        "place; messages that become ready wait as their node says.",
    ),
    Journey.Status.ENDED: (
        "End",
        "Nobody is let in any more and none of its messages leaves. This can’t be undone.",
    ),
}


@require_GET
def journey_list(request: HttpRequest) -> HttpResponse:
    """Every journey with what it did lately; search and status narrow it."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    status = request.GET.get("status", "")
    found = queries.journeys(search=search, status=status)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    latest = queries.latest_versions([journey.key for journey in page])
    versions = {journey.key: latest.get(journey.key) for journey in page}
    numbers = queries.numbers(versions, clock.now())
    drafts = queries.problems_of_drafts([journey.key for journey in page])
    context = {
        "page": page,
        "rows": [(j, versions[j.key], numbers[j.key], drafts.get(j.key)) for j in page],
        "search": search,
        "status": status,
        "statuses": Journey.Status.choices,
        "any": bool(page.paginator.count or search or status),
    }
    name = "journeys/_list.html" if is_fragment(request) else "journeys/list.html"
    return render(request, name, context)


@require_GET
def journey_page(request: HttpRequest, key: str) -> HttpResponse:
    """A version's drawing and its counts, and the journey's versions."""
    journey = get_object_or_404(Journey, key=key)
    version = chosen_version(request, journey)
    context: dict[str, Any] = {
        "journey": journey,
        "version": version,
        "picture": pictures.picture(version) if version else None,
        "refresh": f"{request.path}?{request.GET.urlencode()}",
    }
    if is_fragment(request):
        return render(request, "journeys/_drawing.html", context)
    context |= {
        "versions": journey.versions.select_related("published_by")[:50],
        "numbers": queries.numbers({key: version}, clock.now())[key],
        "moves": moves(journey),
        "draft": queries.draft(key),
        "draft_problems": queries.problems_of_drafts([key]).get(key, 0),
        "stay": longest_stay(queries.compiled_version(version)) if version else "",
        "older": older(journey),
        **latest_moves(journey),
    }
    return render(request, "journeys/journey.html", context)


@require_GET
def node_page(request: HttpRequest, key: str, node: str) -> HttpResponse:
    """Who stands at a node, and why its message was stopped."""
    journey = get_object_or_404(Journey, key=key)
    version = chosen_version(request, journey)
    compiled = queries.compiled_version(version) if version else None
    if version is None or compiled is None or node not in compiled.nodes:
        raise Http404("This version has no such node.")
    people = queries_journeys.people_at(str(version.id), node)
    pages: Paginator[Any] = Paginator(people, PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    called = labels(row["profile"] for row in page)
    stops = queries_journeys.stops_at(str(version.id), node)
    waits = queries_journeys.waits_at(str(version.id), node)
    why = queries_journeys.reasons_of_waits([row["enrollment"] for row in page])
    context = {
        "journey": journey,
        "version": version,
        "node": compiled.nodes[node],
        "says": sentence(compiled.nodes[node]),
        "page": page,
        "rows": [
            row
            | {
                "label": called.get(row["profile"], row["profile"]),
                "reason": why.get(row["enrollment"], ""),
            }
            for row in page
        ],
        "waits": list(waits.items()),
        "waiting": sum(waits.values()),
        "stops": [(*pair, times) for pair, times in stops.items()],
        "most": max(stops.values(), default=0),
    }
    return render(request, "journeys/node.html", context)


@require_http_methods(["GET", "POST"])
def change_status(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST does: pause, resume or end."""
    journey = get_object_or_404(Journey, key=key)
    to = request.POST.get("to") or request.GET.get("to", "")
    if to not in operations.TRANSITIONS[Journey.Status(journey.status)]:
        messages.error(request, f"{journey.name} is {journey.status}; it can’t become “{to}”.")
        return redirect("journey", key)
    word, consequence = MOVES[Journey.Status(to)]
    if request.method == "POST":
        operations.set_status(key=key, status=to)
        messages.success(request, f"{journey.name} is {to} now.")
        return redirect("journey", key)
    inside = queries_journeys.people_inside().get(key, 0)
    context = {"journey": journey, "to": to, "word": word, "says": consequence, "inside": inside}
    return render(request, "journeys/status.html", context)


def moves(journey: Journey) -> list[tuple[str, str]]:
    """Where this journey may go, with the word for it; a first version is published elsewhere."""
    allowed = operations.TRANSITIONS[Journey.Status(journey.status)]
    if journey.status == Journey.Status.DRAFT:
        return []
    return [(to.value, word) for to, (word, _) in MOVES.items() if to in allowed]


def older(journey: Journey) -> list[queries.OnVersion]:
    """The people on versions before the latest."""
    latest = journey.versions.first()
    return [one for one in queries.standing(journey) if one.version != latest]


def chosen_version(request: HttpRequest, journey: Journey) -> JourneyVersion | None:
    """The version that the address asks for, or the latest; 404 for one that isn't there."""
    number = request.GET.get("version", "")
    versions = journey.versions.select_related("journey")
    if not number:
        return versions.first()
    return get_object_or_404(versions, number=int(number) if number.isdecimal() else -1)
