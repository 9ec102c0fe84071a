"""A sample of people that stays the same from one look to the next, and what they have told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.people.models import Profile

# What traits are read of; further ones of the same person are left out.
MOST_TRAITS = 60_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Profiles that go on, and of how many they are."""

    ids: tuple[str, ...]
    of: int

    @property
    def exact(self) -> bool:
        return len(self.ids) == self.of


def sample(size: int) -> Sample:
    """Everybody where there are no more than `size`; else so many, the same ones each time.

    Ids are hashes or random, so the first of them in order are as good as any drawn by lot.
    """
    people = Profile.objects.filter(merged_into=None, erased_at=None)
    ids = tuple(map(str, people.order_by("id").values_list("id", flat=True)[: size + 1]))
    return Sample(ids, len(ids)) if len(ids) <= size else Sample(ids[:size], people.count())


def traits_of(ids: Sequence[str]) -> list[tuple[str, Any]]:
    """Every trait of these people, as key and value."""
    with connection.cursor() as cursor:
        cursor.execute(_TRAITS, [list(ids), MOST_TRAITS])
        return [(key, json.loads(value)) for key, value in cursor.fetchall()]


def absorbed_by(ids: Sequence[str]) -> dict[str, str]:
    """The survivor of each profile that was merged into one of these, through any merges."""
    with connection.cursor() as cursor:
        cursor.execute(_ABSORBED, [list(ids)])
        return {str(absorbed): str(survivor) for absorbed, survivor in cursor.fetchall()}


_TRAITS = """
SELECT key, value FROM people_trait WHERE profile_id = ANY(%s::uuid[]) LIMIT %s
"""
_ABSORBED = """
WITH RECURSIVE way (id, survivor, hops) AS (
    SELECT p.id, p.merged_into_id, 1 FROM people_profile p WHERE p.merged_into_id = ANY(%s::uuid[])
    UNION ALL
    SELECT p.id, way.survivor, way.hops + 1
    FROM way JOIN people_profile p ON p.merged_into_id = way.id WHERE way.hops < 50
)
SELECT id, survivor FROM way
"""
