"""Everything a rule set says, rule by rule, in sentences. Pure: names come as an argument."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.engine import compile_rules
from apps.engine.book import Lifecycle, RuleSet
from apps.engine.gates.consent import DEFAULT_MODEL
from apps.engine.nodes.message import CHANNELS
from apps.rules import sentences
from apps.rules.sentences import Names

# The sections in the order in which they are read, with what they are called.
TITLES = {
    "tiers": "Tiers",
    "arbitration": "Who wins",
    "caps": "Frequency caps",
    "exclusion_groups": "Exclusion groups",
    "quiet_hours": "Quiet hours",
    "consent": "Consent",
    "lifecycles": "Lifecycles and stages",
}
# Keys that begin so are of rules that there is one of.
OF_ALL = "."
ZONE = f"{OF_ALL}zone"


@dataclass(frozen=True, slots=True)
class Said:
    """One rule. Two of one `section` and `key` are the same rule; `value` is what it means."""

    section: str
    key: str
    name: str
    says: str
    value: Any = None


def rules_of(document: Mapping[str, Any]) -> RuleSet:
    """The compiled rules of a checked document."""
    return compile_rules.rule_set(document, id="", number=0)


def names_in(rules: RuleSet, journeys: Mapping[str, str]) -> Names:
    return Names({tier.key: tier.name for tier in rules.tiers}, journeys)


def said(rules: RuleSet, journeys: Mapping[str, str] | None = None) -> list[Said]:
    """Every rule of these; `journeys` are the journeys' names by key."""
    names = names_in(rules, journeys or {})
    return [
        *(Said("tiers", t.key, t.name, sentences.tier(t), t) for t in rules.tiers),
        *_arbitration(rules),
        *(Said("caps", c.id, c.name, sentences.cap(c, names), c) for c in rules.caps),
        *(
            Said("exclusion_groups", g.id, g.name, sentences.exclusion_group(g, names), g)
            for g in rules.groups
        ),
        *(
            Said("quiet_hours", q.id, q.name, sentences.quiet_hours(q), q)
            for q in rules.quiet_hours
        ),
        Said(
            "quiet_hours",
            f"{OF_ALL}zone",
            "Workspace’s zone",
            sentences.zone(rules),
            rules.timezone,
        ),
        *_consent(rules),
        *(one for cycle in rules.lifecycles for one in _lifecycle(cycle)),
    ]


def _arbitration(rules: RuleSet) -> Iterator[Said]:
    order = tuple(tier.key for tier in rules.tiers)
    section = "arbitration"
    yield Said(section, "order", "Order", sentences.ARBITRATION)
    yield Said(section, "tiers", "Tiers", sentences.tiers(rules), order)
    window = sentences.arbitration_window(rules)
    yield Said(section, "window", "Arbitration window", window, rules.window)
    yield Said(section, "look_ahead", "Look-ahead", sentences.look_ahead(rules), rules.look_ahead)


def _consent(rules: RuleSet) -> Iterator[Said]:
    for channel in CHANNELS:
        model = rules.consent.get(channel, DEFAULT_MODEL)
        yield Said("consent", channel, "", sentences.consent(channel, model), model)


def _lifecycle(cycle: Lifecycle) -> Iterator[Said]:
    order = (cycle.name, tuple(stage.key for stage in cycle.stages))
    yield Said("lifecycles", cycle.key, cycle.name, sentences.lifecycle(cycle), order)
    for stage in cycle.stages:
        says = sentences.stage(cycle, stage)
        name = f"{cycle.name}: {stage.name}"
        yield Said("lifecycles", f"{cycle.key}/{stage.key}", name, says, stage)
