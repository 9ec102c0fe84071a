"""What to call people in a list."""

from collections.abc import Iterable, Sequence

from django.db import connection

from apps.people import shown
from apps.people.identity_types import ANONYMOUS_ID, EMAIL, PHONE, USER_ID

# What says most to those who read it comes first; a visitor's anonymous id only where nothing does.
ORDER = {EMAIL: 0, USER_ID: 1, PHONE: 2, ANONYMOUS_ID: 9}
OTHER = 5
# Whoever was erased has no name any more.
ERASED = "Erased person"


def rank(kind: str) -> int:
    """The place of a type among what people may be called by; the lowest one is taken."""
    return ORDER.get(kind, OTHER)


def best(identifiers: Sequence[tuple[str, str]]) -> str:
    """Of identifiers (type, value) the one that a person is called by; "" where there is none."""
    return min(identifiers, key=lambda one: rank(one[0]), default=("", ""))[1]


def labels(profile_ids: Iterable[object]) -> dict[str, str]:
    """The best known identifier of each of these profiles, by id; some have none.

    Masked for those who may not see it.
    """
    wanted = list({str(id) for id in profile_ids})
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, [wanted])
        found = {str(profile): shown.identifier(value) for profile, value in cursor.fetchall()}
        cursor.execute(_ERASED, [[id for id in wanted if id not in found]])
        return found | {str(row[0]): ERASED for row in cursor.fetchall()}


RANK = "CASE {type} {whens} ELSE {other} END"


def rank_sql(column: str) -> str:
    """`rank` of a type's column, in SQL."""
    whens = " ".join(f"WHEN '{kind}' THEN {place}" for kind, place in ORDER.items())
    return RANK.format(type=column, whens=whens, other=OTHER)


_LABELS = f"""
SELECT DISTINCT ON (profile_id) profile_id, value FROM people_identifier
WHERE profile_id = ANY(%s::uuid[])
ORDER BY profile_id, {rank_sql("type")}, type, value
"""
_ERASED = """
SELECT id FROM people_profile WHERE id = ANY(%s::uuid[]) AND erased_at IS NOT NULL
"""
