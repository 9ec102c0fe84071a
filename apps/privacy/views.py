"""The privacy pages: requests of people, and who asked for what."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common.fragments import is_fragment
from apps.privacy import queries
from apps.privacy.access import handles_requests
from apps.privacy.models import AuditEntry

PER_PAGE = 25


def text_of(request: HttpRequest, name: str = "q") -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


@require_GET
@handles_requests
def erasures(request: HttpRequest) -> HttpResponse:
    """Who was, is being, or is to be erased."""
    search = text_of(request)
    page = _page(request, queries.erasures(search))
    rows = [(one, queries.step_says(one)) for one in page]
    return _list(request, "erasures", {"page": page, "rows": rows, "search": search})


@require_GET
@handles_requests
def exports(request: HttpRequest) -> HttpResponse:
    """What was put together for people, and until when it is there."""
    search = text_of(request)
    page = _page(request, queries.exports(search))
    return _list(request, "exports", {"page": page, "search": search})


@require_GET
@handles_requests
def audit(request: HttpRequest) -> HttpResponse:
    """Who asked for what, about whom, when."""
    search, what = text_of(request), text_of(request, "what")
    known = what if what in AuditEntry.What.values else ""
    page = _page(request, queries.audit(search, known))
    more = {"search": search, "what": known, "whats": AuditEntry.What.choices}
    return _list(request, "audit", {"page": page} | more)


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _list(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    under_way = any(getattr(one, "unfinished", False) for one in context["page"])
    context |= {"tab": name, "under_way": under_way}
    fragment = is_fragment(request)
    template = f"privacy/_{name}.html" if fragment else f"privacy/{name}.html"
    return render(request, template, context)
