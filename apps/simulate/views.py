"""The button that runs a decision again."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from apps.simulate.replay import replay_decision


@require_POST
def replay(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """The result as a fragment for the page, or as a page of its own where no script runs."""
    result = replay_decision(decision_id)
    if result is None:
        raise Http404("There is no decision of this id.")
    fragment = bool(getattr(request, "htmx", False))
    name = "simulate/_replay.html" if fragment else "simulate/replay.html"
    return render(request, name, {"replay": result})
