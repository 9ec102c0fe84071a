"""What the pages of the rules show: every rule with its sentence, and a cap's likely effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.engine import compile, local_time
from apps.engine.book import Cap, RuleSet
from apps.graph import queries_journeys, queries_sends
from apps.rules import queries, sentences
from apps.rules.effect import Effect, effect
from apps.rules.sentences import Names

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CapView:
    """A cap as the page shows it."""

    id: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule set in sentences."""

    rule_set: RuleSet
    caps: list[CapView]
    quiet_hours: list[str]
    consents: list[str]
    window: str
    arbitration: str = sentences.ARBITRATION


def rules(document: dict[str, Any]) -> Rules:
    """Everything in this document, in sentences."""
    compiled = compile.rule_set(document, id="", number=0)
    names = names_of(compiled)
    return Rules(
        compiled,
        [CapView(cap.id, cap.name, sentences.cap(cap, names)) for cap in compiled.caps],
        [sentences.quiet_hours(quiet) for quiet in compiled.quiet_hours],
        [sentences.consent(channel, model) for channel, model in compiled.consent.items()],
        sentences.arbitration_window(compiled),
    )


def names_of(rule_set: RuleSet) -> Names:
    """What the tiers and journeys are called."""
    tiers = {tier.key: tier.name for tier in rule_set.tiers}
    return Names(tiers, queries_journeys.journey_names())


def cap_of(raw: dict[str, Any]) -> Cap:
    """The engine's value of a cap in a document."""
    [cap] = compile.rule_set({"caps": [raw]}, id="", number=0).caps
    return cap


def cap_effect(cap: Cap, now: datetime) -> Effect | None:
    """What the cap would have stopped in the last 30 days; None for one over tags.

    Messages in the graph carry no tags, so that such a cap can't be estimated.
    """
    if cap.tags:
        return None
    rule_set = compile.rule_set(queries.current_document(), id="", number=0)
    exempt = [tier.key for tier in rule_set.tiers if tier.transactional]
    sends = queries_sends.sends_of(
        since=now - MONTH,
        channels=cap.channels,
        tiers=cap.tiers,
        journeys=cap.journeys,
        not_tiers=() if cap.transactional else exempt,
    )
    zone = local_time.zone(rule_set.timezone) or ZoneInfo("UTC")
    return effect(cap, sends, zone)
