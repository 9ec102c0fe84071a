"""Who is it? Gives each event its profile, in log order. Pure: reads and writes nothing.

Identifiers have a priority (user id, e-mail, anonymous id) and a limit: a profile has one user id.
An event whose identifiers lead to two profiles joins them, unless that breaks the limit: then the
identifier of lowest priority is left off and the match is tried again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from apps.engine.luck import derived_id

USER_ID, EMAIL, ANONYMOUS_ID = "user_id", "email", "anonymous_id"
PRIORITY = {USER_ID: 0, EMAIL: 1, ANONYMOUS_ID: 2}
# Values that many people share because nobody meant them.
BLOCKED = {"", "null", "none", "undefined", "nan", "0", "-1", "unknown", "anonymous", "n/a"}
# What the column of identifiers holds.
LONGEST = 512

Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event as identity sees it: what it says of who it is about."""

    event_id: int
    source_id: int
    message_id: str
    at: datetime
    identifiers: tuple[Identity, ...]
    profile_hint: UUID | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A profile that is known: when it began, and its user id ("" for nobody we can name)."""

    id: UUID
    created_at: datetime
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class NewIdentifier:
    identity: Identity
    profile: UUID
    event_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Two profiles are one; `rule` names the identifier that both led to or came with."""

    survivor: UUID
    absorbed: UUID
    event_id: int
    at: datetime
    rule: str


@dataclass(slots=True)
class Resolution:
    """What came of a batch: each event's profile, in order, and what was learned on the way."""

    profile_of: dict[int, UUID] = field(default_factory=dict)
    profiles: list[Known] = field(default_factory=list)
    identifiers: list[NewIdentifier] = field(default_factory=list)
    merges: dict[int, list[Joined]] = field(default_factory=dict)


def usable(identifiers: Sequence[Identity]) -> tuple[Identity, ...]:
    """The identifiers that say something, normalised, those of highest priority first."""
    told = []
    for kind, value in identifiers:
        # Lower case may be longer than what was told: it is cut after.
        value = (value.strip().lower() if kind == EMAIL else value.strip())[:LONGEST]
        if value.lower() not in BLOCKED and value.strip("0-"):
            told.append((kind, value))
    return tuple(sorted(dict.fromkeys(told), key=lambda known: (PRIORITY[known[0]], known[1])))


def resolve(
    sightings: Sequence[Sighting],
    known: Mapping[Identity, Known],
    hinted: Mapping[UUID, Known],
) -> Resolution:
    """The profiles of these events, given what is known of all their identifiers."""
    return _Resolver(dict(known), dict(hinted)).run(sightings)


class _Resolver:
    def __init__(self, of: dict[Identity, Known], hinted: dict[UUID, Known]) -> None:
        self.of = of
        self.now: dict[UUID, Known] = {known.id: known for known in of.values()} | hinted
        self.into: dict[UUID, UUID] = {}
        self.out = Resolution()

    def run(self, sightings: Sequence[Sighting]) -> Resolution:
        for sighting in sightings:
            self.out.profile_of[sighting.event_id] = self._profile(sighting)
        return self.out

    def _latest(self, profile: UUID) -> UUID:
        while profile in self.into:
            profile = self.into[profile]
        return profile

    def _profile(self, sighting: Sighting) -> UUID:
        if sighting.profile_hint is not None and sighting.profile_hint in self.now:
            return self._latest(self.now[sighting.profile_hint].id)
        identifiers = list(usable(sighting.identifiers))
        while self._user_ids(identifiers) > 1:
            identifiers.pop()
        found = self._found(identifiers)
        home = self._survivor(found) if found else self._new(sighting)
        for other in found:
            if other.id != home.id:
                self._join(home, other, sighting, identifiers)
        for identity in identifiers:
            if identity not in self.of:
                self._learn(identity, home.id, sighting)
        return home.id

    def _found(self, identifiers: Sequence[Identity]) -> list[Known]:
        ids = dict.fromkeys(self._latest(self.of[i].id) for i in identifiers if i in self.of)
        return [self.now[profile] for profile in ids]

    def _user_ids(self, identifiers: Sequence[Identity]) -> int:
        told = {value for kind, value in identifiers if kind == USER_ID}
        return len(told | {known.user_id for known in self._found(identifiers) if known.user_id})

    def _survivor(self, found: Sequence[Known]) -> Known:
        return min(found, key=lambda known: (not known.user_id, known.created_at, str(known.id)))

    def _new(self, sighting: Sighting) -> Known:
        profile = UUID(derived_id("profile", sighting.source_id, sighting.message_id))
        known = Known(profile, sighting.at)
        self.now[profile] = known
        self.out.profiles.append(known)
        return known

    def _join(
        self, home: Known, other: Known, sighting: Sighting, identifiers: Sequence[Identity]
    ) -> None:
        self.into[other.id] = home.id
        if other.user_id and not self.now[home.id].user_id:
            self.now[home.id] = Known(home.id, home.created_at, other.user_id)
        rule = "+".join(kind for kind, _ in identifiers)
        joined = Joined(home.id, other.id, sighting.event_id, sighting.at, rule)
        self.out.merges.setdefault(sighting.event_id, []).append(joined)

    def _learn(self, identity: Identity, profile: UUID, sighting: Sighting) -> None:
        known = self.now[profile]
        if identity[0] == USER_ID:
            known = Known(known.id, known.created_at, identity[1])
            self.now[profile] = known
        self.of[identity] = known
        new = NewIdentifier(identity, profile, sighting.event_id, sighting.at)
        self.out.identifiers.append(new)
