"""The one load of a batch: the states of every profile that it touches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.engine.values import ProfileState
from apps.graph import codec, store


@dataclass(frozen=True, slots=True)
class LaneMark:
    """Where the graph has a lane: what is applied, by which commit, and what that one owes."""

    number: int
    applied_seq: int
    commit_no: int
    effects: str


def states(profiles: Iterable[str]) -> dict[str, ProfileState]:
    """The states of these profiles; those that the graph doesn't know yet are missing."""
    ids = list(profiles)
    if not ids:
        return {}
    return {row["uid"]: codec.state(row["state"]) for row in store.read(_STATES, ids=ids)}


_STATES = """
UNWIND $ids AS id MATCH (p:Profile {uid: id}) WHERE p.state IS NOT NULL
RETURN p.uid AS uid, p.state AS state
"""


def lane_marks(numbers: Sequence[int]) -> dict[int, LaneMark]:
    """Where the graph has these lanes; one that was never committed to is missing."""
    rows = store.read(_LANES, numbers=list(numbers))
    return {
        row["number"]: LaneMark(
            row["number"], row["applied_seq"] or 0, row["commit_no"] or 0, row["effects"] or ""
        )
        for row in rows
    }


_LANES = """
UNWIND $numbers AS number MATCH (l:Lane {number: number})
RETURN l.number AS number, l.applied_seq AS applied_seq, l.commit_no AS commit_no,
       l.effects AS effects
"""
