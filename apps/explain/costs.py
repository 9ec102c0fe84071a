"""What each rule cost, with its names; rules that hold and cost nothing are there too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from apps.engine.book import RuleSet
from apps.explain import rule_words
from apps.graph.queries_costs import RuleCost

NOTHING = {"candidates": 0, "people": 0, "stopped": 0, "delayed": 0, "waiting": 0}
# The section of the rules' page, by the reason's code; arbitration has one for all its criteria.
PLACES = {
    "frequency_cap": "caps-{rule}",
    "look_ahead": "arbitration",
    "quiet_hours": "quiet_hours-{rule}",
    "excluded": "exclusion_groups-{rule}",
    "no_consent": "consent",
    "unsubscribed": "consent",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """One rule as it is shown. `href` leads to the rule itself, "" where it has no page."""

    cost: RuleCost
    kind: str
    name: str
    href: str


def with_names(costs: Sequence[RuleCost], rules: RuleSet) -> list[Cost]:
    """The costs in their order, then the rules in force that stopped and delayed nothing."""
    seen = {(cost.reason, cost.rule) for cost in costs}
    idle = [cost for cost in _in_force(rules) if (cost.reason, cost.rule) not in seen]
    return [
        Cost(
            cost,
            rule_words.kind(cost.reason),
            rule_words.name(cost.reason, cost.rule, cost.name),
            href(cost.reason, cost.rule),
        )
        for cost in (*costs, *idle)
    ]


def _in_force(rules: RuleSet) -> Iterable[RuleCost]:
    named = [("frequency_cap", cap.id, cap.name) for cap in rules.caps]
    named += [("quiet_hours", quiet.id, quiet.name) for quiet in rules.quiet_hours]
    named += [("excluded", group.id, group.name) for group in rules.groups]
    for reason, rule, name in named:
        yield RuleCost(reason=reason, rule=rule, name=name, median_delay=None, **NOTHING)


def href(reason: str, rule: str) -> str:
    """Where the rule can be read."""
    if reason.startswith("held_out"):
        return _address("holdout", rule)
    if reason == "journey_not_live":
        return _address("journey", rule)
    if reason == "suppressed":
        return _address("suppressions") or _address("rules")
    place = "arbitration" if reason in rule_words.ARBITRATION else PLACES.get(reason, "")
    page = _address("rules") if place else ""
    return f"{page}#{place.format(rule=rule)}" if page else ""


def _address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
