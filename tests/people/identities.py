"""Builds sightings for identity's tests, and keeps what batches of them leave behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from apps.people.identity import Identity, Joined, Known, Resolution, Sighting, resolve, usable

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = {"u": "user_id", "e": "email", "a": "anonymous_id"}


def seen(id: int, *told: str, hint: UUID | None = None) -> Sighting:
    """A sighting of identifiers such as "u:ann" (user id), "e:…" (e-mail), "a:…" (anonymous)."""
    identifiers = tuple((KINDS[one[0]], one[2:]) for one in told)
    return Sighting(id, 1, f"m{id}", START + timedelta(seconds=id), identifiers, hint)


@dataclass
class Registry:
    """What the tables would hold: identifiers, profiles and merges; resolves batch after batch."""

    of: dict[Identity, UUID] = field(default_factory=dict)
    profiles: dict[UUID, Known] = field(default_factory=dict)
    into: dict[UUID, UUID] = field(default_factory=dict)
    profile_of: dict[int, UUID] = field(default_factory=dict)
    merges: list[Joined] = field(default_factory=list)

    def tell(self, sightings: Sequence[Sighting], size: int = 0) -> "Registry":
        step = size or max(len(sightings), 1)
        for start in range(0, len(sightings), step):
            self._keep(self._resolve(sightings[start : start + step]))
        return self

    def _resolve(self, batch: Sequence[Sighting]) -> Resolution:
        told = {identity for s in batch for identity in usable(s.identifiers)}
        known = {i: self.known(self.of[i]) for i in told if i in self.of}
        hints = {s.profile_hint for s in batch if s.profile_hint in self.profiles}
        return resolve(batch, known, {h: self.known(self.living(h)) for h in hints if h})

    def _keep(self, resolution: Resolution) -> None:
        self.profile_of |= resolution.profile_of
        self.profiles |= {known.id: known for known in resolution.profiles}
        for new in resolution.identifiers:
            assert new.identity not in self.of, "an identifier is learned once"
            self.of[new.identity] = new.profile
        for joined in (one for many in resolution.merges.values() for one in many):
            assert joined.absorbed not in self.into, "a profile is absorbed once"
            self.into[joined.absorbed] = joined.survivor
            self.merges.append(joined)
            moved = {i: joined.survivor for i, p in self.of.items() if p == joined.absorbed}
            self.of |= moved

    def known(self, profile: UUID) -> Known:
        kept = self.profiles[profile]
        user = next((v for (k, v), p in self.of.items() if k == "user_id" and p == profile), "")
        return Known(kept.id, kept.created_at, user)

    def living(self, profile: UUID) -> UUID:
        while profile in self.into:
            profile = self.into[profile]
        return profile

    def groups(self) -> set[frozenset[int]]:
        """Which events are of one person."""
        people: dict[UUID, set[int]] = {}
        for event, profile in self.profile_of.items():
            people.setdefault(self.living(profile), set()).add(event)
        return {frozenset(events) for events in people.values()}

    def identifiers(self, event: int) -> set[str]:
        """All that is known of the person of this event, such as "u:ann"."""
        home = self.living(self.profile_of[event])
        return {f"{kind[0]}:{value}" for (kind, value), p in self.of.items() if p == home}


def people(*sightings: Sighting) -> set[frozenset[int]]:
    return Registry().tell(sightings).groups()


def together(*groups: Iterable[int]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}
