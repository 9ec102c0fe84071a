"""Conflicts before launch: the latest analysis and its findings, earlier ones, and a new one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.common import clock
from apps.common.fragments import is_fragment
from apps.journeys import queries as journeys
from apps.people.labels import labels
from apps.rules import queries as rules
from apps.simulate import given, operations, queries, tasks
from apps.simulate.conflicts import page as pages
from apps.simulate.conflicts.kinds import TITLES
from apps.simulate.conflicts.page import WORDS, Asked
from apps.simulate.models import Analysis

PER_PAGE = 20


@require_GET
def conflicts(request: HttpRequest, id: UUID | None = None) -> HttpResponse:
    """The findings of the latest analysis, or of this one; as a fragment, the list alone."""
    analysis = _analysis(id) if id else queries.latest_done()
    context = _findings(request, analysis) if analysis else {"analysis": None}
    if is_fragment(request):
        return render(request, "simulate/_conflicts.html", context)
    latest = queries.analyses().first()
    context |= {
        "running": queries.unfinished(),
        "failed": latest if latest and latest.state == Analysis.State.FAILED else None,
        "rules_draft": rules.draft(),
        "earlier": bool(id),
    }
    return render(request, "simulate/conflicts.html", context)


@require_POST
def analyse(request: HttpRequest) -> HttpResponse:
    """Asks for an analysis of what is live and all drafts, under the live rules or their draft."""
    which = given.DRAFT if request.POST.get("rules") == given.DRAFT else given.LIVE
    operations.request(by=request.user, now=clock.now(), rules=which)  # type: ignore[arg-type]
    transaction.on_commit(tasks.wake)
    return redirect("conflicts")


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far the analysis is; once it is over the page is asked to load again."""
    running = queries.unfinished()
    if running is None:
        return HttpResponseClientRefresh() if is_fragment(request) else redirect("conflicts")
    if not is_fragment(request):
        return redirect("conflicts")
    return render(request, "simulate/_conflicts_progress.html", {"running": running})


@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ends an analysis that waits or runs."""
    if operations.cancel(id=id, now=clock.now()):
        messages.success(request, "The analysis is cancelled. Nothing of it was kept.")
    else:
        messages.info(request, "The analysis was over already.")
    return redirect("conflicts")


@require_GET
def analyses(request: HttpRequest) -> HttpResponse:
    """All analyses there were, the latest first."""
    page = Paginator(queries.analyses(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "simulate/conflicts_analyses.html", {"page": page})


@require_GET
def people(request: HttpRequest, id: UUID, key: str) -> HttpResponse:
    """Some of the people that a finding is about."""
    analysis = _analysis(id)
    finding = next((one for one in pages.found(analysis) if one.key == key), None)
    if finding is None:
        raise Http404("This analysis has no such finding.")
    called = labels(finding.examples)
    context = {
        "analysis": analysis,
        "finding": finding,
        "people": [(profile, called.get(profile, profile)) for profile in finding.examples],
    }
    return render(request, "simulate/conflicts_people.html", context)


def _analysis(id: UUID) -> Analysis:
    found = queries.get(id)
    if found is None or found.state != Analysis.State.DONE:
        raise Http404("There is no such analysis, or it didn’t come to its end.")
    return found


def _findings(request: HttpRequest, analysis: Analysis) -> dict[str, Any]:
    asked = Asked(
        kind=_text(request, "kind"),
        severity=_text(request, "severity"),
        journey=_text(request, "journey"),
        search=_text(request, "q"),
    )
    everything, names = pages.found(analysis), journeys.names()
    found = pages.narrowed(everything, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    called = pages.names_of(analysis, names)
    concerned = {key for one in everything for key in one.journeys}
    return {
        "analysis": analysis,
        "covered": pages.covered(analysis),
        "history": queries.history(analysis),
        "asked": asked,
        "any": bool(everything),
        "page": page,
        "findings": pages.shown(list(page), analysis, names),
        "counts": pages.counts(everything),
        "kinds": [(k, TITLES[k]) for k in TITLES if any(one.kind == k for one in everything)],
        "severities": list(WORDS.items()),
        "journeys": sorted((called.get(k, k), k) for k in concerned),
    }


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:200]
