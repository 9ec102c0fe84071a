"""The page that moves people of an older version to the latest one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common import clock
from apps.journeys import operations, plans, queries
from apps.journeys.forms import STAY_CHOICE, TO, MoveForm
from apps.journeys.models import Journey, JourneyMove
from apps.journeys.refusals import NotMovable


@require_http_methods(["GET", "POST"])
def move_page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The map from an older version to the latest; POST shows its numbers, then carries it out."""
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
            return _carry_out(request, journey, number, latest.number, form.nodes)
        if "edit" not in request.POST:
            context["plan"] = plans.plan(before, after, form.nodes, standing)
            context["posted"] = [(name, value) for name, value in form.cleaned_data.items()]
            return render(request, "journeys/move_confirm.html", context)
    return render(request, "journeys/move.html", context)


@require_POST
def go_on(request: HttpRequest, key: str, move: UUID) -> HttpResponse:
    """Finishes a move that was interrupted; nobody is told twice."""
    row = get_object_or_404(
        JourneyMove.objects.select_related("journey"), journey__key=key, pk=move
    )
    done = operations.carry_out(move=row, now=clock.now())
    messages.success(request, _told(done))
    return redirect("journey", key)


def _carry_out(
    request: HttpRequest, journey: Journey, before: int, after: int, nodes: dict[str, str]
) -> HttpResponse:
    try:
        done = operations.move(
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
    messages.success(request, _told(done))
    return redirect("journey", journey.key)


def _told(done: JourneyMove) -> str:
    people = f"{done.people:,} {'person is' if done.people == 1 else 'people are'}"
    return f"{people} told of the move; each goes over when it is their turn, in a moment."
