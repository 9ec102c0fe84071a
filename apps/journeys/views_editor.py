"""The editor's page: a draft to draw, or a published version to look at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from apps.journeys import editor_page, starters
from apps.journeys.models import Journey, JourneyVersion


@require_GET
@ensure_csrf_cookie
def draft_editor(request: HttpRequest, key: str) -> HttpResponse:
    """A journey's draft on the canvas; where none is open, what a new one would begin from."""
    journey = get_object_or_404(Journey, key=key)
    data = editor_page.of_draft(journey, request.user, starters.EMPTY)
    return render(request, "journeys/editor.html", {"journey": journey, "data": data})


@require_GET
@ensure_csrf_cookie
def version_page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A published version on the canvas, with what its people do; nothing can be changed."""
    versions = JourneyVersion.objects.select_related("journey")
    version = get_object_or_404(versions, journey__key=key, number=number)
    data = editor_page.of_version(version, request.user)
    context = {"journey": version.journey, "version": version, "data": data}
    return render(request, "journeys/editor.html", context)
