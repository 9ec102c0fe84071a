"""What retention asks and deletes in the graph: evidence of old decisions, and what runs need."""

from collections.abc import Sequence

from apps.graph import store

# Runs that are looked at: those that began longest ago.
MOST_OPEN = 200_000


def entry_events_of_open_runs(before: float) -> list[int]:
    """The events, received before then, with which runs began that go on."""
    rows = store.read(_ENTRIES, before=before, limit=MOST_OPEN)
    return [int(row["event"]) for row in rows]


def in_a_run(profiles: Sequence[str]) -> set[str]:
    """Which of these people are in a run."""
    rows = store.read(_IN_A_RUN, ids=list(profiles)) if profiles else []
    return {row["profile"] for row in rows}


def old_evidence(before: float) -> int:
    """Of how many decisions made before then the evidence is kept."""
    return int(store.read(_COUNT, before=before)[0]["n"])


def delete_evidence(since: float, before: float, at: float, limit: int) -> tuple[int, float]:
    """Delete what the next decisions from `since` on were made from: how many, and the last one's
    moment."""
    rows = store.transact(
        lambda: store.run(_DELETE, since=since, before=before, at=at, limit=limit)
    )
    return int(rows[0]["n"]), float(rows[0]["last"] or since)


_ENTRIES = """
MATCH (e:Enrollment)-[:ENTERED_BY]->(t:Event) WHERE e.entered_at < $before AND e.active = true
RETURN DISTINCT t.uid AS event LIMIT $limit
"""
_IN_A_RUN = """
UNWIND $ids AS id MATCH (e:Enrollment {profile: id}) WHERE e.active = true
RETURN DISTINCT e.profile AS profile
"""
_COUNT = "MATCH (d:Decision) WHERE d.at < $before AND d.erased_at IS NULL RETURN count(d) AS n"
_DELETE = """
MATCH (d:Decision) WHERE d.at >= $since AND d.at < $before AND d.erased_at IS NULL
WITH d ORDER BY d.at LIMIT $limit
SET d.step = '', d.erased_at = $at
RETURN count(d) AS n, max(d.at) AS last
"""
