"""What the pages of the rules show: every rule with its sentence, by section."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.engine.book import RuleSet
from apps.graph import queries_journeys
from apps.rules import queries
from apps.rules.compare import REMOVED, Change, compare
from apps.rules.kinds import OF_SECTION
from apps.rules.models import RuleSetDraft
from apps.rules.saying import OF_ALL, TITLES, Said, rules_of, said


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as a page shows it; `mark` says whether the draft added or changed it.

    `first` and `last` are of those that it may be moved among.
    """

    said: Said
    mark: str = ""
    first: bool = False
    last: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it is one of a list that may be changed and removed."""
        return not self.said.key.startswith(OF_ALL)

    @property
    def is_stage(self) -> bool:
        return self.said.section == "lifecycles" and "/" in self.said.key

    @property
    def parts(self) -> list[str]:
        """The keys that lead to it: a stage's are its lifecycle's and its own."""
        return self.said.key.split("/")

    @property
    def anchor(self) -> str:
        return f"{self.said.section}-{self.said.key}".replace("/", "-")


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: list[Line]
    removed: list[Change] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """How the section's addresses begin; "" where it has no rules of its own to add."""
        kind = OF_SECTION.get(self.key)
        return kind.slug if kind else ""

    @property
    def is_empty(self) -> bool:
        return not any(line.is_item for line in self.lines)

    @property
    def is_ordered(self) -> bool:
        kind = OF_SECTION.get(self.key)
        return kind is not None and kind.ordered

    @property
    def one(self) -> str:
        kind = OF_SECTION.get(self.key)
        return kind.one if kind else ""


@dataclass(frozen=True, slots=True)
class Book:
    """A rule set as a page shows it."""

    rules: RuleSet
    sections: list[Section]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """The draft and what it changes about the version that holds."""

    draft: RuleSetDraft
    changes: list[Change]


def book(document: Mapping[str, Any], changes: list[Change] | None = None) -> Book:
    """Everything in this document, in sentences; `changes` are marked."""
    rules = rules_of(document)
    marks = {(c.section, c.key): c.kind for c in changes or ()}
    every = said(rules, queries_journeys.journey_names())
    lines: dict[str, list[Line]] = {section: [] for section in TITLES}
    for place, one in enumerate(every):
        before = every[place - 1] if place else None
        after = every[place + 1] if place + 1 < len(every) else None
        mark = marks.get((one.section, one.key), "")
        lines[one.section].append(
            Line(one, mark, not _beside(one, before), not _beside(one, after))
        )
    removed = [change for change in changes or () if change.kind == REMOVED]
    sections = [
        Section(key, title, lines[key], [c for c in removed if c.section == key])
        for key, title in TITLES.items()
    ]
    return Book(rules, sections)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What is different between two documents, in words."""
    names = queries_journeys.journey_names()
    return compare(rules_of(before), rules_of(after), names)


def open_draft() -> OpenDraft | None:
    """The draft with its changes, or None where none is open."""
    draft = queries.draft()
    if draft is None:
        return None
    return OpenDraft(draft, changes(queries.current_document(), draft.document or {}))


def _beside(one: Said, other: Said | None) -> bool:
    """Whether the two stand in one order: tiers, or stages of one lifecycle."""
    if other is None or one.section != other.section:
        return False
    lists = [known.key.rpartition("/")[0] for known in (one, other)]
    return lists[0] == lists[1]
