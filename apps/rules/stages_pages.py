"""The pages of lifecycles: who is in which stage, how people move, and who they are."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.engine.book import Lifecycle
from apps.rules import stages, stages_people
from apps.rules.stages import DEFAULT_DAYS, LONGEST_DAYS, PERIODS, LifecycleView, Period
from apps.rules.stages_drawing import HEIGHT, WIDTH, draw
from apps.rules.stages_people import WHICH, Asked
from apps.rules.stages_words import brief, length

PER_PAGE = 25
NONE_YET = "no stage yet"


@require_GET
def lifecycle_list(request: HttpRequest) -> HttpResponse:
    """Every lifecycle of the rules that hold, with the people in its stages now."""
    search = text_of(request, "q")
    page = Paginator(stages.lifecycles(search), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": stages.overviews(list(page)), "search": search}
    name = "rules/_stages_list.html" if is_fragment(request) else "rules/stages.html"
    return render(request, name, context)


@require_GET
def lifecycle_page(request: HttpRequest, key: str) -> HttpResponse:
    """The flow between the stages in a period, and the numbers of each."""
    view = stages.view(find(key), period_of(request))
    context = {
        "lifecycle": view,
        "period": view.period,
        "periods": PERIODS,
        "picture": picture(view),
        "rows": [row(stage) for stage in view.stages],
    }
    name = "rules/_stages_flow.html" if is_fragment(request) else "rules/stages_lifecycle.html"
    return render(request, name, context)


@require_GET
def stage_people(request: HttpRequest, key: str) -> HttpResponse:
    """The people behind one number, with what brought them there."""
    known, period = find(key), period_of(request)
    asked = asked_of(request)
    names = {stage.key: stage.name for stage in known.stages}
    if asked is None:
        raise Http404("Name the stage whose people are to be seen, and which of them.")
    listing = stages_people.listing(key, asked, period)
    page = Paginator(listing, PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type, var-annotated]
    context = {
        "lifecycle": known,
        "period": period,
        "asked": asked,
        "stage": names.get(asked.stage, asked.stage),
        "came_from": names.get(asked.came_from or "", asked.came_from) or NONE_YET,
        "which": WHICH[asked.which],
        "page": page,
        "rows": stages_people.views(list(page), known),
    }
    name = "rules/_stages_people.html" if is_fragment(request) else "rules/stages_people.html"
    return render(request, name, context)


def find(key: str) -> Lifecycle:
    """The lifecycle of this key; 404 where the rules that hold have none."""
    known = stages.lifecycle(key)
    if known is None:
        raise Http404("The rules that hold have no such lifecycle.")
    return known


def period_of(request: HttpRequest) -> Period:
    """The days that the address asks for, until now."""
    days = request.GET.get("days", "")
    number = int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0
    return Period(number if 1 <= number <= LONGEST_DAYS else DEFAULT_DAYS, clock.now())


def asked_of(request: HttpRequest) -> Asked | None:
    """Which people the address asks for; None where it names no stage or an unknown choice."""
    stage, which = text_of(request, "stage"), text_of(request, "which") or "now"
    if not stage or which not in WHICH:
        return None
    came_from = text_of(request, "from") if "from" in request.GET else None
    return Asked(stage, which, came_from, text_of(request, "q"))


def text_of(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


def picture(view: LifecycleView) -> dict[str, Any]:
    """The drawing with what is written into it."""
    called = {"": NONE_YET, **{stage.key: stage.name for stage in view.stages}}
    by_key = {stage.key: stage for stage in view.stages}
    moves = [(move.start, move.end, move.times) for move in view.moves]
    drawing = draw(list(called), moves)
    return {
        "drawing": drawing,
        "box_width": WIDTH,
        "box_height": HEIGHT,
        "boxes": [
            (box, called[box.key].capitalize(), by_key.get(box.key)) for box in drawing.boxes
        ],
        "lines": [(line, called[line.start], called[line.end]) for line in drawing.lines],
    }


def row(stage: stages.StageView) -> dict[str, Any]:
    """A stage as a line of the table, its lengths of time in words."""
    stayed, to_done = stage.numbers.stayed, stage.numbers.to_done
    return {
        "stage": stage,
        "n": stage.numbers,
        "stayed": length(stayed.median) if stayed.median is not None else "",
        "stayed_lower": brief(stayed.lower),
        "stayed_upper": brief(stayed.upper),
        "to_done": length(to_done.median) if to_done.median is not None else "",
        "to_done_lower": brief(to_done.lower),
        "to_done_upper": brief(to_done.upper),
    }
