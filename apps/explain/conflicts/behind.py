"""The people and decisions behind a number: a page of candidates, with what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.explain.conflicts import rule_words
from apps.graph import queries_competition
from apps.graph.queries_competition import Fate
from apps.people.labels import labels


@dataclass(frozen=True, slots=True)
class Behind:
    """One candidate. Moments are epoch seconds; `times` is how often it was decided so."""

    message: str
    decision: str
    profile: str
    person: str
    journey: str
    journey_name: str
    node: str
    channel: str
    verdict: str
    reason: str
    rule: str
    rule_name: str
    by: str
    against: tuple[str, ...]
    against_names: tuple[str, ...]
    times: int
    first: float
    last: float
    fate: Fate


def behind(rows: Sequence[dict[str, Any]], journeys: Mapping[str, str]) -> list[Behind]:
    """The rows of a page of `queries_competition.behind`, with names and the latest verdicts."""
    people = labels(row["profile"] for row in rows)
    fates = queries_competition.fates([(row["message"], row["profile"]) for row in rows])
    return [_named(row, people, journeys, fates) for row in rows]


def _named(
    row: dict[str, Any],
    people: Mapping[str, str],
    journeys: Mapping[str, str],
    fates: Mapping[str, Fate],
) -> Behind:
    against = tuple(row["against"])
    told: dict[str, Any] = {key: value or "" for key, value in row.items() if key != "against"}
    return Behind(
        **told,
        person=people.get(row["profile"], f"Visitor {row['profile'][:8]}"),
        journey_name=journeys.get(row["journey"], row["journey"]),
        by=rule_words.full(row["reason"], row["rule"] or "", row["rule_name"] or ""),
        against=against,
        against_names=tuple(journeys.get(key, key) for key in against),
        fate=fates.get(row["message"], Fate(row["verdict"], row["last"])),
    )
