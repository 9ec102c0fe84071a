"""What speaks against a merge, from what is known of its two sides. Pure.

Each kind of suspicion is a function of its own; it answers the numbers that it saw, or None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.engine import person
from apps.engine.book import Book
from apps.engine.evolve import evolve
from apps.engine.values import ProfileState

# From how much on an absorbed profile is a large one, and how many others one may take in.
LARGE_IDENTIFIERS, LARGE_EVENTS, LARGE_RUNS = 10, 1000, 20
MANY_TAKEN_IN = 5
# What names a person; all others are of devices and browsers, which several people may share.
NAMING = frozenset({"user_id", "email", "phone"})
FULL_NAME = "name"
MIXED = "mixed"
FIRST_NAMES, LAST_NAMES = ("first_name", "firstName"), ("last_name", "lastName")

Numbers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two before the merge. `matched`: by which types of identifiers it was found."""

    matched: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOff:
    """An identifier that was left off: because of a limit of its type, or kept apart."""

    because: str
    type: str
    times: int


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is looked at of one merge. Counts stop right above their threshold.

    `taken_in`: how many profiles the one that goes on had taken in with this one. `arms`: holdouts
    by which the merge made the person silent, as the two were in different arms.
    """

    kept: Side
    given: Side
    identifiers: int = 0
    events: int = 0
    runs: int = 0
    taken_in: int = 1
    left_off: tuple[LeftOff, ...] = ()
    arms: tuple[str, ...] = ()


def large(seen: Seen) -> Numbers | None:
    """Whether much moved with it, or much was taken in before."""
    numbers = {
        "identifiers": (seen.identifiers, LARGE_IDENTIFIERS),
        "events": (seen.events, LARGE_EVENTS),
        "runs": (seen.runs, LARGE_RUNS),
        "taken_in": (seen.taken_in, MANY_TAKEN_IN - 1),
    }
    found = {key: count for key, (count, most) in numbers.items() if count > most}
    return found or None


def limit(seen: Seen) -> Numbers | None:
    """Whether an identifier was left off for one of the two, at the merge or later."""
    if not seen.left_off:
        return None
    return {
        "types": sorted({one.type for one in seen.left_off if one.type}),
        "apart": any(one.because == "apart" for one in seen.left_off),
        "times": sum(one.times for one in seen.left_off),
    }


def devices(seen: Seen) -> Numbers | None:
    """Whether only a device led to one of them, while both are somebody of their own."""
    by = [side.matched for side in (seen.kept, seen.given) if side.matched]
    only = [types for types in by if not types & NAMING]
    differing = _differ(seen.kept.emails, seen.given.emails) or _names_differ(seen)
    if not only or not differing:
        return None
    return {"types": sorted(frozenset().union(*only))}


def traits(seen: Seen) -> Numbers | None:
    """Whether both had an e-mail address, a phone or a name, and they differ."""
    kept, given = seen.kept, seen.given
    found = {
        "email": _differ(kept.emails, given.emails),
        "phone": _differ(kept.phones, given.phones),
        "name": _names_differ(seen),
    }
    about = [key for key, differs in found.items() if differs]
    return {"about": about} if about else None


def arms(seen: Seen) -> Numbers | None:
    """Whether the merge made the person silent: of a holdout, the two were in different arms."""
    return {"holdouts": list(seen.arms)} if seen.arms else None


SUSPICIONS: dict[str, Callable[[Seen], Numbers | None]] = {
    "large": large,
    "limit": limit,
    "devices": devices,
    "traits": traits,
    "arms": arms,
}


def suspicions(seen: Seen) -> list[dict[str, Any]]:
    """All that speaks against it, each with its kind and its numbers."""
    asked = ((kind, suspicion(seen)) for kind, suspicion in SUSPICIONS.items())
    return [{"kind": kind, **numbers} for kind, numbers in asked if numbers is not None]


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)


def _names_differ(seen: Seen) -> bool:
    return _differ(seen.kept.names, seen.given.names)


@dataclass(frozen=True, slots=True)
class Names:
    """What a state says of who somebody is, beside the identifiers that are known of the side."""

    state: ProfileState | None
    identifiers: tuple[tuple[str, str], ...] = ()
    matched: frozenset[str] = field(default_factory=frozenset)

    @property
    def side(self) -> Side:
        return Side(
            matched=self.matched,
            emails=self._values("email", "email"),
            phones=self._values("phone", "phone"),
            names=_names(self.state),
        )

    def _values(self, kind: str, trait: str) -> frozenset[str]:
        told = {value.lower() for type, value in self.identifiers if type == kind}
        return frozenset(told | {_text(self.state, trait)} - {""})


def _names(state: ProfileState | None) -> frozenset[str]:
    """A whole name, or a first name with the last one where there is one."""
    whole = _text(state, FULL_NAME)
    first, last = (
        next((text for key in keys if (text := _text(state, key))), "")
        for keys in (FIRST_NAMES, LAST_NAMES)
    )
    return frozenset({whole or f"{first} {last}".strip()} - {""})


def _text(state: ProfileState | None, key: str) -> str:
    value = person.trait(state, key) if state else None
    return " ".join(value.split()).lower() if isinstance(value, str) else ""


def made_silent(
    kept: ProfileState | None, given: ProfileState | None, book: Book
) -> tuple[str, ...]:
    """The names of the holdouts of which the two, joined, are in both arms, and neither was alone.

    A visitor who logs in takes the arm of the user: that is as it should be.
    """
    if kept is None or given is None:
        return ()
    joined = evolve(kept, bucket_keys=tuple(dict.fromkeys((*kept.bucket_keys, *given.bucket_keys))))
    return tuple(
        one.name
        for one in book.holdouts
        if person.arm(joined, one) == MIXED
        and MIXED not in (person.arm(kept, one), person.arm(given, one))
    )


def runs(state: ProfileState | None) -> int:
    """How many runs somebody has begun."""
    known: Mapping[str, Any] = state.past if state else {}
    return sum(one.entered for one in known.values())
