"""What can be put beside each other: a journey's draft, its versions, a document that was sent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from apps.journeys import queries
from apps.journeys.models import Journey, JourneyVersion
from apps.journeys.operations import RESERVED

DRAFT = "draft"
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared, or what is exported or copied.

    `which` is “draft”, the number of a version, or "" for a document that was sent.
    """

    which: str
    name: str
    description: str
    document: Any

    @property
    def label(self) -> str:
        if not self.which:
            return "what was sent"
        return "the draft" if self.which == DRAFT else f"version {self.which}"


def side(journey: Journey, which: str) -> Side | None:
    """The draft or the version of this number; None where there is none."""
    if which == DRAFT:
        draft = queries.draft(journey.key)
        return Side(DRAFT, draft.name, draft.description, draft.document) if draft else None
    if not (which.isascii() and which.isdecimal() and len(which) < LONGEST_NUMBER):
        return None
    version = journey.versions.filter(number=int(which)).first()
    if version is None:
        return None
    return Side(str(version.number), journey.name, journey.description, version.document)


def latest(journey: Journey) -> Side | None:
    """What somebody works on: the draft, or else the latest version."""
    last = journey.versions.defer("document").first()
    return side(journey, DRAFT) or (side(journey, str(last.number)) if last else None)


def versions(journey: Journey, search: str = "") -> QuerySet[JourneyVersion]:
    """Its versions, the latest first; `search` looks at number, note and who published."""
    found = journey.versions.select_related("published_by").defer("document")
    if search:
        by = Q(note__icontains=search) | Q(published_by__username__icontains=search)
        number = search.casefold().removeprefix("version").strip()
        if number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER:
            by |= Q(number=int(number))
        found = found.filter(by)
    return found.order_by("-number")


def is_free(key: str) -> bool:
    """Whether a new journey may have this key."""
    return key not in RESERVED and not Journey.objects.filter(key=key).exists()


def free_key(name: str) -> str:
    """A key made of this name that no journey has yet."""
    made = slugify(name)[:LONGEST_KEY].strip("-_") or "journey"
    key, number = made, 1
    while not is_free(key):
        number += 1
        key = f"{made[: LONGEST_KEY - len(str(number)) - 1]}-{number}"
    return key


LONGEST_NUMBER = 9
