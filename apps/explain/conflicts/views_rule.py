"""The page of one rule, with what it cost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.common import clock
from apps.explain.conflicts import costs
from apps.explain.conflicts.period import CUSTOM, LENGTHS, period
from apps.explain.conflicts.rule_page import rule_page
from apps.explain.way_back import way_back
from apps.graph.scope import Scope
from apps.journeys import queries as journeys


@require_GET
def rule_cost(request: HttpRequest) -> HttpResponse:
    """What a rule says, what it stopped and delayed, and whose messages these were."""
    reason, _, rule = _text(request, "rule").partition(":")
    if not costs.is_rule(reason):
        raise Http404("There is no such rule. Was the address cut when it was copied?")
    asked = (_text(request, name) for name in ("period", "first", "last"))
    when = period(*asked, now=clock.now(), zone=timezone.get_current_timezone())
    scope = Scope(when.since.timestamp(), when.until.timestamp(), reason=reason, rule=rule)
    context = {
        "rule": rule_page(scope, journeys.names()),
        "asked": f"{reason}:{rule}",
        "names": journeys.names(),
        "period": when,
        "lengths": [(key, label) for key, (label, _) in LENGTHS.items() if key != CUSTOM],
        "back": way_back(request),
    }
    return render(request, "explain/rule.html", context)


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:300]
