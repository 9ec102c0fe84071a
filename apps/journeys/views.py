"""The page of one journey: a version's drawing with live counts, and its versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.journeys import pictures, queries, views_status
from apps.journeys.models import Journey, JourneyVersion
from apps.journeys.sentences import longest_stay
from apps.journeys.views_moves import latest_moves


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
        "versions": journey.versions.select_related("published_by").defer("document")[:50],
        "numbers": queries.numbers({key: version}, clock.now())[key],
        "moves": views_status.steps(journey),
        "draft": queries.draft(key),
        "draft_problems": queries.problems_of_drafts([key]).get(key, 0),
        "stay": longest_stay(queries.compiled_version(version)) if version else "",
        "older": older(journey),
        **latest_moves(journey),
    }
    return render(request, "journeys/journey.html", context)


def older(journey: Journey) -> list[queries.OnVersion]:
    """The people on versions before the latest."""
    latest = journey.versions.defer("document").first()
    return [one for one in queries.standing(journey) if one.version != latest]


def chosen_version(request: HttpRequest, journey: Journey) -> JourneyVersion | None:
    """The version that the address asks for, or the latest; 404 for one that isn't there."""
    number = request.GET.get("version", "")
    versions = journey.versions.select_related("journey")
    if not number:
        return versions.first()
    known = number.isdecimal() and len(number) < 10
    return get_object_or_404(versions, number=int(number) if known else -1)
