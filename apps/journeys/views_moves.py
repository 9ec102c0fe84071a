"""The pages that move people of an older version to the latest one, and tell how far that is."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.journeys import operations, plans, queries, queries_moves, tasks
from apps.journeys.forms_publish import MoveForm
from apps.journeys.models import Journey, JourneyMove
from apps.journeys.publishing import STAY_CHOICE, TO
from apps.journeys.queries_moves import Progress
from apps.journeys.refusals import NotMovable
from apps.journeys.sentences import duration

PER_PAGE = 10


@require_http_methods(["GET", "POST"])
def move_page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The map from an older version to the latest; POST shows its numbers, then asks for it."""
    journey = get_object_or_404(Journey, key=key)
    versions = journey.versions.select_related("journey")
    version, latest = get_object_or_404(versions, number=number), versions[0]
    if version == latest:
        messages.info(request, f"Version {number} is the latest; there is nowhere to move to.")
        return redirect("journey", key)
    before, after = queries.compiled_version(version), queries.compiled_version(latest)
    here = [one for one in queries.standing(journey) if one.version == version]
    standing = here[0].nodes if here else []
    same = plans.defaults(before, after)
    initial = {
        MoveForm.field_of(node): f"{TO}{same[node]}" if node in same else STAY_CHOICE
        for node in before.nodes
    }
    form = MoveForm(request.POST or None, before=before, after=after, initial=initial)
    context = {
        "journey": journey,
        "version": version,
        "latest": latest,
        "form": form,
        "fields": [(form[form.field_of(at.key)], at) for at in standing],
    }
    if request.method == "POST" and form.is_valid():
        if "confirmed" in request.POST:
            return _ask(request, journey, number, latest.number, form.nodes)
        if "edit" not in request.POST:
            context["plan"] = plans.plan(before, after, form.nodes, standing, clock.now())
            context["stay"] = duration(after.longest_stay) if after.longest_stay else ""
            context["posted"] = [(name, value) for name, value in form.cleaned_data.items()]
            return render(request, "journeys/move_confirm.html", context)
    return render(request, "journeys/move.html", context)


@require_GET
def moves_page(request: HttpRequest, key: str) -> HttpResponse:
    """All moves of a journey, the latest first; as a fragment, how far they are."""
    journey = get_object_or_404(Journey, key=key)
    pages: Paginator[JourneyMove] = Paginator(queries_moves.moves(journey), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"journey": journey, "page": page, **_moves(page, request.get_full_path())}
    name = "journeys/_moves.html" if is_fragment(request) else "journeys/moves.html"
    return render(request, name, context)


def latest_moves(journey: Journey) -> dict[str, Any]:
    """The first page of them, for the journey's own page."""
    rows = queries_moves.moves(journey)[:PER_PAGE]
    return _moves(rows, reverse("journey-moves", args=[journey.key]))


@require_POST
def go_on(request: HttpRequest, key: str, move: UUID) -> HttpResponse:
    """Lets a worker take up a move that was interrupted; nobody is told twice."""
    row = get_object_or_404(JourneyMove, journey__key=key, pk=move)
    try:
        operations.go_on(id=row.pk, now=clock.now())
    except NotMovable as error:
        messages.error(request, f"Nothing was done: {error}.")
        return redirect("journey", key)
    transaction.on_commit(tasks.wake)
    messages.success(request, "The move goes on where it was interrupted.")
    return redirect("journey", key)


def _ask(
    request: HttpRequest, journey: Journey, before: int, after: int, nodes: dict[str, str]
) -> HttpResponse:
    try:
        operations.move(
            key=journey.key,
            from_version=before,
            to_version=after,
            nodes=nodes,
            by=request.user,  # type: ignore[arg-type]
            now=clock.now(),
        )
    except NotMovable as error:
        messages.error(request, f"Nobody was moved: {error}.")
        return redirect("journey-move", journey.key, before)
    transaction.on_commit(tasks.wake)
    messages.success(
        request, "The move begins: everybody is told, and goes over when it is their turn."
    )
    return redirect("journey", journey.key)


def _moves(rows: Iterable[JourneyMove], refresh: str) -> dict[str, Any]:
    """These moves as `_moves.html` shows them; it asks `refresh` while one is under way."""
    now = clock.now()
    shown = [Progress(row, queries_moves.state(row, now)) for row in rows]
    under_way = any(one.under_way for one in shown)
    return {"moved": shown, "refresh_moves": refresh if under_way else ""}
