"""One person: who it is, where they stand, their timeline, and the runs that are over."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.common.fragments import is_fragment
from apps.explain import addresses
from apps.explain.person.past_runs import past_runs
from apps.explain.person.person_page import person_page
from apps.explain.timeline import cursor, timeline, timeline_page, timeline_words
from apps.explain.timeline.cursor import BEGINNING, FIRST, Cursor
from apps.explain.timeline.timeline import Page
from apps.explain.way_back import way_back
from apps.explain.who import Who
from apps.explain.who import who as who_is
from apps.graph import queries_people
from apps.journeys.models import Journey
from apps.people import queries as people
from apps.rules.told.telling import UTC_ZONE, Telling

NOBODY = "There is no person of this id."


@require_GET
def person(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """Who somebody is, where they stand, and their timeline."""
    home = people.survivor(profile_id)
    if home is None:
        raise Http404(NOBODY)
    if home != profile_id:
        return redirect("person", home, permanent=False)
    page = person_page(profile_id)
    if page is None:
        raise Http404(NOBODY)
    found = _page(request, page.who, page.telling.zone)
    told, telling = timeline_words.told(found.entries, page.who.label, page.state)
    context = _timeline_context(request, page.who, found, told, telling)
    context |= {
        "person": page,
        "telling": page.telling,
        "back": way_back(request),
        "journeys": Journey.objects.exclude(status=Journey.Status.DRAFT).order_by("name")[:500],
        "around": addresses.known("person-around", page.who.id),
        "export": addresses.known("person-export", page.who.id),
        "erase": addresses.known("person-erase", page.who.id),
    }
    return render(request, "explain/person.html", context)


@require_GET
def person_timeline(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """A further page of the timeline, as a fragment: older entries, newer ones, or a new list."""
    who = _who(profile_id)
    state = queries_people.state(str(who.id))
    zone = timeline_words.zone_of(state) if "until" in request.GET else UTC_ZONE
    found = _page(request, who, zone)
    told, telling = timeline_words.told(found.entries, who.label, state)
    further = "cursor" in request.GET or "after" in request.GET
    context = _timeline_context(request, who, found, told, telling, further=further)
    name = "explain/_timeline.html" if further else "explain/_timeline_list.html"
    return render(request, name, context)


@require_GET
def person_runs(request: HttpRequest, profile_id: uuid.UUID) -> HttpResponse:
    """The runs that are over; a page of its own, and a fragment of the person's."""
    who = _who(profile_id)
    begin = cursor.read(asked(request, "cursor"))
    state = queries_people.state(str(who.id))
    found = past_runs(who, state, text=asked(request, "q"), before=begin)
    context = {
        "who": who,
        "found": found,
        "telling": found.telling,
        "search": asked(request, "q"),
        "begun": begin != FIRST,
    }
    name = "explain/_runs.html" if is_fragment(request) else "explain/runs.html"
    return render(request, name, context)


def asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:250]


def _who(profile_id: uuid.UUID) -> Who:
    found = who_is(profile_id)
    if found is None:
        raise Http404(NOBODY)
    return found


def _page(request: HttpRequest, who: Who, zone: ZoneInfo) -> Page:
    """What the address asks for: further entries, a day, the earliest, or the latest."""
    kinds, text = _kinds(request), asked(request, "q")
    after = BEGINNING if asked(request, "from") == "earliest" else None
    if "after" in request.GET:
        after = cursor.read(asked(request, "after"), otherwise=BEGINNING)
    before = cursor.read(asked(request, "cursor"))
    if before == FIRST:
        before = _end_of_day(asked(request, "until"), zone)
    return timeline.page(who, kinds=kinds, text=text, before=before, after=after)


def _kinds(request: HttpRequest) -> list[str]:
    return [kind for kind in request.GET.getlist("kind") if kind in timeline.KINDS]


def _end_of_day(text: str, zone: ZoneInfo) -> Cursor:
    """The cursor that has all of this day still to come."""
    try:
        after = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(0), zone)
        return Cursor(after.astimezone(UTC), 0, "")
    except (ValueError, OverflowError):
        return FIRST


def _timeline_context(
    request: HttpRequest,
    who: Who,
    found: Page,
    told: list[timeline_words.Told],
    telling: Telling,
    *,
    further: bool = False,
) -> dict[str, Any]:
    """`further`: entries that go below or on top of a list that is there, with its headings."""
    upwards, day = further and "after" in request.GET, asked(request, "day")
    days = timeline_page.days(told, telling, headed=day if further and not upwards else "")
    last_day = days[-1].key if days else ""
    return {
        "profile_id": who.id,
        "days": days,
        "next": None if upwards else found.next,
        "newer": None if further and not upwards else found.newer,
        "first_day": days[0].key if days else "",
        "last_day": last_day,
        # The list's first heading was part of what newer entries take the place of.
        "below": timeline_page.heading(day) if upwards and day != last_day else "",
        "telling": telling,
        "kinds": [(kind, timeline_words.KIND_NAMES[kind]) for kind in timeline.KINDS],
        "chosen": _kinds(request),
        "search": asked(request, "q"),
        "until": asked(request, "until"),
        "earliest": asked(request, "from") == "earliest",
    }
