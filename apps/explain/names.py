"""Fills a `Telling`: whose clock, and the names of the journeys, versions and rules told of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apps.engine import compile, person
from apps.engine.book import RuleSet
from apps.engine.values import ProfileState
from apps.journeys.called import called
from apps.journeys.models import Journey, JourneyVersion
from apps.rules import queries as rules
from apps.rules.told import words
from apps.rules.told.telling import NodeName, Telling, VersionName

# Published versions never change: each is read once a process.
_versions: dict[str, VersionName] = {}
MOST_KEPT = 2000
_NOBODY = ProfileState(id="", as_of=datetime.fromtimestamp(0, UTC))


def telling(
    *, state: ProfileState | None, rule_set: RuleSet, versions: Iterable[str], who: str
) -> Telling:
    """By this person's clock, with the names of these journey versions and these rules."""
    found = version_names(versions)
    keys = {version.journey for version in found.values()}
    return Telling(
        zone=zone(state, rule_set),
        who=words.called(who),
        journeys=dict(Journey.objects.filter(key__in=keys).values_list("key", "name")),
        versions=found,
        tiers={tier.key: tier.name for tier in rule_set.tiers},
        caps={cap.id: cap for cap in rule_set.caps},
        lifecycles={known.key: known for known in rule_set.lifecycles},
    )


def also(told: Telling, versions: Iterable[str]) -> Telling:
    """The same with the names of these journey versions as well."""
    found = version_names(versions)
    keys = {version.journey for version in found.values()}
    journeys = dict(Journey.objects.filter(key__in=keys).values_list("key", "name"))
    return replace(
        told, versions={**told.versions, **found}, journeys={**told.journeys, **journeys}
    )


def zone(state: ProfileState | None, rule_set: RuleSet) -> ZoneInfo:
    """The person's zone, or the workspace's where nothing is known of the person."""
    return person.zone(state or _NOBODY, rule_set)


def rules_now() -> RuleSet:
    """The rules that hold now."""
    version = rules.latest()
    document = version.document if version else rules.INITIAL
    return compile.rule_set(
        document, id=str(version.id) if version else "", number=version.number if version else 0
    )


def version_names(ids: Iterable[str]) -> dict[str, VersionName]:
    """These versions by id; an unknown one is missing."""
    asked = set(ids)
    missing = [id for id in asked if id and id not in _versions]
    if len(_versions) + len(missing) > MOST_KEPT:
        _versions.clear()
        missing = [id for id in asked if id]
    if missing:
        rows = JourneyVersion.objects.filter(id__in=missing)
        for row in rows.select_related("journey", "published_by"):
            _versions[str(row.id)] = _named(row)
    return {id: _versions[id] for id in asked if id in _versions}


def _named(row: JourneyVersion) -> VersionName:
    nodes = row.document.get("nodes") or ()
    return VersionName(
        id=str(row.id),
        journey=row.journey.key,
        number=row.number,
        published_at=row.published_at,
        published_by=row.published_by.get_username() if row.published_by else "",
        note=row.note,
        nodes={
            node["key"]: NodeName(
                node["key"],
                called(node),
                node["type"],
                node.get("settings") or {},
            )
            for node in nodes
        },
    )
