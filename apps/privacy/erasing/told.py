"""Whom an erasure is about: kept in its row for as long as it lasts, and not a moment longer."""

from dataclasses import asdict, dataclass, field
from uuid import UUID

from apps.people.identifiers import Identity
from apps.privacy.models import Erasure


@dataclass(frozen=True, slots=True)
class Told:
    """The profiles of the person, and everything by which they can be recognised.

    `related` were one with the person once, until a merge was undone, or told one of the
    identifiers, too: their events and decisions may name the person. `tails` are the places up to
    which the person's lanes may still have something of them; `event` is the last event of the log
    that may. `kept` are the identifiers that stay refused when all is done.
    """

    ids: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    identifiers: list[list[str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    tails: dict[str, int] = field(default_factory=dict)
    event: int = 0
    kept: list[list[str]] = field(default_factory=list)

    @property
    def profiles(self) -> list[UUID]:
        return [UUID(id) for id in self.ids]

    @property
    def identities(self) -> list[Identity]:
        return [(kind, value) for kind, value in self.identifiers]

    @property
    def values(self) -> list[str]:
        """Every text that leads to the person, each once, the longest first."""
        found = {value for _, value in self.identifiers} | set(self.addresses)
        return sorted(found, key=lambda value: (-len(value), value))

    @property
    def lanes(self) -> list[int]:
        return sorted(map(int, self.tails))


def of(erasure: Erasure) -> Told:
    return Told(**erasure.told)


def as_json(told: Told) -> dict[str, object]:
    return asdict(told)
