"""How many people are in the stages of a lifecycle, how they move between them, how long they stay.

Counted are stays: one person's time in one stage, from entering it to leaving it. A stay that a
merge of profiles cut short doesn't count: it goes on with the surviving profile, if with anybody.
A stay that a merge brought over begins when the person really entered. Moments are epoch seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.graph import store
from apps.graph.listing import Listing

MOST_STAGES = 500
# Which stays of a stage are meant, by the word for it; all but the first in a stretch of time.
WHICH = {
    "now": "r.until IS NULL",
    "entered": "r.since >= $since AND r.since < $until",
    "left": "r.until >= $since AND r.until < $until",
    "done": "r.since >= $since AND r.since < $until AND r.done_at IS NOT NULL",
    "still": "r.since >= $since AND r.since < $until AND r.until IS NULL",
}


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Lengths of time in seconds: a quarter is below `lower`, a quarter above `upper`.

    None: there was nothing to measure.
    """

    lower: float | None = None
    median: float | None = None
    upper: float | None = None


@dataclass(slots=True)
class StageNumbers:
    """One stage: who is in it now, and what happened in a stretch of time.

    `came` says from which stage those came who entered then ("": from none). `still` and `done`
    are of those who entered then: who is still in, and who has done what the stage is for.
    `stayed` is of those who left then, `to_done` of those who are `done`.
    """

    now: int = 0
    entered: int = 0
    left: int = 0
    still: int = 0
    done: int = 0
    came: dict[str, int] = field(default_factory=dict)
    stayed: Quartiles = Quartiles()
    to_done: Quartiles = Quartiles()


def now_in(lifecycles: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many people are in each stage now, by lifecycle and stage; empty stages are missing."""
    rows = store.read(_NOW, lifecycles=list(lifecycles), limit=MOST_STAGES)
    return {(row["lifecycle"], row["stage"]): row["n"] for row in rows}


def numbers(lifecycle: str, *, since: float, until: float) -> dict[str, StageNumbers]:
    """The numbers of every stage that somebody has been in, by its key."""
    found: dict[str, StageNumbers] = {}
    asked = {"lifecycle": lifecycle, "since": since, "until": until, "limit": MOST_STAGES}
    for row in store.read(_COUNTS, **asked):
        stage = found.setdefault(row["stage"], StageNumbers())
        stage.now += row["now"]
        stage.entered += row["entered"]
        stage.left += row["left"]
        stage.still += row["still"]
        stage.done += row["done"]
        if row["entered"]:
            stage.came[row["previous"]] = row["entered"]
    for row in store.read(_TIMES, **asked):
        found[row["stage"]].stayed = Quartiles(row["lower"], row["median"], row["upper"])
        found[row["stage"]].to_done = Quartiles(row["d_lower"], row["d_median"], row["d_upper"])
    return found


def stays(
    lifecycle: str,
    stage: str,
    which: str,
    *,
    since: float,
    until: float,
    came_from: str | None = None,
    profiles: Sequence[str] | None = None,
) -> Listing:
    """The stays in a stage, those that began latest first.

    `which` is one of WHICH. `came_from` asks for those who came from this stage ("": from none),
    `profiles` only for these people.
    """
    parameters: dict[str, object] = {
        "stage": f"{lifecycle}/{stage}",
        "since": since,
        "until": until,
        "previous": came_from or "",
    }
    match = "MATCH (:Stage {uid: $stage})<-[r:IN_STAGE]-(p:Profile)"
    if profiles is not None:
        parameters["ids"] = list(profiles)
        match = "UNWIND $ids AS id MATCH (p:Profile {uid: id})-[r:IN_STAGE]->(:Stage {uid: $stage})"
    match += f" WHERE r.merged IS NULL AND {WHICH[which]}"
    if came_from is not None:
        match += " AND r.previous = $previous"
    return Listing(f"{match} {_STAY}", f"{match} RETURN count(r) AS n", parameters)


def moved_by(rows: Sequence[Mapping[str, object]]) -> dict[tuple[str, float], tuple[str, str]]:
    """The journey and the node that moved people, of stays given by `profile` and `since`.

    By (profile, since); what no node did is missing.
    """
    asked = [{"profile": row["profile"], "since": row["since"]} for row in rows]
    found = store.read(_MOVED_BY, rows=asked) if asked else []
    return {(row["profile"], row["since"]): (row["journey"], row["node"]) for row in found}


_NOW = """
UNWIND $lifecycles AS lifecycle
MATCH (s:Stage {lifecycle: lifecycle})<-[r:IN_STAGE]-() WHERE r.until IS NULL
RETURN s.lifecycle AS lifecycle, s.key AS stage, count(r) AS n LIMIT $limit
"""
_THEN = "r.since >= $since AND r.since < $until"
_LEFT_THEN = "r.until >= $since AND r.until < $until"
_COUNTS = f"""
MATCH (s:Stage {{lifecycle: $lifecycle}})<-[r:IN_STAGE]-() WHERE r.merged IS NULL
RETURN s.key AS stage, r.previous AS previous,
       sum(CASE WHEN r.until IS NULL THEN 1 ELSE 0 END) AS now,
       sum(CASE WHEN {_THEN} THEN 1 ELSE 0 END) AS entered,
       sum(CASE WHEN {_LEFT_THEN} THEN 1 ELSE 0 END) AS left,
       sum(CASE WHEN {_THEN} AND r.until IS NULL THEN 1 ELSE 0 END) AS still,
       sum(CASE WHEN {_THEN} AND r.done_at IS NOT NULL THEN 1 ELSE 0 END) AS done
ORDER BY stage, previous LIMIT $limit
"""
_TIMES = f"""
MATCH (s:Stage {{lifecycle: $lifecycle}})<-[r:IN_STAGE]-()
WHERE r.merged IS NULL AND ({_THEN} OR {_LEFT_THEN})
WITH s.key AS stage, CASE WHEN {_LEFT_THEN} THEN r.until - r.since END AS stayed,
     CASE WHEN {_THEN} THEN r.done_at - r.since END AS done
RETURN stage, percentileCont(stayed, 0.25) AS lower, percentileCont(stayed, 0.5) AS median,
       percentileCont(stayed, 0.75) AS upper, percentileCont(done, 0.25) AS d_lower,
       percentileCont(done, 0.5) AS d_median, percentileCont(done, 0.75) AS d_upper
ORDER BY stage LIMIT $limit
"""
_STAY = """
RETURN p.uid AS profile, r.since AS since, r.until AS until, r.done_at AS done_at,
       r.because AS because, r.previous AS previous, r.event AS event, r.leaves AS leaves
ORDER BY since DESC, profile
"""
_MOVED_BY = """
UNWIND $rows AS row
MATCH (e:Enrollment {profile: row.profile})-[v:VISITED]->(n:Node)
WHERE n.type = 'move_stage' AND v.left_at = row.since
RETURN row.profile AS profile, row.since AS since, e.journey AS journey, n.name AS node
"""
