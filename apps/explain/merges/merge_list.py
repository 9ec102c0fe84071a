"""Merges in a list: who was joined with whom, what speaks against it, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.explain.merges import suspicion_words
from apps.explain.merges.suspicion_words import Suspicion
from apps.people import queries_merges
from apps.people.models import Merge
from apps.people.queries_merges import Called
from apps.rules.told import words

LISTS = {
    queries_merges.TO_REVIEW: "To review",
    queries_merges.ALL: "All",
    queries_merges.UNDONE: "Undone",
    queries_merges.RIGHT: "Found right",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A merge with what its two were called before it."""

    merge: Merge
    called: Called
    suspicions: list[Suspicion]

    @property
    def standing(self) -> str:
        """A word for a machine: open, right, undoing or undone."""
        return standing(self.merge)

    @property
    def by(self) -> str:
        return by(self.merge)


def listed(rows: Sequence[Merge]) -> list[Listed]:
    """These merges as a list shows them, in a fixed number of queries."""
    called = queries_merges.called(rows)
    return [Listed(row, called[row.pk], suspicion_words.told(row.suspicions)) for row in rows]


def standing(merge: Merge) -> str:
    if merge.undone_at is not None:
        return "undone" if merge.outcome is not None else "undoing"
    return "right" if merge.reviewed_at is not None else "open"


def by(merge: Merge) -> str:
    """By which types of identifiers the two were joined: “user id and anonymous id”."""
    return words.listed([kind.replace("_", " ") for kind in merge.rule.split("+")])
