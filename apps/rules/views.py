"""The rules of engagement in sentences, their versions, and what differs between two of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.common.fragments import is_fragment
from apps.rules import editing, pages, queries
from apps.rules.models import RuleSetVersion

PER_PAGE = 25
LIVE, DRAFT = "live", "draft"


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """What holds now, in sentences; and whether a draft is under way."""
    context = {
        "book": pages.book(queries.current_document()),
        "version": queries.versions().first(),
        "open": pages.open_draft(),
    }
    return render(request, "rules/rules.html", context)


@require_GET
def history_page(request: HttpRequest) -> HttpResponse:
    """The versions there were: who published them, when and why."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    page = Paginator(queries.versions(search), PER_PAGE).get_page(request.GET.get("page"))
    latest = queries.latest()
    context = {
        "page": page,
        "search": search,
        "live": latest.number if latest else 0,
        "any": latest is not None,
        "draft": queries.draft(),
    }
    name = "rules/_history.html" if is_fragment(request) else "rules/history.html"
    return render(request, name, context)


@require_GET
def version_page(request: HttpRequest, number: int) -> HttpResponse:
    """One version of the rules, as it was published."""
    version = get_object_or_404(queries.versions(), number=number)
    latest = queries.latest()
    context = {
        "book": pages.book(document_of(str(number))),
        "version": version,
        "live": latest.number if latest else 0,
    }
    return render(request, "rules/version.html", context)


@require_GET
def compare_page(request: HttpRequest) -> HttpResponse:
    """What differs between two versions, or between one and the draft."""
    before, after = chosen(request)
    numbers = list(RuleSetVersion.objects.values_list("number", flat=True)[:500])
    context = {
        "before": before,
        "after": after,
        "changes": pages.changes(document_of(before), document_of(after)),
        "choices": [DRAFT, *map(str, numbers)] if queries.draft() else list(map(str, numbers)),
        "first": not numbers,
    }
    return render(request, "rules/compare.html", context)


@require_http_methods(["GET", "POST"])
def restore_page(request: HttpRequest, number: int) -> HttpResponse:
    """GET asks, POST makes this version the draft; it holds once it is published again."""
    version = get_object_or_404(RuleSetVersion, number=number)
    working = queries.working()
    document = document_of(str(number))
    if request.method == "POST":
        if editing.try_save(request, document, editing.seen(request, working)):
            messages.success(request, f"Version {number} is the draft now.")
        return redirect("rules-draft")
    context = {
        "version": version,
        "working": working,
        "lost": pages.open_draft(),
        "changes": pages.changes(queries.current_document(), document),
    }
    return render(request, "rules/restore.html", context)


def chosen(request: HttpRequest) -> tuple[str, str]:
    """The two sides that the address asks for; what holds and the draft, or the latest two."""
    latest = queries.latest()
    live = latest.number if latest else 0
    has_draft = queries.draft() is not None
    before = request.GET.get("from") or str(live if has_draft else max(live - 1, 0))
    after = request.GET.get("to") or (DRAFT if has_draft else str(live))
    return (str(live) if before == LIVE else before), (str(live) if after == LIVE else after)


def document_of(side: str) -> dict[str, Any]:
    """The document of a version's number or of the draft; 404 where there is none."""
    if side == DRAFT:
        found = queries.working().document if queries.draft() else None
    elif side.isascii() and side.isdecimal() and len(side) < 9:
        found = queries.version_document(int(side))
    else:
        found = None
    if found is None:
        raise Http404("There is no such version of the rules.")
    return found
