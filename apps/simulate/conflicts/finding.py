"""A finding: one thing that is, or would be, in the way of something else. A frozen value."""

import hashlib
from dataclasses import dataclass

ERROR, WARNING, NOTE = "error", "warning", "note"
# From what must be mended to what is only worth knowing.
SEVERITIES = (ERROR, WARNING, NOTE)


@dataclass(frozen=True, slots=True)
class Place:
    """A journey, a node of it, a rule (with its section of the rules) or a template."""

    journey: str = ""
    node: str = ""
    section: str = ""
    rule: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that would mend it, and the place at which it is made."""

    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """`title` is one sentence with names and numbers, `why` are the sentences behind it.

    `people` and `count` are None where nobody has counted. `about` tells findings of one kind at
    one place apart, such as a port or a trait.
    """

    kind: str
    severity: str
    where: Place
    title: str
    why: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    people: int | None = None
    count: int | None = None
    remedies: tuple[Remedy, ...] = ()
    about: str = ""
    # Ids of some of these people.
    examples: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for what is the same finding, whatever its numbers are by now."""
        parts = (self.kind, *self.journeys, repr(self.where), self.about)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]

    @property
    def order(self) -> tuple[object, ...]:
        """The worst first, then what meets the most people; the rest is for being the same.

        Journeys that meet come last of their severity: there are many, and most are meant.
        """
        return (
            SEVERITIES.index(self.severity),
            self.kind == "meeting",
            -(self.people or 0),
            self.kind,
            self.journeys,
            repr(self.where),
            self.about,
            self.title,
        )
