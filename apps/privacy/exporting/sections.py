"""What an export has, in its order: each section is a stream of plain values."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.delivery import models as delivery
from apps.engine import person
from apps.events import models as events
from apps.experiments.models import Holdout
from apps.graph import exporting, loads
from apps.orchestrator import books
from apps.orchestrator.models import PoisonedProfile, WakeUp
from apps.people import models as people
from apps.privacy.erasing import log, matching
from apps.privacy.exporting.rows import Values, told


@dataclass(frozen=True, slots=True)
class Person:
    """Whom an export is of: all profiles, those that were merged included."""

    ids: list[UUID]
    values: list[str]

    @property
    def texts(self) -> list[str]:
        return [str(id) for id in self.ids]


def _of(rows: Any) -> Callable[[Person], Iterator[Values]]:
    return lambda who: told(rows.objects.filter(profile_id__in=who.ids))


def _suppressions(who: Person) -> Iterator[Values]:
    for value in who.values:
        yield from told(people.Suppression.objects.filter(address__iexact=value))


def _memberships(who: Person) -> Iterator[Values]:
    for row in people.Membership.objects.filter(profile_id__in=who.ids).select_related("account"):
        yield {
            "account": row.account.group_id,
            "name": row.account.name,
            "traits": row.account.traits,
            "since": row.since.isoformat(),
        }


def _merges(who: Person) -> Iterator[Values]:
    """What a merge that was undone had to do with the other one is not theirs to take along."""
    either = Q(survivor_id__in=who.ids) | Q(absorbed_id__in=who.ids)
    own = {str(value) for value in who.values}
    for row in told(people.Merge.objects.filter(either)):
        if row["undone_at"] is not None:
            for field in ("identifiers", "given_back"):
                row[field] = [one for one in row[field] if one.partition(":")[2] in own]
            row["matched"] = {id: one for id, one in row["matched"].items() if id in who.texts}
            row |= {"outcome": None, "suspicions": [], "undone_because": ""}
        yield row


def _events(who: Person) -> Iterator[Values]:
    sources = dict(events.Source.objects.values_list("id", "key"))
    for row in told(events.Event.objects.filter(profile_id__in=who.ids)):
        yield row | {"source": sources.get(row["source_id"], "")}


def _quarantined(who: Person) -> Iterator[Values]:
    return told(events.QuarantinedEvent.objects.filter(event__profile_id__in=who.ids))


def _rejected(who: Person) -> Iterator[Values]:
    """Events that were refused and name the person."""
    find, last = matching.finder(who.values), 0
    while rows := log.rejected_after(last):
        mine = [id for id, body, detail in rows if find(body) or find(detail)]
        yield from told(events.RejectedEvent.objects.filter(id__in=mine))
        last = rows[-1][0]


def _deliveries(who: Person) -> Iterator[Values]:
    for row in told(delivery.Delivery.objects.filter(profile_id__in=who.ids)):
        of = {"delivery_id": row["id"]}
        yield row | {
            "attempts_made": list(told(delivery.Attempt.objects.filter(**of))),
            "as_sent": list(told(delivery.RenderedMessage.objects.filter(**of))),
            "in_the_inbox": list(told(delivery.SandboxMessage.objects.filter(**of))),
        }


def _states(who: Person) -> Iterator[Values]:
    for row in exporting.states(who.texts):
        yield row | {"state": json.loads(row["state"]) if row["state"] else None}


def _decisions(who: Person) -> Iterator[Values]:
    for row in exporting.decisions(who.texts):
        read = {key: json.loads(row[key]) if row.get(key) else None for key in ("content", "step")}
        yield row | read


def _arms(who: Person) -> Iterator[Values]:
    """On which side of every holdout that runs the person is."""
    states = loads.states(who.texts)
    live = {one.key: one for one in books.unrecorded().holdouts}
    for holdout in Holdout.objects.filter(started_at__isnull=False).order_by("key"):
        for id, state in states.items():
            known = live.get(holdout.key)
            if known and state.bucket_keys:
                arm = person.arm(state, known)
                yield {"holdout": holdout.key, "name": holdout.name, "profile": id, "arm": arm}


def _graph(read: Callable[[list[str]], Iterator[Values]]) -> Callable[[Person], Iterator[Values]]:
    return lambda who: read(who.texts)


SECTIONS: dict[str, Callable[[Person], Iterator[Values]]] = {
    "profiles": lambda who: told(people.Profile.objects.filter(id__in=who.ids)),
    "identifiers": _of(people.Identifier),
    "identifiers_left_off": _of(people.LeftOff),
    "traits": _of(people.Trait),
    "consents": _of(people.Consent),
    "suppressions": _suppressions,
    "accounts": _memberships,
    "merges": _merges,
    "kept_apart": lambda who: told(
        people.KeptApart.objects.filter(Q(one_id__in=who.ids) | Q(other_id__in=who.ids))
    ),
    "events": _events,
    "quarantined_events": _quarantined,
    "refused_events": _rejected,
    "state": _states,
    "wake_ups": _of(WakeUp),
    "problems": _of(PoisonedProfile),
    "sessions": _graph(exporting.sessions),
    "stages": _graph(exporting.stages),
    "enrollments": _graph(exporting.enrollments),
    "decisions": _decisions,
    "messages": _graph(exporting.messages),
    "deliveries": _deliveries,
    "holdout_arms": _arms,
    "joined_in_the_graph": _graph(exporting.merges),
}
