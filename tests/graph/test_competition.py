"""What an edge to a lost candidate says, and how older edges are read."""

from typing import Any

import pytest

from apps.engine.reasons import Code, Reason
from apps.graph import queries_competition, store
from apps.graph.against import against
from apps.graph.queries_competition import Loss
from apps.graph.scope import Scope


@pytest.mark.parametrize(
    ("code", "numbers", "keys"),
    [
        (Code.LOST_TIER, {"winner_journey": "a"}, ["a"]),
        (Code.LOST_SAME_JOURNEY, {"winner_journey": "a"}, ["a"]),
        (Code.LOOK_AHEAD, {"reserved_journey": "b"}, ["b"]),
        (Code.EXCLUDED, {"inside": "c"}, ["c"]),
        (Code.FREQUENCY_CAP, {"journeys": ("b", "a", "b")}, ["a", "b"]),
        (Code.FREQUENCY_CAP, {"limit": 0}, []),
        (Code.QUIET_HOURS, {"journeys": ("a",)}, []),
        (Code.LOST_KEY, {}, []),
    ],
)
def test_it_is_against_those_that_stood_in_the_way(
    code: Code, numbers: dict[str, Any], keys: list[str]
) -> None:
    assert against(Reason(code, numbers=numbers)) == keys


@pytest.mark.usefixtures("graph")
def test_edges_from_before_it_was_kept_lost_to_their_winner() -> None:
    store.transact(lambda: store.run(_OLD))
    losses = queries_competition.losses(Scope(0, 10, conflict=True))
    assert Loss("a", "b", 1, 1) in losses and Loss("", "", 1, 1) in losses
    assert len(losses) == 4
    assert len(queries_competition.behind(Scope(0, 10, loser="a", winner="b"))) == 1


@pytest.mark.usefixtures("graph")
def test_a_candidate_of_two_merged_profiles_is_one() -> None:
    store.transact(lambda: store.run(_MERGED))
    [total] = [
        one
        for one in queries_competition.losses(Scope(0, 10, conflict=True))
        if (one.loser, one.winner) == ("", "")
    ]
    assert (total.candidates, total.people) == (1, 2)
    [row] = queries_competition.behind(Scope(0, 10, conflict=True))[0:9]
    assert (row["profile"], row["times"], row["decision"]) == ("new", 2, "d2")
    assert queries_competition.fates([("m", "old")])["m"].verdict == "skipped"


_OLD = """
CREATE (d:Decision {uid: 'd', at: 1.0, profile: 'p'}) CREATE (n:Node {uid: 'v/m', name: 'M'})
CREATE (d)-[:CONSIDERED {verdict: 'waits', reason: 'lost_tier', rule: 'arbitration', at: 1.0,
                         journey: 'a', lost_to: 'b', message: 'm1'}]->(n)
CREATE (d)-[:CONSIDERED {verdict: 'waits', reason: 'frequency_cap', rule: 'c', at: 1.0,
                         journey: 'c', lost_to: '', message: 'm2'}]->(n)
CREATE (d)-[:CONSIDERED {verdict: 'sent', reason: 'ok', rule: '', at: 1.0,
                         journey: 'b', lost_to: '', message: 'm3'}]->(n)
"""
_MERGED = """
CREATE (o:Profile {uid: 'old'}) CREATE (s:Profile {uid: 'new'}) CREATE (n:Node {uid: 'v/m'})
CREATE (o)-[:MERGED_INTO]->(s)
CREATE (a:Decision {uid: 'd1', at: 1.0, profile: 'old'})
CREATE (b:Decision {uid: 'd2', at: 2.0, profile: 'new'})
CREATE (a)-[:CONSIDERED {verdict: 'waits', reason: 'lost_tier', at: 1.0, journey: 'a',
                         lost_to: 'b', against: ['b'], message: 'm'}]->(n)
CREATE (b)-[:CONSIDERED {verdict: 'skipped', reason: 'lost_tier', at: 2.0, journey: 'a',
                         lost_to: 'b', against: ['b'], message: 'm'}]->(n)
"""
