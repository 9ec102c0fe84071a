"""People, one person, why a message was sent, and why another was not."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.explain import cursor, timeline, timeline_words, why
from apps.explain.cursor import FIRST, Cursor
from apps.explain.person_page import person_page
from apps.explain.who import who as who_is
from apps.explain.why_not import NoSuchJourney, why_not
from apps.graph import queries_people
from apps.journeys.models import Journey
from apps.people import queries as people
from apps.rules.told.telling import Telling


def is_fragment(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]


def text_of(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find somebody; without a search, the newest people."""
    text = text_of(request, "q")
    number = text_of(request, "page")
    page = max(int(number), 1) if number.isdigit() and len(number) < 6 else 1
    found = people.search(text, page=page) if text else people.latest(page=page)
    context = {
        "search": text,
        "found": found[: people.PAGE],
        "page": page,
        "more": len(found) > people.PAGE,
    }
    name = "explain/_people.html" if is_fragment(request) else "explain/people.html"
    return render(request, name, context)


@require_GET
def person(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """Who somebody is, where they stand, and their timeline."""
    home = people.survivor(profile_id)
    if home is None:
        raise Http404("There is no person of this id.")
    if home != profile_id:
        return redirect("person", home, permanent=False)
    page = person_page(profile_id)
    if page is None:
        raise Http404("There is no person of this id.")
    kinds, text, begin = _filters(request, page.telling.zone)
    found = timeline.page(page.who, kinds=kinds, text=text, before=begin)
    told, telling = timeline_words.told(found.entries, page.who.label, page.state)
    context = _timeline_context(request, profile_id, told, found.next, telling)
    context |= {
        "person": page,
        "telling": page.telling,
        "kinds": timeline.KINDS,
        "journeys": Journey.objects.exclude(status=Journey.Status.DRAFT).order_by("name")[:500],
    }
    return render(request, "explain/person.html", context)


@require_GET
def person_timeline(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """A further page of the timeline, as a fragment."""
    who = who_is(profile_id)
    if who is None:
        raise Http404("There is no person of this id.")
    state = queries_people.state(str(who.id))
    zone = timeline_words.zone_of(state)
    kinds, text, begin = _filters(request, zone)
    found = timeline.page(who, kinds=kinds, text=text, before=begin)
    told, telling = timeline_words.told(found.entries, who.label, state)
    context = _timeline_context(request, who.id, told, found.next, telling)
    name = "explain/_timeline.html" if "cursor" in request.GET else "explain/_timeline_list.html"
    return render(request, name, context)


def _filters(request: HttpRequest, zone: ZoneInfo) -> tuple[list[str], str, Cursor]:
    kinds = [kind for kind in request.GET.getlist("kind") if kind in timeline.KINDS]
    begin = cursor.read(text_of(request, "cursor"))
    if begin == FIRST:
        begin = _end_of_day(text_of(request, "until"), zone)
    return kinds, text_of(request, "q"), begin


def _end_of_day(text: str, zone: ZoneInfo) -> Cursor:
    """The cursor that has all of this day still to come."""
    try:
        day = date.fromisoformat(text)
        after = datetime.combine(day + timedelta(days=1), time(0), zone)
        return Cursor(after.astimezone(cursor.FAR.tzinfo), 0, "")
    except (ValueError, OverflowError):
        return FIRST


def _timeline_context(
    request: HttpRequest,
    profile_id: uuid.UUID,
    told: list[timeline_words.Told],
    next: Cursor | None,
    telling: Telling,
) -> dict[str, Any]:
    return {
        "profile_id": profile_id,
        "told": told,
        "next": next,
        "telling": telling,
        "chosen": [kind for kind in request.GET.getlist("kind") if kind in timeline.KINDS],
        "search": text_of(request, "q"),
        "until": text_of(request, "until"),
    }


@require_GET
def message_why(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Why this message."""
    return _explained(request, why.of_message(message_id))


@require_GET
def decision(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """One decision: every candidate, and every gate's answer."""
    return _explained(request, why.of_decision(str(decision_id)))


def _explained(request: HttpRequest, explanation: why.Explanation | None) -> HttpResponse:
    if explanation is None:
        raise Http404("There is no decision of this id. Was the address cut when it was copied?")
    context = {
        "why": explanation,
        "telling": explanation.telling,
        "link": request.build_absolute_uri(request.path),
    }
    return render(request, "explain/why.html", context)


@require_GET
def person_why_not(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """Why somebody did not get the messages of a journey."""
    journeys = Journey.objects.exclude(status=Journey.Status.DRAFT).order_by("name")[:500]
    context: dict[str, Any] = {"profile_id": profile_id, "journeys": journeys}
    key, text = text_of(request, "journey"), text_of(request, "at")
    moment = _moment(text)
    if text and moment is None:
        context["problem"] = f"“{text}” is no moment; give one such as 2026-11-04T09:30."
    elif key:
        try:
            answer = why_not(
                profile_id, key, node=text_of(request, "node"), at=moment, now=clock.now()
            )
        except NoSuchJourney as error:
            context["problem"] = str(error)
        else:
            if answer is None:
                raise Http404("There is no person of this id.")
            context |= {"answer": answer, "telling": answer.telling}
    context |= {"journey": key, "node": text_of(request, "node"), "at": text}
    return render(request, "explain/why_not.html", context)


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=cursor.FAR.tzinfo)
