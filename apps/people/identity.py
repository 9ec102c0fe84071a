"""Who is it? Gives each event its profile, in log order. Pure: reads and writes nothing.

The identity rules give every type of identifier a priority and a limit: how many values of it one
person may have. An event whose identifiers lead to several profiles joins them, unless that breaks
a limit or joins two that are kept apart: then the identifier of lowest priority is left off and the
match is tried again. So is a new one that would be too many for the one profile it leads to.

A profile that has more than a limit allows (the rules were wider once) keeps what it has.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from uuid import UUID

from apps.engine.luck import derived_id
from apps.people.identifiers import Identity
from apps.people.identity_rules import Rules
from apps.people.identity_types import ANONYMOUS_ID, EMAIL, USER_ID

__all__ = ["ANONYMOUS_ID", "EMAIL", "USER_ID", "Identity", "Sighting", "resolve"]

SHARED, LIMIT, APART = "shared", "limit", "apart"
# What the column of a merge's rule holds.
LONGEST_RULE = 64


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event as identity sees it: what it says of who it is about.

    `identifiers` are usable ones, by priority. `previous` is the earlier id of an alias, as each of
    the types that it may be: it counts as those it is known as, else as an anonymous id.
    """

    event_id: int
    source_id: int
    message_id: str
    at: datetime
    identifiers: tuple[Identity, ...]
    profile_hint: UUID | None = None
    previous: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A profile that is known: when it began, and how many identifiers of each type it has."""

    id: UUID
    created_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewIdentifier:
    identity: Identity
    profile: UUID
    event_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Two profiles are one; `rule` names the types of the identifiers that led to it.

    `matched` says which of the event's identifiers led to which of the profiles that it joined.
    """

    survivor: UUID
    absorbed: UUID
    event_id: int
    at: datetime
    rule: str
    matched: Mapping[UUID, tuple[Identity, ...]]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An identifier that an event told of `profile` and that was left off; `other` has it."""

    identity: Identity
    profile: UUID
    because: str
    limit_type: str
    other: UUID | None
    event_id: int
    at: datetime


@dataclass(slots=True)
class Resolution:
    """What came of a batch: each event's profile, in order, and what was learned on the way."""

    rules: int = 0
    profile_of: dict[int, UUID] = field(default_factory=dict)
    profiles: list[Known] = field(default_factory=list)
    identifiers: list[NewIdentifier] = field(default_factory=list)
    merges: dict[int, list[Joined]] = field(default_factory=dict)
    left_off: list[LeftOut] = field(default_factory=list)


def resolve(
    sightings: Sequence[Sighting],
    known: Mapping[Identity, Known],
    hinted: Mapping[UUID, Known],
    rules: Rules,
    apart: Collection[tuple[UUID, UUID]] = (),
) -> Resolution:
    """The profiles of these events, given what is known of all their identifiers.

    `apart` are pairs of profiles, each the one that goes on, which no event may join.
    """
    return _Resolver(known, hinted, rules, apart).run(sightings)


class _Resolver:
    def __init__(
        self,
        known: Mapping[Identity, Known],
        hinted: Mapping[UUID, Known],
        rules: Rules,
        apart: Collection[tuple[UUID, UUID]],
    ) -> None:
        self.of = {identity: profile.id for identity, profile in known.items()}
        self.hinted = hinted
        self.now = {one.id: one for one in (*known.values(), *hinted.values())}
        self.counts = {id: Counter(one.counts) for id, one in self.now.items()}
        self.rules = rules
        self.apart: dict[UUID, set[UUID]] = {}
        for one, other in apart:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)
        self.into: dict[UUID, UUID] = {}
        self.out = Resolution(rules.number)

    def run(self, sightings: Sequence[Sighting]) -> Resolution:
        for sighting in sightings:
            self.out.profile_of[sighting.event_id] = self._profile(sighting)
        return self.out

    def _latest(self, profile: UUID) -> UUID:
        while profile in self.into:
            profile = self.into[profile]
        return profile

    def _profile(self, sighting: Sighting) -> UUID:
        if sighting.profile_hint is not None and sighting.profile_hint in self.hinted:
            return self._latest(self.hinted[sighting.profile_hint].id)
        identifiers = self._told(sighting)
        matched = self._matched(identifiers)
        left: list[tuple[Identity, str, str]] = []
        while broken := self._broken(identifiers, matched):
            left.append((identifiers.pop(), *broken))
            matched = self._matched(identifiers)
        home = self._survivor(matched) if matched else self._new(sighting)
        if len(matched) > 1:
            self._join(home, matched, sighting, identifiers)
        for identity in identifiers:
            if identity not in self.of:
                self._learn(identity, home, sighting)
        for identity, because, limit_type in left:
            self._leave_off(identity, home, because, limit_type, sighting)
        return home

    def _told(self, sighting: Sighting) -> list[Identity]:
        if not sighting.previous:
            return list(sighting.identifiers)
        told = dict.fromkeys(sighting.identifiers)
        known = [identity for identity in sighting.previous if identity in self.of]
        told |= dict.fromkeys(known or sighting.previous[-1:])
        return sorted(told, key=lambda one: self.rules.place[one[0]])

    def _matched(self, identifiers: Sequence[Identity]) -> dict[UUID, tuple[Identity, ...]]:
        """The profiles that these identifiers lead to, each with those that lead to it."""
        found: dict[UUID, tuple[Identity, ...]] = {}
        for identity in identifiers:
            if identity in self.of:
                profile = self._latest(self.of[identity])
                found[profile] = (*found.get(profile, ()), identity)
        return found

    def _broken(
        self, identifiers: Sequence[Identity], found: Mapping[UUID, tuple[Identity, ...]]
    ) -> tuple[str, str] | None:
        """What these identifiers together would break: because, and the limit's type; or None."""
        if len(found) < 2 and sum(map(len, found.values())) == len(identifiers):
            return None
        added = Counter(identity[0] for identity in identifiers if identity not in self.of)
        if any(two in self.apart.get(one, ()) for one, two in combinations(found, 2)):
            return APART, ""
        kinds = set(added).union(*(self.counts[profile] for profile in found))
        for kind in sorted(kinds & self.rules.of.keys(), key=self.rules.place.__getitem__):
            limit = self.rules.limit(kind)
            had = [self.counts[profile][kind] for profile in found]
            total = sum(had) + added[kind]
            if limit is not None and total > limit and total > max(had, default=0):
                return LIMIT, kind
        return None

    def _survivor(self, found: Collection[UUID]) -> UUID:
        def rank(profile: UUID) -> tuple[bool, datetime, str]:
            named = self.counts[profile][USER_ID] > 0
            return not named, self.now[profile].created_at, str(profile)

        return min(found, key=rank)

    def _new(self, sighting: Sighting) -> UUID:
        profile = UUID(derived_id("profile", sighting.source_id, sighting.message_id))
        self.now[profile] = Known(profile, sighting.at)
        self.counts[profile] = Counter()
        self.out.profiles.append(self.now[profile])
        return profile

    def _join(
        self,
        home: UUID,
        matched: Mapping[UUID, tuple[Identity, ...]],
        sighting: Sighting,
        identifiers: Sequence[Identity],
    ) -> None:
        rule = _rule(identifiers)
        for other in matched:
            if other == home:
                continue
            self.into[other] = home
            self.counts[home] += self.counts.pop(other)
            self._keep_apart_from(home, other)
            joined = Joined(home, other, sighting.event_id, sighting.at, rule, matched)
            self.out.merges.setdefault(sighting.event_id, []).append(joined)

    def _keep_apart_from(self, home: UUID, absorbed: UUID) -> None:
        for third in self.apart.pop(absorbed, ()):
            self.apart[third].discard(absorbed)
            self.apart[third].add(home)
            self.apart.setdefault(home, set()).add(third)

    def _learn(self, identity: Identity, profile: UUID, sighting: Sighting) -> None:
        self.counts[profile][identity[0]] += 1
        self.of[identity] = profile
        new = NewIdentifier(identity, profile, sighting.event_id, sighting.at)
        self.out.identifiers.append(new)

    def _leave_off(
        self, identity: Identity, home: UUID, because: str, limit_type: str, sighting: Sighting
    ) -> None:
        owner = self._latest(self.of[identity]) if identity in self.of else None
        if owner is not None and limit_type == USER_ID != identity[0]:
            because = SHARED
        if owner != home:
            left = LeftOut(
                identity, home, because, limit_type, owner, sighting.event_id, sighting.at
            )
            self.out.left_off.append(left)


def _rule(identifiers: Sequence[Identity]) -> str:
    """The types of these identifiers, by priority; the last ones are cut where they don't fit."""
    kinds = list(dict.fromkeys(kind for kind, _ in identifiers))
    while len(rule := "+".join(kinds)) > LONGEST_RULE:
        kinds.pop()
    return rule
