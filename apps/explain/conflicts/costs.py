"""What each rule cost, with its names; rules that hold and cost nothing are there too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from apps.engine.book import RuleSet
from apps.explain.addresses import known as _address
from apps.explain.conflicts import rule_words
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
    place = place_of(reason, rule)
    page = _address("rules") if place else ""
    return f"{page}#{place}" if page else ""


def page(reason: str, rule: str) -> str:
    """The page of the rule with what it cost; others are read where they stand."""
    if not is_rule(reason):
        return href(reason, rule)
    return f"{reverse('rule-cost')}?{urlencode({'rule': f'{reason}:{rule}'})}"


def is_rule(reason: str) -> bool:
    """Whether this reason names a rule of engagement."""
    return reason in PLACES or reason in rule_words.ARBITRATION


def place_of(reason: str, rule: str) -> str:
    """The section of the rules' page that a reason is about, and the rule's key if it has one."""
    place = "arbitration" if reason in rule_words.ARBITRATION else PLACES.get(reason, "")
    return place.format(rule=rule)
