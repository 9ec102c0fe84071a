"""Reads of merges: both sides as they were before one, and the runs that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apps.engine.joint import RunSince
from apps.engine.reasons import Code
from apps.engine.values import ProfileState
from apps.graph import codec, store

# What ends a run at the very moment of a merge, and only because of it.
BY_MERGE = (Code.MERGED_TWICE_INSIDE.value, Code.EXCLUDED.value)


@dataclass(frozen=True, slots=True)
class Before:
    """The survivor of a merge as it was, when it took in whom. `state` None: not kept."""

    absorbed: str
    at: datetime
    state: ProfileState | None


def befores(survivor: str, absorbed: Sequence[str]) -> dict[str, Before]:
    """The merges of these profiles into the survivor, by the absorbed one; unknown are missing."""
    rows = store.read(_BEFORES, survivor=survivor, ids=list(absorbed)) if absorbed else []
    return {
        row["uid"]: Before(
            row["uid"],
            datetime.fromtimestamp(row["at"], UTC),
            codec.state(row["before"]) if row["before"] else None,
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Sides:
    """Both as they were before a merge. A state is None where it is not kept."""

    at: datetime
    kept: ProfileState | None
    given: ProfileState | None


def sides(pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Sides]:
    """Of these merges (survivor, absorbed), also of those that were undone; unknown are missing.

    Of two that were joined more than once, the latest time.
    """
    rows = [{"kept": kept, "given": given} for kept, given in pairs]
    found: dict[tuple[str, str], Sides] = {}
    for query in (_PARTED_SIDES, _SIDES) if rows else ():
        for row in store.read(query, rows=rows):
            found[row["kept"], row["given"]] = Sides(
                datetime.fromtimestamp(row["at"], UTC),
                codec.state(row["before"]) if row["before"] else None,
                codec.state(row["state"]) if row["state"] else None,
            )
    return found


def runs_since(profile: str, since: datetime) -> list[RunSince]:
    """The person's runs that began or ended at that moment or later, in the order of entry."""
    rows = store.read(_RUNS_SINCE, uid=profile, since=since.timestamp())
    return [
        RunSince(
            id=row["uid"],
            journey=row["journey"],
            event=row["event"] or 0,
            entered_at=datetime.fromtimestamp(row["entered_at"], UTC),
            left_at=datetime.fromtimestamp(row["left_at"], UTC) if row["left_at"] else None,
            by_merge=row["left_at"] == since.timestamp() and row["because"] in BY_MERGE,
        )
        for row in rows
    ]


_BEFORES = """
UNWIND $ids AS id
MATCH (:Profile {uid: id})-[r:MERGED_INTO]->(:Profile {uid: $survivor})
RETURN id AS uid, coalesce(r.taken_in_at, r.at) AS at, r.before AS before
"""
_RUNS_SINCE = """
MATCH (:Profile {uid: $uid})-[:ENROLLED]->(e:Enrollment)
WHERE e.entered_at >= $since OR e.left_at >= $since
OPTIONAL MATCH (e)-[:ENTERED_BY]->(t:Event)
RETURN e.uid AS uid, e.journey AS journey, e.entered_at AS entered_at, e.left_at AS left_at,
       e.left_because AS because, t.uid AS event
ORDER BY entered_at, uid
"""
_SIDES = """
UNWIND $rows AS row
MATCH (a:Profile {uid: row.given})-[r:MERGED_INTO]->(:Profile {uid: row.kept})
RETURN row.kept AS kept, row.given AS given, coalesce(r.taken_in_at, r.at) AS at,
       r.before AS before, a.state AS state
"""
_PARTED_SIDES = """
UNWIND $rows AS row
MATCH (a:Profile {uid: row.given})-[r:PARTED_FROM]->(:Profile {uid: row.kept})
RETURN row.kept AS kept, row.given AS given, coalesce(r.taken_in_at, r.merged_at) AS at,
       r.before AS before, r.given AS state
ORDER BY at
"""
