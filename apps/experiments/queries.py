"""Reads of holdouts: what they cover, and what they have kept back so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.engine import compile
from apps.engine.book import Holdout as Covers
from apps.engine.book import RuleSet
from apps.experiments import sentences
from apps.experiments.models import Holdout
from apps.graph import queries_journeys
from apps.graph.definitions import node_uid
from apps.journeys import queries as journeys
from apps.journeys.models import JourneyVersion
from apps.rules import queries as rules


@dataclass(slots=True)
class Arms:
    """Sends and would-be sends at one message node."""

    journey: str
    node: str
    sent: int = 0
    held_out: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in the scope of a holdout since it began."""

    rows: list[Arms] = field(default_factory=list)
    people_sent: int = 0
    people_held_out: int = 0

    @property
    def sent(self) -> int:
        return sum(row.sent for row in self.rows)

    @property
    def held_out(self) -> int:
        return sum(row.held_out for row in self.rows)

    @property
    def observed_share(self) -> float | None:
        everybody = self.people_sent + self.people_held_out
        return self.people_held_out / everybody if everybody else None


def names() -> dict[str, dict[str, str]]:
    """What tiers and journeys are called, by scope."""
    tiers = {tier.key: tier.name for tier in rule_set().tiers}
    return {"tier": tiers, "journeys": journeys.names(), "everything": {}}


def says(holdout: Holdout, known: dict[str, dict[str, str]]) -> str:
    """The sentence of a holdout."""
    since = sentences.stretch(_local(holdout.started_at), _local(holdout.ended_at))
    return sentences.holdout(
        holdout.share, holdout.scope, holdout.values, known[holdout.scope], since=since
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def rule_set() -> RuleSet:
    return compile.rule_set(rules.current_document(), id="", number=0)


def counts(holdout: Holdout) -> Counts:
    """Sends and would-be sends in the scope since the start; nothing before it."""
    if holdout.started_at is None:
        return Counts()
    nodes = covered_nodes(holdout)
    rows: dict[tuple[str, str], Arms] = {}
    called = journeys.names()
    found: Iterable[dict[str, Any]] = queries_journeys.sends_and_silences(
        nodes, holdout.started_at, holdout.key
    )
    for row in found:
        name = called.get(row["journey"], row["journey"])
        arms = rows.setdefault((name, row["node"]), Arms(name, row["node"]))
        setattr(arms, row["verdict"], row["times"])
    people = queries_journeys.people_of_arms(nodes, holdout.started_at, holdout.key)
    return Counts(list(rows.values()), people.get("sent", 0), people.get("held_out", 0))


def covered_nodes(holdout: Holdout) -> list[str]:
    """The message nodes that the holdout is about, of all published versions."""
    tiers, scope = rule_set(), _engine_value(holdout)
    found = []
    for version in JourneyVersion.objects.select_related("journey"):
        for node in version.document["nodes"]:
            if node["type"] != "message":
                continue
            own = (node.get("settings") or {}).get("tier")
            tier = tiers.tier(own or version.document.get("tier", ""))
            if scope.covers(
                journey=version.journey.key, tier=tier.key, transactional=tier.transactional
            ):
                found.append(node_uid(str(version.id), node["key"]))
    return found


def _engine_value(holdout: Holdout) -> Covers:
    return Covers(
        key=holdout.key,
        name=holdout.name,
        salt=holdout.salt,
        share=holdout.share,
        scope=holdout.scope,
        values=tuple(holdout.values),
    )
