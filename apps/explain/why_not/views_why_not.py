"""Why somebody did not get a message: a person, a journey or one of its messages, and a moment."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.explain import names
from apps.explain.who import who
from apps.explain.why_not.messages import messages_of
from apps.explain.why_not.why_not import NoSuchJourney, WhyNot, why_not
from apps.graph import queries_people
from apps.journeys.models import Journey

NO_MOMENT = "“{text}” is no moment; give one such as 2026-11-04T09:30."


@require_GET
def person_why_not(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """Why this person did not get a journey's message; without a journey, what may be asked."""
    someone = who(profile_id)
    if someone is None:
        raise Http404("There is no person of this id.")
    state = queries_people.state(str(someone.id))
    zone = names.zone(state, names.rules_now())
    key, node, text = (_text(request, name) for name in ("journey", "node", "at"))
    choices = messages_of(key) if key else []
    # Who chooses another journey still has a message of the one before in the form.
    left_over = is_fragment(request) and node not in {one.key for one in choices}
    node = "" if left_over else node
    context: dict[str, Any] = {
        "who": someone,
        "zone": zone,
        "own_zone": bool(state and "timezone" in state.traits),
        "journeys": Journey.objects.exclude(status=Journey.Status.DRAFT).order_by("name")[:500],
        "choices": choices,
        "journey": key,
        "node": node,
        "at": _as_field(text, zone),
    }
    context |= _asked(request, someone.id, key, node, text, zone) if key else {}
    name = "explain/_why_not.html" if is_fragment(request) else "explain/why_not.html"
    page = render(request, name, context)
    if left_over:
        asked = {one: text for one, text in request.GET.items() if one != "node" and text}
        page["HX-Push-Url"] = f"{request.path}?{urlencode(asked)}"
    return page


def _asked(
    request: HttpRequest, person: uuid.UUID, key: str, node: str, text: str, zone: ZoneInfo
) -> dict[str, Any]:
    moment = _moment(text, zone)
    if text and moment is None:
        return {"problem": NO_MOMENT.format(text=text)}
    try:
        run = _text(request, "run")
        answer = why_not(person, key, node=node, at=moment, run=run, now=clock.now())
    except NoSuchJourney as error:
        return {"problem": str(error)}
    return (
        {}
        if answer is None
        else _links(request, answer)
        | {
            "answer": answer,
            "telling": answer.telling,
        }
    )


def _links(request: HttpRequest, answer: WhyNot) -> dict[str, str]:
    """The same answer again, for somebody else and for machines: its moment is named."""
    asked = {"journey": answer.journey.key, "node": answer.node, "at": answer.at.isoformat()}
    asked["run"] = _text(request, "run")
    query = urlencode({name: value for name, value in asked.items() if value})
    page = reverse("person-why-not", args=[answer.who.id])
    return {
        "link": request.build_absolute_uri(f"{page}?{query}"),
        "json": f"{reverse('api-why-not', args=[answer.who.id])}?{query}&format=json",
    }


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that was asked for, by the person's clock where it names no zone."""
    try:
        # In an address, the "+" of a zone is easily taken for a space.
        at = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _as_field(text: str, zone: ZoneInfo) -> str:
    """As a field for a local date and time shows it; never before the moment that is meant."""
    at = _moment(text, zone)
    if at is None:
        return text
    whole = at.replace(microsecond=0) + timedelta(seconds=1 if at.microsecond else 0)
    seconds = ":%S" if whole.second else ""
    return whole.astimezone(zone).strftime(f"%Y-%m-%dT%H:%M{seconds}")
