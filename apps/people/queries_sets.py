"""Reads of many people at once: who each one is by now, and by whose clock they live."""

from collections.abc import Iterable

from django.db import connection


def survivors(profile_ids: Iterable[str]) -> dict[str, str]:
    """The profile that goes on for each of these; those never merged, and unknown ones, miss."""
    with connection.cursor() as cursor:
        cursor.execute(_SURVIVORS, [list(profile_ids)])
        return {str(hint): str(id) for hint, id in cursor.fetchall()}


def zones(profile_ids: Iterable[str]) -> dict[str, str]:
    """The time zone that each of these has told; those who told none miss."""
    with connection.cursor() as cursor:
        cursor.execute(_ZONES, [list(profile_ids)])
        return {str(profile): zone for profile, zone in cursor.fetchall() if zone}


_SURVIVORS = """
WITH RECURSIVE way (hint, id, hops) AS (
    SELECT p.id, p.merged_into_id, 0 FROM people_profile p
    WHERE p.id = ANY(%s::uuid[]) AND p.merged_into_id IS NOT NULL
    UNION ALL
    SELECT way.hint, p.merged_into_id, way.hops + 1
    FROM way JOIN people_profile p ON p.id = way.id
    WHERE p.merged_into_id IS NOT NULL AND way.hops < 50
)
SELECT DISTINCT ON (hint) hint, id FROM way ORDER BY hint, hops DESC
"""
_ZONES = """
SELECT profile_id, value #>> '{}' FROM people_trait
WHERE key = 'timezone' AND profile_id = ANY(%s::uuid[]) AND jsonb_typeof(value) = 'string'
"""
