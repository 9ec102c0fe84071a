"""One rule of engagement: what it says now, and what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from apps.explain.conflicts import costs, rule_words
from apps.graph import queries_competition, queries_costs
from apps.graph.queries_costs import OfJourney, RuleCost
from apps.graph.scope import Scope
from apps.rules import queries as rules
from apps.rules.kinds import OF_SECTION
from apps.rules.models import RuleSetVersion
from apps.rules.saying import Said, rules_of, said


@dataclass(frozen=True, slots=True)
class RulePage:
    """`says` None: this rule does not hold any more. `cost` None: it stopped and delayed nothing.

    `place` is where it stands among the rules, `change` its form; "" where it has none.
    """

    name: str
    kind: str
    says: str | None
    version: RuleSetVersion | None
    cost: RuleCost | None
    journeys: list[OfJourney]
    place: str
    change: str


def rule_page(scope: Scope, journeys: Mapping[str, str]) -> RulePage:
    """The rule that the scope names by its reason and id; `journeys` are their names by key."""
    version = rules.latest()
    found = _said(scope.reason, scope.rule, journeys)
    cost = next(iter(queries_costs.costs(scope)), None)
    deciders = queries_competition.deciders(scope)
    called = (found.name if found else "") or next((one.name for one in deciders if one.name), "")
    return RulePage(
        name=rule_words.name(scope.reason, scope.rule, called),
        kind=rule_words.kind(scope.reason),
        says=found.says if found else None,
        version=version,
        cost=cost,
        journeys=queries_costs.by_journey(scope),
        place=costs.href(scope.reason, scope.rule),
        change=_change(found),
    )


def _said(reason: str, rule: str, journeys: Mapping[str, str]) -> Said | None:
    """What the rules that hold say of it; of a section that is one rule, all of it."""
    section, _, key = costs.place_of(reason, rule).partition("-")
    told = said(rules_of(rules.current_document()), journeys)
    in_section = [one for one in told if one.section == section]
    if key:
        return next((one for one in in_section if one.key == key), None)
    if not in_section:
        return None
    return Said(section, "", "", " ".join(one.says for one in in_section))


def _change(found: Said | None) -> str:
    if found is None or not found.key or found.section not in OF_SECTION:
        return ""
    return reverse("rule", args=[OF_SECTION[found.section].slug, found.key])
