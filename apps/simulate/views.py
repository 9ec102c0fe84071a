"""The button that runs a decision again."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from apps.engine.problems import Invalid
from apps.simulate import comparing, naming
from apps.simulate.replay import replay_decision
from apps.simulate.today import DRAFT, TODAY, today


@require_POST
def replay(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """The result as a fragment for the page, or as a page of its own where no script runs.

    With `with` = today or draft: what would happen now.
    """
    which = request.POST.get("with", "")
    fragment = bool(getattr(request, "htmx", False))
    if which in (TODAY, DRAFT):
        name, context = "today", _today(decision_id, which)
    else:
        name, context = "replay", {"replay": replay_decision(decision_id)}
    if next(iter(context.values())) is None:
        raise Http404("There is no decision of this id.")
    template = f"simulate/_{name}.html" if fragment else f"simulate/{name}.html"
    return render(request, template, {**context, "decision": decision_id})


def _today(decision_id: uuid.UUID, which: str) -> dict[str, object]:
    try:
        found = today(decision_id, which)
    except Invalid as problem:
        return {"problems": problem.problems}
    if found is None:
        return {"today": None}
    return {"today": comparing.compared(found, which, naming.who(found.then.profile))}
