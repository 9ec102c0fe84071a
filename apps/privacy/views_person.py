"""The pages on which somebody asks for an export or an erasure of one person, and watches it."""

import uuid
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.people import erased
from apps.people import queries as people
from apps.people.queries import Found
from apps.privacy import operations, queries, tasks
from apps.privacy.access import handles_requests
from apps.privacy.erasing.steps import STEPS
from apps.privacy.exporting import parts
from apps.privacy.forms import EraseForm
from apps.privacy.models import Erasure, Export


def _person(profile_id: uuid.UUID) -> Found:
    home = people.survivor(profile_id)
    found = people.named([home]) if home else []
    if not found:
        raise Http404("There is no person of this id.")
    return found[0]


@require_http_methods(["GET", "POST"])
@handles_requests
def person_export(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """GET tells what an export has and shows the latest ones; POST asks for one."""
    who = _person(profile_id)
    if request.method == "POST":
        try:
            operations.ask_for_export(profile_id=who.id, by=request.user, now=clock.now())
        except operations.Refused as error:
            messages.error(request, str(error))
        transaction.on_commit(tasks.wake)
        return redirect("person-export", who.id)
    made = list(queries.exports().filter(profile_id=who.id)[:10])
    context = {"who": who, "exports": made, "under_way": any(one.unfinished for one in made)}
    name = "privacy/_person_exports.html" if is_fragment(request) else "privacy/person_export.html"
    return render(request, name, context)


@require_POST
@handles_requests
def export_download(request: HttpRequest, id: uuid.UUID) -> HttpResponseBase:
    """The JSON, part by part; it is written down who took it."""
    export = get_object_or_404(Export, id=id)
    if export.state != Export.State.DONE or export.ready_until is None:
        raise Http404("This export is not there any more; ask for another one.")
    operations.downloaded(export=export, by=request.user, now=clock.now())
    answer = StreamingHttpResponse(parts.read(export), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="person-{export.profile_id}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@handles_requests
def person_erase(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """GET asks, on a page of its own; POST, with the right word, has the person erased."""
    who = _person(profile_id)
    if erased.since(who.id):
        return redirect("person", who.id)
    form = EraseForm(request.POST if request.method == "POST" else None, label=who.label)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        context = {"who": who, "form": form, "merged": len(people.all_of(who.id)) - 1}
        return render(request, "privacy/person_erase.html", context, status=status)
    asked = partial(operations.ask_for_erasure, profile_id=who.id, by=request.user)
    erasure = asked(refuse=form.cleaned_data["refuse"], now=clock.now())
    transaction.on_commit(tasks.wake)
    return redirect("erasure", erasure.id)


@require_GET
@handles_requests
def erasure(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """How far an erasure is."""
    row = get_object_or_404(Erasure.objects.select_related("requested_by"), id=id)
    steps = [
        (step.says, "done" if n < row.step else "now" if n == row.step else "next")
        for n, step in enumerate(STEPS)
    ]
    context = {"erasure": row, "steps": steps, "says": queries.step_says(row)}
    name = "privacy/_erasure.html" if is_fragment(request) else "privacy/erasure.html"
    return render(request, name, context)


@require_POST
@handles_requests
def erasure_again(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Go on with one that was given up."""
    row = get_object_or_404(Erasure, id=id)
    operations.try_again(erasure=row, now=clock.now())
    transaction.on_commit(tasks.wake)
    return redirect("erasure", id)
