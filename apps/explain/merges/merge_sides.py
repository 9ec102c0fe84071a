"""Both sides of a merge as they were before it, beside the person since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.engine import person
from apps.engine.book import Book
from apps.engine.values import ProfileState
from apps.people import shown
from apps.people.identity_types import name_of
from apps.rules.told import words
from apps.rules.told.telling import Telling

MOST_ROWS = 40
ARMS = {"treated": "Not held out", "holdout": "Held out", "mixed": "Held out, of both arms"}
Cells = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of each of the three, "" where it is not known; `differs` between the two."""

    name: str
    kept: str
    given: str
    now: str

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.given and self.kept != self.given)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: list[Line]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Three:
    """A state, and the identifiers, of each side before and of the person since."""

    states: tuple[ProfileState | None, ProfileState | None, ProfileState | None]
    identifiers: tuple[
        Sequence[tuple[str, str]], Sequence[tuple[str, str]], Sequence[tuple[str, str]]
    ]


def sections(three: Three, book: Book, telling: Telling) -> list[Section]:
    """Identifiers, traits, consents, stages, runs, what caps count, and arms of holdouts."""
    of = [_Of(state, book, telling) for state in three.states]
    parts: list[tuple[str, list[Mapping[str, str]]]] = [
        ("Identifiers", [_identifiers(known) for known in three.identifiers]),
        ("Traits", [one.traits() for one in of]),
        ("Consents", [one.consents() for one in of]),
        ("Stages", [one.stages() for one in of]),
        ("Journeys", [one.runs() for one in of]),
        ("Messages that count against caps", [one.sends() for one in of]),
        ("Holdouts", [one.arms() for one in of]),
    ]
    return [_section(title, cells) for title, cells in parts if any(cells)]


def _section(title: str, cells: Sequence[Mapping[str, str]]) -> Section:
    names = list(dict.fromkeys(name for side in cells for name in side))
    lines = [Line(name, *(side.get(name, "") for side in cells)) for name in names[:MOST_ROWS]]
    return Section(title, lines, max(len(names) - MOST_ROWS, 0))


def _identifiers(known: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for kind, value in known:
        found.setdefault(name_of(kind), []).append(shown.identifier(value))
    return {
        kind: ", ".join(values[:5]) + (f" and {len(values) - 5} more" if len(values) > 5 else "")
        for kind, values in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Of:
    state: ProfileState | None
    book: Book
    telling: Telling

    def traits(self) -> dict[str, str]:
        return self._each("traits", lambda key, trait: words.under(key, trait.value))

    def consents(self) -> dict[str, str]:
        told = self._each("consents", lambda _, consent: str(consent.status).capitalize())
        return {key.replace("/", " about "): said for key, said in told.items()}

    def stages(self) -> dict[str, str]:
        known = self.state.stages if self.state else {}
        return {
            self.telling.lifecycle(key): f"{self.telling.stage(key, one.stage)}, since "
            f"{self.telling.short(one.since)}"
            for key, one in known.items()
        }

    def runs(self) -> dict[str, str]:
        known = self.state.enrollments if self.state else ()
        return {
            self.telling.journey(
                one.journey
            ): f"at “{self.telling.node(one.version, one.node).name}”"
            f" since {self.telling.short(one.since)}"
            for one in known
        }

    def sends(self) -> dict[str, str]:
        found: dict[str, int] = {}
        for send in self.state.sends if self.state else ():
            if not send.ghost:
                key = words.channels([send.channel]).capitalize()
                found[key] = found.get(key, 0) + 1
        return {key: str(count) for key, count in found.items()}

    def arms(self) -> dict[str, str]:
        if self.state is None:
            return {}
        return {one.name: ARMS[person.arm(self.state, one)] for one in self.book.holdouts}

    def _each(self, field: str, said: Callable[[str, Any], str]) -> dict[str, str]:
        known = getattr(self.state, field) if self.state else {}
        return {key: said(key, known[key]) for key in sorted(known)}
