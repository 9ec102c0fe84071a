"""Conflicts as they happened, what each rule cost, and the people and decisions behind both."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.explain import names
from apps.explain.conflicts import conflicts, costs, rule_words
from apps.explain.conflicts.behind import behind
from apps.explain.conflicts.period import CUSTOM, LENGTHS, Period, period
from apps.explain.views import is_fragment, text_of
from apps.graph import queries_competition, queries_costs
from apps.graph.scope import Scope
from apps.journeys import queries as journeys
from apps.rules.told import words

PER_PAGE = 25
FATES = {"": "Stopped or delayed", "stopped": "Stopped for good", "delayed": "Delayed, sent later"}


@require_GET
def happened(request: HttpRequest) -> HttpResponse:
    """The matrix: which journey lost to which, how often, to how many people."""
    when = _period(request)
    scope, called = _scope(request, when, conflict=True), journeys.names()
    search = text_of(request, "q")
    found = conflicts.matrix(queries_competition.losses(scope), called, search)
    context = _filters(request, when) | {
        "matrix": found,
        "search": search,
        "query": urlencode(_query(request, when)),
        "rules": _rules(_scope(request, when, conflict=True, rule="")),
    }
    fragment = is_fragment(request)
    name = "explain/_conflicts_matrix.html" if fragment else "explain/conflicts_happened.html"
    return render(request, name, context)


@require_GET
def cell(request: HttpRequest) -> HttpResponse:
    """The people and decisions behind one cell of the matrix, or behind a total."""
    when, called = _period(request), journeys.names()
    scope = _scope(request, when, conflict=True)
    by = _rules(_scope(request, when, conflict=True, rule=""))
    loser, winner = (called.get(key, key) for key in (scope.loser, scope.winner))
    context = {
        "loser": loser,
        "winner": winner,
        "rules": by,
        "back": urlencode(_query(request, when)),
        "keep": {"loser": scope.loser, "winner": scope.winner},
    }
    return _listed(request, "explain/conflicts_cell.html", when, scope, "", context)


@require_GET
def costs_page(request: HttpRequest) -> HttpResponse:
    """What each rule stopped for good and what it delayed."""
    when = _period(request)
    found = queries_costs.costs(_scope(request, when, conflict=False, rule=""))
    query = urlencode(_query(request, when) | {"rule": ""})
    context = _filters(request, when) | {
        "costs": costs.with_names(found, names.rules_now()),
        "any": bool(found),
        "query": query,
    }
    name = "explain/_costs.html" if is_fragment(request) else "explain/costs.html"
    return render(request, name, context)


@require_GET
def costs_behind(request: HttpRequest) -> HttpResponse:
    """The people and decisions behind the cost of a rule."""
    when = _period(request)
    scope = _scope(request, when, conflict=False)
    fate = text_of(request, "fate")
    fate = fate if fate in FATES else ""
    listed = queries_competition.deciders(scope)
    called = next((one.name for one in listed if one.name), "") if scope.reason else ""
    context = {
        "rule_name": rule_words.full(scope.reason, scope.rule, called) if scope.reason else "",
        "rule_href": costs.href(scope.reason, scope.rule),
        "back": urlencode(_query(request, when) | {"rule": ""}),
        "fates": FATES.items(),
        "fate": fate,
        "keep": {"rule": text_of(request, "rule")},
    }
    return _listed(request, "explain/costs_behind.html", when, scope, fate, context)


def _listed(
    request: HttpRequest,
    template: str,
    when: Period,
    scope: Scope,
    fate: str,
    context: dict[str, Any],
) -> HttpResponse:
    found = queries_competition.behind(scope, fate)
    pages: Paginator[Any] = Paginator(found, PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    rows = behind(list(page), journeys.names())
    context = _filters(request, when) | context | {"page": page, "rows": rows}
    return render(request, template, context)


def _period(request: HttpRequest) -> Period:
    asked = (text_of(request, name) for name in ("period", "first", "last"))
    return period(*asked, now=clock.now(), zone=timezone.get_current_timezone())


def _scope(request: HttpRequest, when: Period, *, conflict: bool, rule: str | None = None) -> Scope:
    """What is asked for; `rule` is "reason:rule", taken from the address where it is None."""
    reason, _, id = (text_of(request, "rule") if rule is None else rule).partition(":")
    return Scope(
        since=when.since.timestamp(),
        until=when.until.timestamp(),
        channel=text_of(request, "channel"),
        reason=reason,
        rule=id,
        loser=text_of(request, "loser"),
        winner=text_of(request, "winner"),
        conflict=conflict,
    )


def _rules(scope: Scope) -> list[dict[str, Any]]:
    """The rules that decided, to choose from."""
    return [
        {
            "value": f"{one.reason}:{one.rule}",
            "label": rule_words.full(one.reason, one.rule, one.name),
            "candidates": one.candidates,
        }
        for one in queries_competition.deciders(scope)
    ]


def _query(request: HttpRequest, when: Period) -> dict[str, str]:
    """The filters as an address carries them on."""
    return when.query | {name: text_of(request, name) for name in ("channel", "rule")}


def _filters(request: HttpRequest, when: Period) -> dict[str, Any]:
    return {
        "period": when,
        "lengths": [(key, label) for key, (label, _) in LENGTHS.items()],
        "custom": CUSTOM,
        "channels": [(key, name[0].upper() + name[1:]) for key, name in words.CHANNELS.items()],
        "channel": text_of(request, "channel"),
        "rule": text_of(request, "rule"),
    }
