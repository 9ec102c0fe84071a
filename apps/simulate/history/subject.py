"""What is analysed: the book of the live journeys, the drafts and the rules as they would hold.

A draft stands in the place of its journey's live version. One that can't be compiled is left out,
with its problems, and the live version stays. Nobody is held out: the numbers are those of a world
in which every message that may leave does.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from apps.engine import compile
from apps.engine.book import Book, Journey
from apps.engine.problems import Invalid, Problem


@dataclass(frozen=True, slots=True)
class Authored:
    """A journey as it is written. `version` is the id of a published one; "" is a draft."""

    key: str
    name: str
    document: Mapping[str, Any]
    version: str = ""
    # The number of the version, or the revision of the draft.
    number: int = 0

    @property
    def is_draft(self) -> bool:
        return not self.version


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules as they are written. `version` is the id of the published ones; "" is a draft, or
    what holds before anything was published."""

    document: Mapping[str, Any]
    version: str = ""
    number: int = 0
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """`drafts` are the keys of the drafts in the book, `left_out` those that don't compile."""

    book: Book
    drafts: frozenset[str]
    left_out: Mapping[str, tuple[Problem, ...]]
    fingerprint: str

    @property
    def journeys(self) -> Mapping[str, Journey]:
        """The journeys under analysis, by key."""
        return {journey.key: journey for journey in self.book.journeys.values()}


def book_for(rules: Rules, live: Iterable[Authored], drafts: Iterable[Authored] = ()) -> Subject:
    """The book under analysis. Raises `problems.Invalid` for rules that can't be compiled."""
    given_live, given_drafts = list(live), list(drafts)
    journeys: dict[str, Journey] = {one.key: _compiled(one) for one in given_live}
    left_out: dict[str, tuple[Problem, ...]] = {}
    for draft in given_drafts:
        try:
            journeys[draft.key] = _compiled(draft)
        except Invalid as invalid:
            left_out[draft.key] = invalid.problems
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            # A draft may be of any shape.
            left_out[draft.key] = (Problem("", "unreadable", repr(error)[:200]),)
    known = fingerprint(rules, given_live, given_drafts)
    ordered = [journeys[key] for key in sorted(journeys)]
    book = compile.book(
        id=known,
        rules=compile.rule_set(rules.document, id=rules.version, number=rules.number),
        journeys=ordered,
        live=[journey.version for journey in ordered],
    )
    drawn = frozenset(draft.key for draft in given_drafts if draft.key not in left_out)
    return Subject(book, drawn, left_out, known)


def fingerprint(rules: Rules, live: Iterable[Authored], drafts: Iterable[Authored]) -> str:
    """The same for the same rules, versions and drafts, by what they say."""
    content = {
        "rules": rules.document,
        "live": sorted((one.key, one.version) for one in live),
        "drafts": sorted(((one.key, one.document) for one in drafts), key=lambda pair: pair[0]),
    }
    encoded = msgspec.json.encode(content, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:32]


def _compiled(one: Authored) -> Journey:
    version = one.version or f"draft:{one.key}:{one.number}"
    return compile.journey(one.document, key=one.key, name=one.name, version=version)
