"""Builds sightings for identity's tests, and keeps what batches of them leave behind."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from apps.people.identifiers import Identity, usable
from apps.people.identity import Joined, Known, LeftOut, Resolution, Sighting, resolve
from apps.people.identity_rules import DEFAULT, INITIAL, Rules, compiled

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = {
    "u": "user_id",
    "e": "email",
    "p": "phone",
    "d": "ios.id",
    "g": "ga_client_id",
    "a": "anonymous_id",
}
SHORT = {kind: letter for letter, kind in KINDS.items()}


def rules(blocked: Mapping[str, list[str]] | None = None, **limits: int | None) -> Rules:
    """The usual rules, but for these limits and blocked values, by type."""
    types = [
        one
        | {
            "limit": limits.get(one["key"], one["limit"]),
            "blocked": (blocked or {}).get(one["key"], []),
        }
        for one in INITIAL["types"]
    ]
    return compiled(INITIAL | {"types": types})


def identity_of(short: str) -> Identity:
    """ "u:ann" as a type and a value."""
    return KINDS[short[0]], short[2:]


def short(identity: Identity) -> str:
    return f"{SHORT.get(identity[0], identity[0])}:{identity[1]}"


def seen(
    id: int, *told: str, hint: UUID | None = None, alias: str = "", by: Rules = DEFAULT
) -> Sighting:
    """A sighting of identifiers such as "u:ann" (user id), "e:…" (e-mail), "a:…" (anonymous)."""
    previous = usable([("user_id", alias), ("anonymous_id", alias)], by)
    return Sighting(
        event_id=id,
        source_id=1,
        message_id=f"m{id}",
        at=START + timedelta(seconds=id),
        identifiers=tuple(usable([identity_of(one) for one in told], by)),
        profile_hint=hint,
        previous=tuple(previous),
    )


@dataclass
class Registry:
    """What the tables would hold: identifiers, profiles and merges; resolves batch after batch."""

    rules: Rules = DEFAULT
    apart: list[tuple[UUID, UUID]] = field(default_factory=list)
    of: dict[Identity, UUID] = field(default_factory=dict)
    profiles: dict[UUID, Known] = field(default_factory=dict)
    into: dict[UUID, UUID] = field(default_factory=dict)
    profile_of: dict[int, UUID] = field(default_factory=dict)
    merges: list[Joined] = field(default_factory=list)
    left_off: list[LeftOut] = field(default_factory=list)

    def tell(self, sightings: Sequence[Sighting], size: int = 0) -> "Registry":
        step = size or max(len(sightings), 1)
        for start in range(0, len(sightings), step):
            self._keep(self._resolve(sightings[start : start + step]))
        return self

    def cut(self, sightings: Sequence[Sighting], places: Iterable[int]) -> "Registry":
        """Tell them in batches that end at these places."""
        ends = [*sorted({place for place in places if place < len(sightings)}), len(sightings)]
        for start, end in zip([0, *ends[:-1]], ends, strict=True):
            self.tell(sightings[start:end])
        return self

    def say(self, id: int, *told: str, alias: str = "") -> "Registry":
        """One event in a batch of its own."""
        return self.tell([seen(id, *told, alias=alias, by=self.rules)])

    def keep_apart(self, one: int, other: int) -> None:
        """The people of these two events."""
        pair = self.living(self.profile_of[one]), self.living(self.profile_of[other])
        assert pair[0] != pair[1], "they are one person already"
        self.apart.append(pair)

    def _resolve(self, batch: Sequence[Sighting]) -> Resolution:
        told = {identity for s in batch for identity in (*s.identifiers, *s.previous)}
        known = {i: self.known(self.of[i]) for i in told if i in self.of}
        hints = {s.profile_hint for s in batch if s.profile_hint in self.profiles}
        hinted = {h: self.known(self.living(h)) for h in hints if h}
        roots = {one.id for one in known.values()}
        apart = [(self.living(one), self.living(other)) for one, other in self.apart]
        pairs = [pair for pair in apart if roots & set(pair)]
        return resolve(batch, known, hinted, self.rules, pairs)

    def _keep(self, resolution: Resolution) -> None:
        self.profile_of |= resolution.profile_of
        self.left_off += resolution.left_off
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
        counts = Counter(kind for (kind, _), p in self.of.items() if p == profile)
        return Known(kept.id, kept.created_at, counts)

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
        return {short(identity) for identity, p in self.of.items() if p == home}

    def left(self) -> list[tuple[Any, ...]]:
        """What was left off: event, identifier, because, the limit's type."""
        return [(o.event_id, short(o.identity), o.because, o.limit_type) for o in self.left_off]


def people(*sightings: Sighting) -> set[frozenset[int]]:
    return Registry().tell(sightings).groups()


def together(*groups: Iterable[int]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}
