"""By which book an entry was asked at a moment, and whether the journey let anybody in then."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from apps.engine.book import Book
from apps.journeys.models import Journey
from apps.orchestrator import books
from apps.orchestrator.models import BookVersion

BY_RULES_NOW = "Exclusion groups are asked by the rules that hold now."


@dataclass(frozen=True, slots=True)
class BookThen:
    """`status` is what the journey was, "" for live, `since` when; `sure`: the journey's own word.

    Otherwise it is what the latest book before the moment says, which may have been followed by
    one that had held before. `is_then`: it is the book of that time, and not today's.
    """

    book: Book
    status: str = ""
    since: datetime | None = None
    sure: bool = True
    is_then: bool = False


class Books:
    """The books of the past, for one journey; each is read once."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        rows = BookVersion.objects.order_by("created_at").values_list("created_at", "id")
        self._known = list(rows)
        self._own = {str(id) for id in journey.versions.values_list("id", flat=True)}
        self._documents: dict[UUID, dict[str, Any]] = {}
        self._now = books.current()

    def then(self, version: str, at: datetime) -> BookThen:
        """What held for the journey when something came at that moment."""
        place = bisect_right(self._known, at, key=itemgetter(0))
        since, id = self._known[place - 1] if place else (None, None)
        document = self._document(id) if id else {}
        usable = version in document.get("versions", ())
        book = books.stored(str(id)) if usable else self._now
        journey = self.journey
        if (
            journey.status != Journey.Status.LIVE
            and journey.changed_at
            and journey.changed_at <= at
        ):
            return BookThen(book, journey.status, journey.changed_at, is_then=usable)
        if usable and not self._own & set(document["live"]):
            status = "paused" if journey.key in document["paused"] else "draining"
            return BookThen(book, status, since, sure=False, is_then=True)
        return BookThen(book, is_then=usable)

    def _document(self, id: UUID) -> dict[str, Any]:
        if id not in self._documents:
            self._documents[id] = BookVersion.objects.get(id=id).document
        return self._documents[id]
