"""Whose event it was: what it said of who somebody is, and where each of that led."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.events.models import Event
from apps.explain import identifier_words
from apps.explain.who import Who
from apps.people import queries_identity, shown
from apps.people.identifiers import told
from apps.people.models import Identifier, Merge
from apps.rules.told import words

MOST_MERGES = 20


@dataclass(frozen=True, slots=True)
class Carried:
    """An identifier of the event. `profile`: where it leads; `found`: where it led then.

    `how` is "known", "new" (this event brought it), "other" (of another person now) or "nobody".
    """

    type: str
    type_name: str
    value: str
    how: str
    since: datetime | None = None
    profile: UUID | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge that had joined another profile to this person by then."""

    id: int
    at: datetime
    absorbed: UUID
    rule: str
    brought: tuple[str, ...]
    event_id: int
    undone_at: datetime | None
    named: tuple[str, ...] = ()

    @property
    def brought_words(self) -> str:
        """What it brought, as people read it."""
        return words.listed(self.named)


@dataclass(frozen=True, slots=True)
class IdentityUsed:
    """`event`: whose identifiers these are, None where no event is left of it."""

    event: Event | None
    carried: tuple[Carried, ...]
    joined: tuple[Joined, ...]

    @property
    def brief(self) -> str:
        """A few words for what is folded."""
        kinds = dict.fromkeys(one.type_name for one in self.carried)
        by = words.listed([kind[0].lower() + kind[1:] for kind in kinds]) or "the profile itself"
        joined = words.count_of(len(self.joined), "profile") + " had been joined to it by then"
        return f"by {by}" + (f"; {joined}" if self.joined else "")


def identity(event: Event | None, who: Who, at: datetime) -> IdentityUsed:
    """What this event said of who it is about, and what had been joined by that moment."""
    merges = list(
        Merge.objects.filter(survivor_id__in=who.ids, at__lte=at).order_by("-at", "-id")[
            :MOST_MERGES
        ]
    )
    joined = tuple(
        Joined(
            merge.pk,
            merge.at,
            merge.absorbed_id,
            identifier_words.led(merge.rule),
            tuple(shown.pairs(merge.identifiers)),
            merge.event_id,
            merge.undone_at,
            tuple(identifier_words.several(merge.identifiers)),
        )
        for merge in merges
    )
    return IdentityUsed(event, _carried(event, who, merges) if event else (), joined)


def _carried(event: Event, who: Who, merges: Sequence[Merge]) -> tuple[Carried, ...]:
    rules = queries_identity.current()
    every = told(event.user_id, event.anonymous_id, event.payload, rules)
    rows = Identifier.objects.filter(value__in=[value for _, value in every])
    known = {(row.type, row.value): row for row in rows}
    matched = _matched(event, merges)
    found = []
    for kind, value in every:
        row, name = known.get((kind, value)), rules.of[kind].name
        led, seen = matched.get(f"{kind}:{value}", ""), shown.identifier(value)
        if row is None:
            found.append(Carried(kind, name, seen, "nobody", found=led))
        else:
            how = _how(row, event, who)
            found.append(Carried(kind, name, seen, how, row.since, row.profile_id, led))
    return tuple(found)


def _how(row: Identifier, event: Event, who: Who) -> str:
    if row.profile_id not in who.ids:
        return "other"
    return "new" if row.event_id == event.pk else "known"


def _matched(event: Event, merges: Sequence[Merge]) -> Mapping[str, str]:
    """Where each identifier of an event led that joined profiles, by the event's own merges."""
    found: dict[str, str] = {}
    for merge in merges:
        if merge.event_id == event.pk and isinstance(merge.matched, dict):
            for profile, values in merge.matched.items():
                found |= dict.fromkeys(_texts(values), str(profile))
    return found


def _texts(values: Any) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []
