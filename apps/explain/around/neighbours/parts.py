"""What the picture around a person is made of, and what everything in it is told by."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from apps.explain import names
from apps.explain.who import Who, who
from apps.graph import queries_people
from apps.graph.queries_around import FIRST, MOST_COUNTED, Place
from apps.journeys import queries as journeys
from apps.people import queries as people
from apps.people.models import Identifier
from apps.rules.told import words
from apps.rules.told.telling import Telling, VersionName

T = TypeVar("T")

# What a group of neighbours is headed with; their order is that of the picture.
KINDS = {
    "identifier": "Identifiers",
    "profile": "Joined profiles",
    "session": "Sessions",
    "stage": "Stages",
    "event": "Events",
    "enrollment": "Runs through journeys",
    "decision": "Decisions",
    "candidate": "Candidates",
    "journey": "Journeys",
    "rule": "Rules",
    "message": "Messages",
    "outcome": "What followed",
    "version": "Versions",
    "node": "Steps",
    "person": "People",
}
ONE = {"enrollment": "run", "outcome": "outcome", "node": "step", "profile": "joined profile"}
MANY = {"person": "people"}


def singular(kind: str) -> str:
    """One thing of this kind, as people say it."""
    return ONE.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing. `tone` is a verdict or status; `elsewhere`: it belongs to somebody else."""

    kind: str
    uid: str
    label: str
    detail: tuple[str, ...] = ()
    href: str = ""
    tone: str = ""
    elsewhere: bool = False

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.uid}"


@dataclass(frozen=True, slots=True)
class Near:
    """A neighbour of the focus: what they have to do with each other, and a page about that."""

    node: Node
    says: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours of one kind; `more` further ones follow after `next`."""

    kind: str
    near: tuple[Near, ...]
    more: int = 0
    next: str = ""

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def more_text(self) -> str:
        """Such as "12 more decisions"; "" where these are all."""
        one = singular(self.kind)
        if not self.more:
            return ""
        if self.more >= MOST_COUNTED:
            return f"More than {MOST_COUNTED - 1} more {MANY.get(self.kind, one + 's')}"
        return words.count_of(self.more, f"more {one}", f"more {MANY.get(self.kind, one + 's')}")


@dataclass(frozen=True, slots=True)
class Link:
    """Two neighbours of the focus that have to do with each other, too."""

    source: str
    target: str
    says: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """`kinds` empty: all of them. `cursor` goes on with the one kind that is asked for."""

    kinds: frozenset[str] = frozenset()
    limit: int = 6
    cursor: str = ""

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    @property
    def place(self) -> Place:
        at, _, uid = self.cursor.partition("~")
        try:
            return (float(at), uid) if uid else FIRST
        except ValueError:
            return FIRST

    @property
    def offset(self) -> int:
        return int(self.cursor) if self.cursor.isascii() and self.cursor.isdigit() else 0


@dataclass(slots=True)
class Ground:
    """Whose picture it is, by which clock and names it is told, and when."""

    who: Who
    telling: Telling
    now: datetime
    _versions: dict[str, VersionName] = field(default_factory=dict)

    @property
    def ids(self) -> list[str]:
        return self.who.texts

    @property
    def root(self) -> str:
        return f"person:{self.who.id}"

    def owns(self, profile: object) -> bool:
        return str(profile) in self.ids

    def know(self, versions: Iterable[str]) -> None:
        """Let the nodes of these journey versions be told by their names."""
        self._versions.update(names.version_names(versions))


@dataclass(frozen=True, slots=True)
class Focus:
    """What is looked at, with its neighbours."""

    node: Node
    groups: Sequence[Group | None]
    links: tuple[Link, ...] = ()


Look = Callable[[Ground, str, Ask], Focus | None]


def ground(profile_id: UUID, now: datetime) -> Ground | None:
    """The ground of this person's picture; None where there is no such person."""
    someone = who(profile_id)
    if someone is None:
        return None
    rules = names.rules_now()
    known: dict[str, VersionName] = {}
    telling = names.telling(
        state=queries_people.state(str(someone.id)), rule_set=rules, versions=(), who=someone.label
    )
    telling = replace(telling, versions=known, journeys=journeys.names())
    return Ground(someone, telling, now, known)


def listed(kind: str, ask: Ask, near: Sequence[Near]) -> Group | None:
    """A group of a list that is short enough to be read whole; None where there is nothing."""
    start, end = ask.offset, ask.offset + ask.limit
    more = max(len(near) - end, 0)
    if not near or not ask.wants(kind):
        return None
    return Group(kind, tuple(near[start:end]), more, str(end) if more else "")


def paged(
    kind: str,
    ask: Ask,
    read: Callable[[Place, int], Sequence[T]],
    tell: Callable[[T], Near],
    place: Callable[[T], Place],
    further: Callable[[Place], int],
) -> Group | None:
    """A group of a list that may be long: read from a place on, the rest only counted."""
    if not ask.wants(kind):
        return None
    rows = read(ask.place, ask.limit + 1)
    shown = rows[: ask.limit]
    if not shown:
        return None
    last, more = place(shown[-1]), 0
    if len(rows) > ask.limit:
        more = max(further(last), 1)
    near = tuple(tell(row) for row in shown)
    return Group(kind, near, more, f"{last[0]!r}~{last[1]}" if more else "")


def identifiers_of(ground: Ground) -> list[Identifier]:
    return people.identifiers(ground.who.ids)
