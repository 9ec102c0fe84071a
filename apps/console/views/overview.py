"""The first page: what came in, what was decided, what left, and why the rest did not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.console import queries, ranges
from apps.events.models import Event, Source
from apps.journeys.models import Journey


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """A stretch of time in numbers; htmx asks for the numbers alone, again and again."""
    range = ranges.chosen(request.GET.get("range", ""))
    context = {"range": range, "shown": queries.overview(range, clock.now())}
    if is_fragment(request):
        return render(request, "console/_overview.html", context)
    context |= {
        "ranges": ranges.RANGES.values(),
        "any_event": Event.objects.exists(),
        "any_source": Source.objects.exists(),
        "any_journey": Journey.objects.exists(),
        "address": request.build_absolute_uri("/"),
    }
    return render(request, "console/overview.html", context)
