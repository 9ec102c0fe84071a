"""The pages of a journey's versions: their list, two of them compared, one restored as a draft."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.journeys import authoring, comparing, pictures, queries, queries_sides
from apps.journeys.models import Journey, JourneyVersion
from apps.journeys.queries_sides import DRAFT, Side
from apps.journeys.refusals import Stale

PER_PAGE = 25


@require_GET
def versions_page(request: HttpRequest, key: str) -> HttpResponse:
    """Every version of a journey, the latest first; search looks at number, note and person."""
    journey = get_object_or_404(Journey, key=key)
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    page = Paginator(queries_sides.versions(journey, search), PER_PAGE).get_page(
        request.GET.get("page")
    )
    latest = journey.versions.defer("document").first()
    context = {
        "journey": journey,
        "page": page,
        "search": search,
        "latest": latest,
        "draft": queries.draft(key),
    }
    name = "journeys/_versions.html" if is_fragment(request) else "journeys/versions.html"
    return render(request, name, context)


@require_GET
def compare_page(request: HttpRequest, key: str) -> HttpResponse:
    """Two versions, or one and the draft: what differs in words, and both drawings."""
    journey = get_object_or_404(Journey, key=key)
    numbers = list(journey.versions.values_list("number", flat=True)[:200])
    draft = queries.draft(key)
    choices = ([DRAFT] if draft else []) + [str(number) for number in numbers]
    if not choices:
        raise Http404("There is nothing to compare yet.")
    after = request.GET.get("after") or choices[0]
    before = request.GET.get("before") or _before(choices, after)
    sides = queries_sides.side(journey, before), queries_sides.side(journey, after)
    context: dict[str, Any] = {
        "journey": journey,
        "choices": [(which, _label(which)) for which in choices],
        "before": before,
        "after": after,
        "labels": (_label(before), _label(after)),
    }
    if sides[0] is None or sides[1] is None:
        context["missing"] = [_label(one) for one in (before, after) if one not in choices]
        return render(request, "journeys/compare.html", context, status=404)
    context |= _compared(sides[0], sides[1])
    return render(request, "journeys/compare.html", context)


@require_http_methods(["GET", "POST"])
def restore_page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """GET asks, with what of an open draft would be lost; POST makes the version the draft."""
    versions = JourneyVersion.objects.select_related("journey", "published_by")
    version = get_object_or_404(versions, journey__key=key, number=number)
    draft, refused = queries.draft(key), ""
    if request.method == "POST":
        seen = request.POST.get("revision", "")
        try:
            authoring.restore_version(
                version=version,
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
                revision=int(seen) if seen.isdecimal() and len(seen) < 9 else None,
            )
        except Stale as stale:
            refused = str(stale)
        else:
            messages.success(request, f"The draft is version {number} now.")
            return redirect("journey-draft", key)
    lost = comparing.changes(version.document, draft.document) if draft else []
    context = {
        "journey": version.journey,
        "version": version,
        "draft": draft,
        "revision": draft.revision if draft else version.journey.draft_revision,
        "lost": lost,
        "refused": refused,
    }
    return render(request, "journeys/restore.html", context, status=409 if refused else 200)


def _compared(before: Side, after: Side) -> dict[str, Any]:
    changes = comparing.changes(before.document, after.document, names=(before.name, after.name))
    marks = {change.node: change.kind for change in changes if change.node}
    return {
        "changes": changes,
        "counts": [
            (kind, sum(change.kind == kind and bool(change.node) for change in changes))
            for kind in (comparing.ADDED, comparing.REMOVED, comparing.CHANGED)
        ],
        "pictures": [
            ("before", _label(before.which), pictures.sketch(before.document, ())),
            ("after", _label(after.which), pictures.sketch(after.document, ())),
        ],
        "marks": marks,
    }


def _before(choices: list[str], after: str) -> str:
    """What a side is compared with by default: the one before it."""
    place = choices.index(after) + 1 if after in choices else 0
    return choices[place] if place < len(choices) else choices[-1]


def _label(which: str) -> str:
    return "Draft" if which == DRAFT else f"Version {which[:9]}"
