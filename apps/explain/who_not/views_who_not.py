"""All people who did not get a message of a journey, grouped by reason; each group opens."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.explain.names import version_names
from apps.explain.who_not import who_not_groups, who_not_page
from apps.explain.who_not.who_not import FIRST, who_not
from apps.explain.who_not.who_not_groups import Group
from apps.journeys import live
from apps.journeys.models import Journey

PER_PAGE = 25


@require_GET
def journey_who_not(request: HttpRequest, key: str) -> HttpResponse:
    """The groups, and the people of the one that is opened."""
    journey = get_object_or_404(Journey.objects.exclude(status=Journey.Status.DRAFT), key=key)
    period, problem = _period(request)
    message, messages = who_not_page.chosen(journey, _text(request, "node"))
    if message is None and _text(request, "node"):
        raise Http404("No version of this journey has such a message.")
    context: dict[str, Any] = {
        "journey": journey,
        "choices": messages,
        "message": message,
        "period": period,
        "labels": live.LABELS,
        "problem": problem,
        "search": _text(request, "q"),
        "first": request.GET.get("since", "")[:40],
        "last": request.GET.get("until", "")[:40],
    }
    if message is not None:
        now = clock.now()
        until = min(period.until or now, now)
        found = who_not(journey, message.key, period.since or FIRST, until)
        names = _node_names(journey)
        context |= {"found": found, "groups": who_not_page.groups(found, names), "at": until}
        context |= _opened(request, found, context)
        context["json"] = _json(request, journey, message.key)
    name = "explain/_who_not_people.html" if is_fragment(request) else "explain/who_not.html"
    return render(request, name, context)


def _opened(request: HttpRequest, found: Any, context: dict[str, Any]) -> dict[str, Any]:
    """The group whose people are listed: the largest, where none is named."""
    key = request.GET.get("group", "")[:500]
    largest = next(iter(found.groups), None)
    group: Group | None = who_not_groups.from_key(key) if key else largest
    if group is None:
        return {}
    people = who_not_page.members(found, group, context["search"])
    pages: Paginator[Any] = Paginator(people, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    view = next((one for one in context["groups"] if one.key == group.key), None)
    asked = {"journey": context["journey"].key, "node": context["message"].key}
    at = {"at": context["at"].isoformat()} if context["period"].until else {}
    return {
        "group": group,
        "opened": view,
        "page": page,
        "rows": who_not_page.named(list(page)),
        "why_not": urlencode(asked | at),
        "here": f"{request.path}?{request.GET.urlencode()}",
    }


def _json(request: HttpRequest, journey: Journey, node: str) -> str:
    query = {k: v for k, v in request.GET.items() if k in ("period", "since", "until", "group")}
    address = reverse("api-who-not", args=[journey.key])
    return f"{address}?{urlencode(query | {'node': node, 'format': 'json'})}"


def _node_names(journey: Journey) -> dict[str, str]:
    """What the nodes of all versions are called, by key; the latest version's word counts."""
    ids = [str(id) for id in journey.versions.order_by("number").values_list("id", flat=True)]
    named = version_names(ids)
    return {key: node.name for id in ids if id in named for key, node in named[id].nodes.items()}


def _period(request: HttpRequest) -> tuple[live.Period, str]:
    now, zone = clock.now(), timezone.get_current_timezone()
    try:
        return live.period(request.GET.dict(), now=now, zone=zone), ""
    except live.BadPeriod as error:
        return live.period({}, now=now, zone=zone), str(error)


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]
