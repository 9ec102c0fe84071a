"""Merges: the list to review, one merge, and undoing it or finding it right."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.explain import names
from apps.explain.merges import merge_messages, merging, suspicion_words
from apps.explain.merges.merge_list import LISTS, listed
from apps.explain.merges.merge_page import MergePage, merge_page
from apps.explain.merges.merge_preview import would_be
from apps.orchestrator import unmerging
from apps.people import operations_merges, queries_merges
from apps.people.models import Merge

PER_PAGE = 25
MESSAGES_PER_PAGE = 30


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


@require_GET
def merge_list_page(request: HttpRequest) -> HttpResponse:
    """Merges that something speaks against, all, the undone, or those found right."""
    which, kind = _text(request, "show"), _text(request, "kind")
    which = which if which in LISTS else queries_merges.TO_REVIEW
    kind = kind if kind in suspicion_words.TITLES else ""
    search = _text(request, "q")
    rows = queries_merges.merges(which, kind=kind, search=search)
    page = Paginator(rows, PER_PAGE).get_page(_text(request, "page"))
    context = {
        "page": page,
        "found": listed(list(page.object_list)),
        "which": which,
        "lists": LISTS.items(),
        "kind": kind,
        "kinds": suspicion_words.TITLES.items(),
        "search": search,
        "looking": queries_merges.not_looked_at(),
    }
    name = "explain/_merges.html" if is_fragment(request) else "explain/merges.html"
    return render(request, name, context)


@require_GET
def merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """One merge: how it came, both sides before it, and what came since."""
    page = _page(request, merge_id)
    if is_fragment(request) and "part" in request.GET:
        answer = render(request, "explain/_merge_standing.html", {"page": page})
        if page.one.standing != "undoing" or page.failed:
            # What else stands on the page has changed, too.
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "explain/merge.html", _context(request, page))


@require_http_methods(["GET", "POST"])
def merge_undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """GET shows what goes back to whom and asks why; POST undoes the merge."""
    row = get_object_or_404(Merge, id=merge_id)
    if row.undone_at is not None:
        messages.info(request, "This merge was undone already.")
        return redirect("merge", merge_id)
    because = request.POST.get("because", "").replace("\0", "").strip()
    if request.method == "GET":
        return _undoing(request, merge_id)
    if problem := merging.reason_problem(because):
        return _undoing(request, merge_id, because=because, problem=problem, status=422)
    try:
        merging.undo(merge_id=merge_id, by=request.user, because=because)
    except unmerging.CantUndo as error:
        return _undoing(request, merge_id, because=because, refused=str(error), status=409)
    return redirect("merge", merge_id)


@require_POST
def merge_right(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Somebody looked, and it is one person; or takes that back."""
    get_object_or_404(Merge, id=merge_id)
    if "again" in request.POST:
        operations_merges.review_again(merge_id=merge_id)
        messages.success(request, "This merge is open for review again.")
        return redirect("merge", merge_id)
    if operations_merges.find_right(merge_id=merge_id, by=request.user, now=clock.now()):
        messages.success(request, "Found right: this merge doesn’t have to be reviewed any more.")
    else:
        messages.error(request, "This merge was undone in the meantime.")
    return redirect("merge", merge_id)


@require_http_methods(["GET", "POST"])
def merge_release(request: HttpRequest, merge_id: int) -> HttpResponse:
    """GET asks, POST lets the two be joined by an event again."""
    row = get_object_or_404(Merge, id=merge_id)
    apart = queries_merges.kept_apart(row)
    if apart is None:
        messages.info(request, "These two are not kept apart.")
        return redirect("merge", merge_id)
    if request.method == "POST":
        operations_merges.let_join(one=row.survivor_id, other=row.absorbed_id)
        messages.success(request, "The next event that names both joins them again.")
        return redirect("merge", merge_id)
    (one,) = listed([row])
    return render(request, "explain/merge_release.html", {"one": one, "apart": apart})


def _page(request: HttpRequest, merge_id: int) -> MergePage:
    rows = Merge.objects.select_related("undone_by", "reviewed_by")
    row = get_object_or_404(rows, id=merge_id)
    return merge_page(row, clock.now(), whole="whole" in request.GET)


def _context(request: HttpRequest, page: MergePage) -> dict[str, Any]:
    found = Paginator(page.messages, MESSAGES_PER_PAGE).get_page(_text(request, "page"))
    return {
        "page": page,
        "telling": names.also(page.telling, {one.delivery.version_id for one in found}),
        "messages_since": found,
        "counts": merge_messages.counts(page.messages),
        "most": merge_messages.MOST,
    }


def _undoing(
    request: HttpRequest,
    merge_id: int,
    *,
    because: str = "",
    problem: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    row = get_object_or_404(Merge, id=merge_id)
    page = merge_page(row, clock.now(), whole=True)
    context = _context(request, page) | {
        "would_be": would_be(page),
        "because": because,
        "problem": problem,
        "refused": refused or page.why_not,
        "longest": merging.LONGEST_REASON,
    }
    return render(request, "explain/merge_undo.html", context, status=status)
