"""Every address there is, with everything in it that a world can be looked at by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin
from django.urls import URLResolver, get_resolver, reverse

from apps.delivery.models import Delivery
from apps.events.models import Event, QuarantinedEvent, WriteKey
from apps.experiments.models import Holdout
from apps.graph import store
from apps.people.models import Account, Merge, Suppression
from tests.console import masked_world

# Why an address isn't looked at. Whatever is new and not said here is looked at, or fails.
SKIPPED = {
    "unsubscribe": "open to whom its secret link was sent, and says nothing of them",
    "intake": "open to sources, and takes only",
    "metrics": "numbers for a monitor, by a token of its own",
    "logout": "ends the walk",
    "login": "leads on whoever is logged in",
    "write-key-revoke": "of a key, and shows its hint",
    "journey-move-on": "goes on with a move, and shows nothing",
    "export-download": "the whole export, by the right to handle requests",
    "api-export-download": "the whole export, by the right to handle requests",
    "rule-move": "changes only",
    "stage-move": "changes only",
}
JOURNEYS = ("welcome", "named", "never", "course", "ghosts")
NODES = ("in", "message")
WHAT = ("now", "entered", "passed", "left", "sent", "held_out", "stopped", "goals", "exits")
ALL_TIME = {"period": "all"}
BETWEEN = {"period": "custom", "first": "2026-02-25", "last": "2026-04-10"}
EVER = {"since": "2026-02-25T00:00:00Z", "until": "2026-04-10T00:00:00Z"}


@dataclass(frozen=True, slots=True)
class Address:
    """A name, where it leads, and whether it is one of the management API's."""

    name: str
    path: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")


def named() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of every address but the administration's, with its parameters."""
    yield from _named(get_resolver())


def _named(resolver: URLResolver) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            if one.namespace != "admin":
                yield from _named_in(one, tuple(one.pattern.regex.groupindex))
        elif one.name:
            yield one.name, tuple(one.pattern.regex.groupindex)


def _named_in(
    resolver: URLResolver, before: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, parameters in _named(resolver):
        yield name, before + parameters


def addresses(profile: UUID) -> Iterator[Address]:
    """Every address, filled from the world around this person."""
    export, erasure = masked_world.requests_of(profile)
    known = values(profile) | {"export_id": [export.id]}
    own = _own_values(profile) | {"erasure": {"id": [erasure.id]}}
    own |= {"erasure-again": {"id": [erasure.id]}}
    for name, parameters in named():
        if name in SKIPPED:
            continue
        for given in _each(parameters, known | own.get(name, {})):
            path = reverse(name, kwargs=given)
            for query in ({}, *QUERIES.get(name, ())):
                yield Address(name, f"{path}?{urlencode(query)}" if query else path)
    yield from _administration()


def _administration() -> Iterator[Address]:
    for model in admin.site._registry:
        if model._meta.app_label == "axes":
            continue
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield Address("administration", reverse(f"{base}_changelist"))
        for row in model._default_manager.all()[:3]:
            yield Address("administration", reverse(f"{base}_change", args=[row.pk]))


def _each(parameters: tuple[str, ...], of: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if not parameters:
        yield {}
        return
    for rest in _each(parameters[1:], of):
        for value in of[parameters[0]]:
            yield {parameters[0]: value, **rest}


def values(profile: UUID) -> dict[str, list[Any]]:
    """By the names of parameters. A new one fails until it stands here."""
    rows = store.read(
        "MATCH (d:Decision) WHERE d.profile = $id RETURN d.uid AS id", id=str(profile)
    )
    deliveries = list(Delivery.objects.filter(profile_id=profile).values_list("id", flat=True))
    return {
        "profile_id": [profile],
        "message_id": deliveries,
        "delivery_id": deliveries,
        "decision_id": [row["id"] for row in rows],
        "merge_id": list(Merge.objects.values_list("id", flat=True)),
        "node": list(NODES),
        "number": [1],
        "slug": ["caps"],
        "stage_key": ["known"],
        "what": ["events"],
        "key": ["welcome"],
    }


def _own_values(profile: UUID) -> dict[str, dict[str, list[Any]]]:
    """Where a parameter means something else than elsewhere, by the name of the address."""
    analysis, finding = masked_world.analysis(profile)
    events = list(Event.objects.filter(profile_id=profile).values_list("id", flat=True))
    events += QuarantinedEvent.objects.values_list("event_id", flat=True)
    suppressions = list(Suppression.objects.values_list("id", flat=True))
    own: dict[str, dict[str, list[Any]]] = {
        "event": {"id": events},
        "rejected-event": {"id": [masked_world.rejected().pk]},
        "account": {"id": list(Account.objects.values_list("id", flat=True))},
        "suppression-remove": {"id": suppressions},
        "api-suppressions-detail": {"pk": suppressions},
        "conflicts-people": {"id": [analysis.id], "key": [finding]},
        "identity-version": {"number": [0]},
        "rule-new": {"slug": ["tiers", "caps", "exclusion-groups", "quiet-hours"]},
    }
    own["api-account"] = own["account"]
    names = {name for name, _ in named()}
    for name in names:
        if "lifecycle" in name or name.startswith(("stage", "api-stage")):
            own[name] = {"key": ["customer"]}
        elif name.startswith(("conflicts-", "api-conflicts")):
            own.setdefault(name, {"id": [analysis.id]})
        elif name.startswith(("holdout", "api-holdout")):
            own[name] = {"key": list(Holdout.objects.values_list("key", flat=True))}
        elif name.startswith(("source", "api-source", "write-key")):
            own[name] = {"key": ["test"], "id": list(WriteKey.objects.values_list("id", flat=True))}
        elif name == "api-rules-tiers-one":
            own[name] = {"key": ["marketing"]}
        elif name == "api-rules-quiet-hours-one":
            own[name] = {"key": ["night"]}
        elif name == "api-rules-exclusion-groups-one":
            own[name] = {"key": ["one"]}
        elif name.startswith(("rule", "api-rules")):
            own.setdefault(name, {"key": ["day"]})
        elif name.startswith("api-templates"):
            own[name] = {"key": ["hello"]}
        elif name in ("journey", "journey-who-not", "api-who-not", "journey-node"):
            own[name] = {"key": list(JOURNEYS)}
    return own


QUERIES: dict[str, list[dict[str, Any]]] = {
    "events": [{"tab": "rejected"}, {"tab": "quarantined"}, {"name": "Named"}],
    "inbox-message": [{"tab": "text"}, {"tab": "headers"}],
    "merges": [{"show": "all"}],
    "api-merges": [{"show": "all"}],
    "person": [{"from": "earliest"}],
    "person-timeline": [{"from": "earliest"}, {"kind": "event"}, {"kind": "merge"}],
    "api-timeline": [{"after": "earliest"}, {"limit": 100}],
    "person-why-not": [{"journey": key} for key in JOURNEYS],
    "api-why-not": [{"journey": key} for key in JOURNEYS],
    "journey-who-not": [ALL_TIME],
    "api-who-not": [ALL_TIME],
    "journey-node": [{"what": what, **ALL_TIME} for what in WHAT],
    "stage-people": [{"stage": "known"}, {"stage": "known", "which": "entered", "days": "365"}],
    "api-stage-people": [{"stage": "known"}, {"stage": "known", "which": "entered", "days": "365"}],
    "message-why": [{"print": "1"}],
    "conflicts_happened": [BETWEEN],
    "conflicts_cell": [BETWEEN],
    "conflicts_costs": [BETWEEN],
    "conflicts_costs_behind": [BETWEEN],
    "api-conflicts-happened-cell": [EVER],
    "api-rules-cost-behind": [EVER],
    "api-messages": [{"status": "held_out", "since": EVER["since"]}],
    "decisions": [{"since": "all"}],
    "person-around": [{"kinds": "identifier"}, {"kinds": "profile"}, {"kinds": "event"}],
    "rule-cost": [{"rule": "frequency_cap:day", **BETWEEN}],
    "api-retention-preview": [{"keep_days": "30"}],
    "api-people": [{"page": "1"}],
}
