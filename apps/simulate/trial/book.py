"""The book of a trial: what holds now, with the draft in the place of its journey."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from apps.engine import compile
from apps.engine.book import Book, Holdout, Journey, RuleSet
from apps.engine.conditions import ALWAYS

VERSION = "draft on trial"


@dataclass(frozen=True, slots=True)
class Candidate:
    """The draft as it would be the next version. `lifted` are holdouts that were left out."""

    book: Book
    journey: Journey
    lifted: tuple[Holdout, ...] = ()


def candidate(
    key: str,
    name: str,
    document: Mapping[str, Any],
    *,
    holds: Book,
    rules: RuleSet,
    ignore_entry: bool = False,
    as_treated: bool = False,
) -> Candidate:
    """The book in which the draft is live. Raises `problems.Invalid` for one that can't be."""
    journey = compile.journey(document, key=key, name=name, version=VERSION)
    if ignore_entry:
        journey, rules = _open(journey), _without_groups(rules, key)
    lifted = tuple(h for h in holds.holdouts if as_treated and _covers(h, journey, rules))
    live = [id for id in holds.live if holds.journeys[id].key != key]
    book = compile.book(
        id=VERSION,
        rules=rules,
        journeys=[*holds.journeys.values(), journey],
        live=[*live, VERSION],
        paused=[paused for paused in holds.paused if paused != key],
        holdouts=[holdout for holdout in holds.holdouts if holdout not in lifted],
    )
    return Candidate(book, journey, lifted)


def _open(journey: Journey) -> Journey:
    """The journey with an entry that lets everybody in, whenever its event comes."""
    entry = journey.nodes[journey.entry]
    settings = replace(
        entry.settings,
        where=ALWAYS,
        audience=ALWAYS,
        again="after_leaving",
        cool_down=timedelta(),
    )
    return replace(journey, nodes={**journey.nodes, entry.key: replace(entry, settings=settings)})


def _without_groups(rules: RuleSet, key: str) -> RuleSet:
    return replace(rules, groups=tuple(g for g in rules.groups if key not in g.journeys))


def _covers(holdout: Holdout, journey: Journey, rules: RuleSet) -> bool:
    own = {node.settings.tier for node in journey.nodes.values() if node.type == "message"}
    tiers = [rules.tier(key or journey.tier) for key in {*own, ""}]
    return any(
        holdout.covers(journey=journey.key, tier=tier.key, transactional=tier.transactional)
        for tier in tiers
    )
