"""The graph around a person as a picture that one can walk, and as a list that says the same."""

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.explain.around.api_around import as_json
from apps.explain.around.around import NoSuchFocus, around
from apps.explain.around.neighbours.parts import KINDS, Ask

# So many of each kind can be seen at once; a list of one kind alone has more room.
IN_PICTURE, ONE_KIND = 4, 20


@require_GET
def person_around(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """What stands next to the focus; the fragment is the list, with the same as data."""
    kinds = [kind for kind in request.GET.getlist("kinds") if kind in KINDS]
    cursor = request.GET.get("cursor", "")[:200] if len(kinds) == 1 else ""
    ask = Ask(frozenset(kinds), ONE_KIND if cursor else IN_PICTURE, cursor)
    focus = request.GET.get("focus", "").replace("\0", "")[:600]
    try:
        seen = around(profile_id, focus, ask, now=clock.now())
    except NoSuchFocus as error:
        return _missing(request, profile_id, str(error))
    if seen is None:
        raise Http404("There is no person of this id.")
    if seen.who.id != profile_id:
        home = reverse("person-around", args=[seen.who.id])
        return redirect(f"{home}?{urlencode({'focus': seen.focus.id})}")
    context = {
        "seen": seen,
        "data": as_json(seen),
        "root": f"person:{seen.who.id}",
        "is_root": seen.focus.id == f"person:{seen.who.id}",
        "kinds": KINDS.items(),
        "chosen": kinds,
        "cursor": cursor,
        "filters": urlencode([("kinds", kind) for kind in kinds]),
    }
    name = "explain/_around_panel.html" if is_fragment(request) else "explain/around.html"
    return render(request, name, context)


def _missing(request: HttpRequest, profile_id: uuid.UUID, problem: str) -> HttpResponse:
    context = {"problem": problem, "profile_id": profile_id}
    # The script shows what it is given; browsers write every 404 of a script into their console.
    if is_fragment(request):
        return render(request, "explain/_around_missing.html", context)
    return render(request, "explain/around_missing.html", context, status=404)
