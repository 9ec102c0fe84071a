"""Decisions in a file, with all that they need to be run again: no store is asked for anything.

JSON lines, compressed. A rule set, a journey version and a book stand before the first decision
that needs them: {"kind": "rule_set" | "version" | "book" | "decision", …}. Content and step of a
decision are the very text that was stored, as its hash is that of the text.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from apps.engine import compile
from apps.engine.book import Book, Journey, RuleSet
from apps.graph.queries_decisions import Stored
from apps.journeys.models import JourneyVersion
from apps.orchestrator import books
from apps.orchestrator.models import BookVersion
from apps.rules.models import RuleSetVersion

FIELDS = ("uid", "at", "profile", "book", "rule_set", "hash", "content", "step")


class Unreadable(Exception):
    """The file isn't one of these."""


def write(path: Path, decisions: Iterable[Stored]) -> int:
    """Writes these decisions and what held at each; answers how many there were."""
    count, told = 0, _Told()
    with _compressed(path) as file:
        for stored in decisions:
            for line in (*told.new(stored.book), _decision(stored)):
                file.write(msgspec.json.encode(line) + b"\n")
            count += 1
    return count


@contextmanager
def _compressed(path: Path) -> Iterator[IO[bytes]]:
    """Without a name or a time inside: the same decisions give the same file."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=0) as file,
    ):
        yield file  # type: ignore[misc]


def _decision(stored: Stored) -> dict[str, Any]:
    return {"kind": "decision"} | {name: getattr(stored, name) for name in FIELDS}


@dataclass(slots=True)
class _Told:
    """What the file has already."""

    ids: set[str] = field(default_factory=set)

    def new(self, book: str) -> Iterator[dict[str, Any]]:
        """The book and its parts, as far as the file doesn't have them."""
        if book in self.ids:
            return
        document = BookVersion.objects.get(id=book).document
        asked = [document["rule_set"], *document["versions"]]
        missing = [id for id in asked if id and id not in self.ids]
        for row in RuleSetVersion.objects.filter(id__in=missing):
            yield {
                "kind": "rule_set",
                "id": str(row.id),
                "number": row.number,
                "document": row.document,
            }
        versions = JourneyVersion.objects.filter(id__in=missing).select_related("journey")
        for version in versions.order_by("journey__key", "number"):
            yield {
                "kind": "version",
                "id": str(version.id),
                "journey": version.journey.key,
                "name": version.journey.name,
                "document": version.document,
            }
        yield {"kind": "book", "id": book, "document": document}
        self.ids |= {book, *missing}


def read(path: Path) -> Iterator[tuple[Stored, Book]]:
    """The decisions of a file, each with its book. Raises `Unreadable` for anything else."""
    kept = _Kept()
    try:
        with gzip.open(path, "rb") as file:
            for text in file:
                line = msgspec.json.decode(text)
                if line["kind"] == "decision":
                    found = {name: line[name] for name in FIELDS}
                    yield Stored(applied_at=line["at"], **found), kept.book(line["book"])
                else:
                    kept.lines[line["kind"], line["id"]] = line
    except (OSError, EOFError, KeyError, TypeError, msgspec.DecodeError) as error:
        raise Unreadable(f"{path.name} holds no decisions that can be read: {error!r}") from error


@dataclass(slots=True)
class _Kept:
    """What a file has told so far; compiled when a decision asks for it."""

    lines: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    books: dict[str, Book] = field(default_factory=dict)

    def book(self, id: str) -> Book:
        if id not in self.books:
            document = self.lines["book", id]["document"]
            names = books.names(document)
            versions = [self._journey(version, names) for version in document["versions"]]
            rules = self._rules(document["rule_set"])
            self.books[id] = books.assembled(id, document, rules, versions)
        return self.books[id]

    def _rules(self, id: str) -> RuleSet:
        if not id:
            return books.initial_rules()
        line = self.lines["rule_set", id]
        return compile.rule_set(line["document"], id=id, number=line["number"])

    def _journey(self, id: str, names: Mapping[str, str]) -> Journey:
        line = self.lines["version", id]
        name = names.get(line["journey"], line["name"])
        return compile.journey(line["document"], key=line["journey"], name=name, version=id)
