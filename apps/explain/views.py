"""People, one person, why a message was sent, and why another was not."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.explain.why import why
from apps.people import queries as people
from apps.rules import queries as rules


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
        "json": f"/api{request.path}?format=json",
        "print": bool(request.GET.get("print")),
        "rules_draft": rules.draft() is not None,
    }
    return render(request, "explain/why.html", context)
