"""Runs a stored decision again: the same inputs must give the same decision, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from apps.engine.advance import rerun
from apps.engine.book import Book
from apps.graph import codec, queries_decisions
from apps.graph.queries_decisions import Stored
from apps.orchestrator import books
from apps.simulate import archive, difference_words

BATCH = 100
MOST_DIFFERENCES = 50
MISSING = "(missing)"
# Fields that say most; they are named first.
TELLING = (".verdict", ".reason.code")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the decision that came out otherwise; `path` leads to it."""

    path: str
    stored: Any
    replayed: Any

    @property
    def says(self) -> str:
        """What the field is, in words: “verdict of candidate 1”."""
        return difference_words.field(self.path)


@dataclass(frozen=True, slots=True)
class Replay:
    """What running it again gave. `error` says why it could not be run at all.

    `erased`: what it was made from was deleted on purpose; that is no difference.
    """

    decision: str
    same: bool
    stored_hash: str
    new_hash: str
    differences: tuple[Difference, ...] = ()
    error: str = ""
    erased: bool = False


def replay_decision(uid: UUID | str) -> Replay | None:
    """Run one stored decision again; None where there is none of this id."""
    stored = queries_decisions.get(str(uid))
    return replay(stored) if stored else None


def replay_all(since: float = 0, limit: int | None = None) -> Iterator[Replay]:
    """Run all decisions since then (epoch seconds) again, the oldest first, in batches."""
    return map(replay, islice(stored_since(since), limit))


def replay_file(path: Path) -> Iterator[Replay]:
    """Run the decisions of a file again; no store is asked. Raises `archive.Unreadable`."""
    return (compared(stored, book) for stored, book in archive.read(path))


def stored_since(since: float) -> Iterator[Stored]:
    """All decisions since then (epoch seconds), the oldest first, read in batches."""
    for ids in queries_decisions.all_ids(since):
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            found = {stored.uid: stored for stored in queries_decisions.by_id(batch)}
            yield from (found[uid] for uid in batch if uid in found)


def replay(stored: Stored) -> Replay:
    """Run this decision again under the book that it names."""
    try:
        book = books.stored(stored.book)
    except Exception as error:
        return Replay(stored.uid, False, stored.hash, "", error=repr(error)[:500])
    return compared(stored, book)


def compared(stored: Stored, book: Book) -> Replay:
    """Run this decision again. Whatever is wrong with it is its own result, no exception."""
    if stored.erased_at:
        what = "What it was made from was deleted; it can't be run again."
        return Replay(stored.uid, False, stored.hash, "", error=what, erased=True)
    try:
        outcome = rerun(stored.started_from, book)
        made = next((d for d in outcome.decisions if d.id == stored.uid), None)
    except Exception as error:
        return Replay(stored.uid, False, stored.hash, "", error=repr(error)[:500])
    if made is None:
        return Replay(stored.uid, False, stored.hash, "", error="no decision came of this step")
    text = codec.encode(made)
    new_hash = codec.fingerprint(text)
    # The stored text is hashed as well: a decision whose content was changed is a difference too.
    same = new_hash == stored.hash == codec.fingerprint(stored.content)
    found = () if same else tuple(_differences(stored.content, text))
    return Replay(stored.uid, same, stored.hash, new_hash, found)


def _differences(stored: str, replayed: str) -> list[Difference]:
    found: list[Difference] = []
    try:
        before: Any = msgspec.json.decode(stored)
    except msgspec.DecodeError as error:
        return [Difference("", f"unreadable: {error}", "")]
    _compare("", before, msgspec.json.decode(replayed), found)
    found.sort(key=lambda one: not one.path.endswith(TELLING))
    return found[:MOST_DIFFERENCES] or [Difference("hash", "not that of the content", "")]


def _compare(path: str, before: Any, after: Any, found: list[Difference]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            inner = f"{path}.{key}" if path else key
            _compare(inner, before.get(key, MISSING), after.get(key, MISSING), found)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            one, other = (side[index] if index < len(side) else MISSING for side in (before, after))
            _compare(f"{path}.{index}", one, other, found)
    elif before != after:
        found.append(Difference(path, before, after))
