"""Reads of what identity left off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.common.viewer import sees_personal_data
from apps.people import queries_sets
from apps.people.labels import labels
from apps.people.models import LeftOff


def left_off(*, search: str = "", because: str = "", kind: str = "") -> QuerySet[LeftOff]:
    """The latest first; `search` is how a value begins, or type:value."""
    found = LeftOff.objects.order_by("-last_at", "-id")
    if because:
        found = found.filter(because=because)
    if kind:
        found = found.filter(type=kind)
    if search:
        of_type, _, value = search.partition(":")
        begins = {"value__startswith": search} if sees_personal_data() else {"value": search}
        found = found.filter(**begins) | found.filter(type=of_type, value=value)
    return found


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the profile that goes on, and what they are called."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """What was left off, from whom, and whose it is."""

    row: LeftOff
    person: Person
    other: Person | None

    @property
    def same(self) -> bool:
        """Whether the two are one person by now."""
        return self.other is not None and self.other.id == self.person.id


def lines(rows: Sequence[LeftOff]) -> list[Line]:
    """These rows with the people they are about, as they are known now."""
    ids = {str(id) for row in rows for id in (row.profile_id, row.other_id) if id}
    on = queries_sets.survivors(ids)
    called = labels({on.get(id, id) for id in ids})

    def person(id: Any) -> Person:
        home = on.get(str(id), str(id))
        return Person(home, called.get(home) or f"Visitor {home[:8]}")

    return [
        Line(row, person(row.profile_id), person(row.other_id) if row.other_id else None)
        for row in rows
    ]
