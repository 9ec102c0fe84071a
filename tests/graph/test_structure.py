"""The structure of the graph agrees with the states from which it was written."""

from collections import Counter

import pytest

from apps.engine.values import ProfileState
from apps.events.models import Event
from apps.graph import codec, store
from apps.people.models import Identifier, Merge
from tests.invariants import flow, shop
from tests.scenario import at, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]
LATER = at(days=9)


@pytest.fixture(params=[500, 9], ids=["one batch", "small batches"])
def states(request: pytest.FixtureRequest, settings: object) -> dict[str, ProfileState]:
    """The middle of the shop's life, when some are inside, some wait, and some have left."""
    shop.journeys()
    told = [event for event in shop.log(people=25) if str(event["sentAt"]) < LATER.isoformat()]
    tell(*told)
    flow.alone(request.param)(LATER)
    rows = store.read("MATCH (p:Profile) RETURN p.uid AS uid, p.state AS state")
    return {row["uid"]: codec.state(row["state"]) for row in rows}


def living(states: dict[str, ProfileState]) -> list[ProfileState]:
    return [state for state in states.values() if not state.moved_to]


def pairs(query: str) -> Counter[tuple[object, ...]]:
    return Counter(tuple(row.values()) for row in store.read(query))


def test_every_active_enrollment_stands_at_its_node_and_no_other(
    states: dict[str, ProfileState],
) -> None:
    expected = Counter(
        (e.id, f"{e.version}/{e.node}", e.since.timestamp())
        for state in living(states)
        for e in state.enrollments
    )
    assert expected
    assert pairs("MATCH (e:Enrollment)-[r:AT]->(n) RETURN e.uid, n.uid, r.since") == expected
    active = pairs("MATCH (e:Enrollment) WHERE e.active RETURN e.uid")
    assert active == Counter((id,) for id, _, _ in expected)


def test_who_has_left_says_when_and_why(states: dict[str, ProfileState]) -> None:
    left = store.read("MATCH (e:Enrollment) WHERE NOT e.active RETURN e AS e")
    assert left
    for row in left:
        assert row["e"]["left_because"] and row["e"]["left_at"] >= row["e"]["entered_at"]
        assert row["e"]["left_node"] and row["e"]["left_reason"]


def test_a_passage_is_there_once_for_each_step(states: dict[str, ProfileState]) -> None:
    """A run that stands at its n-th step has passed n - 1 nodes, one for each number."""
    passed: dict[object, list[int]] = {}
    for row in store.read("MATCH (e:Enrollment)-[v:VISITED]->() RETURN e.uid AS e, v.seq AS seq"):
        passed.setdefault(row["e"], []).append(row["seq"])
    for sequence in passed.values():
        assert sorted(sequence) == list(range(1, len(sequence) + 1))
    for state in living(states):
        for enrollment in state.enrollments:
            assert len(passed.get(enrollment.id, [])) == enrollment.steps - 1


def test_identifiers_lead_to_the_living_profile(states: dict[str, ProfileState]) -> None:
    rows = store.read("MATCH (p:Profile)-[:HAS_IDENTIFIER]->(i) RETURN p.uid AS p, i.uid AS i")
    found = {}
    for row in rows:
        profile = row["p"]
        while states[profile].moved_to:
            profile = states[profile].moved_to
        found[row["i"]] = profile
    known = Identifier.objects.all()
    assert found == {f"{i.type}:{i.value}": str(i.profile_id) for i in known}
    assert len(rows) == len(found)


def test_a_merge_is_an_edge_as_it_is_a_row(states: dict[str, ProfileState]) -> None:
    merges = {(str(m.absorbed_id), str(m.survivor_id)) for m in Merge.objects.all()}
    assert merges
    assert set(pairs("MATCH (a)-[:MERGED_INTO]->(b) RETURN a.uid, b.uid")) == merges
    assert {(id, s.moved_to) for id, s in states.items() if s.moved_to} == merges


def test_all_that_people_did_is_in_a_session_and_the_states_know_the_latest(
    states: dict[str, ProfileState],
) -> None:
    rows = store.read(
        "MATCH (p:Profile)-[:HAD]->(s:Session) RETURN s.uid AS id, s.events AS n,"
        " s.started_at AS a, s.last_at AS z, p.uid = s.profile AS own"
    )
    done = Event.objects.filter(type__in=("track", "page", "screen"), lane_seq__isnull=False)
    assert sum(row["n"] for row in rows) == done.count() > len(rows)
    assert all(row["own"] and row["a"] <= row["z"] for row in rows)
    graphed = {row["id"]: (row["n"], row["a"], row["z"]) for row in rows}
    known = [one for state in living(states) for one in state.sessions]
    assert known
    for one in known:
        ends = one.started_at.timestamp(), one.last_at.timestamp()
        assert graphed[one.id] == (one.events, *ends)


def test_nothing_hangs_in_the_air(states: dict[str, ProfileState]) -> None:
    for orphan in (
        "MATCH (e:Enrollment) WHERE NOT (:Profile)-[:ENROLLED]->(e) RETURN e.uid",
        "MATCH (e:Enrollment) WHERE NOT (e)-[:OF]->(:JourneyVersion) RETURN e.uid",
        "MATCH (e:Enrollment) WHERE NOT (e)-[:ENTERED_BY]->(:Event) RETURN e.uid",
        "MATCH (d:Decision) WHERE NOT (:Profile)-[:DECIDED]->(d) RETURN d.uid",
        "MATCH (d:Decision) WHERE NOT (d)-[:CONSIDERED]->(:Node) RETURN d.uid",
        "MATCH (s:Session) WHERE NOT (:Profile)-[:HAD]->(s) RETURN s.uid",
        "MATCH (m:Message) WHERE NOT (:Decision)-[:CHOSE]->(m) RETURN m.uid",
        "MATCH (n:Node) WHERE NOT (:JourneyVersion)-[:NODE]->(n) RETURN n.uid",
        "MATCH (p:Profile) WHERE p.state IS NULL RETURN p.uid",
        "MATCH (n) WHERE n.uid IS NULL AND NOT n:Lane RETURN n",
    ):
        assert store.read(orphan) == [], orphan


def test_every_decision_says_as_edges_what_it_says_as_content(
    states: dict[str, ProfileState],
) -> None:
    edges = pairs(
        "MATCH (d:Decision)-[c:CONSIDERED]->(n:Node)"
        " RETURN d.uid, n.uid, c.verdict, c.reason, c.rule, c.rank, c.message"
    )
    said: Counter[tuple[object, ...]] = Counter()
    for row in store.read("MATCH (d:Decision) RETURN d.content AS content, d.hash AS hash"):
        assert codec.fingerprint(row["content"]) == row["hash"]
        decision = codec.decision(row["content"])
        for c in decision.considered:
            node = f"{c.version}/{c.node}"
            said[
                decision.id,
                node,
                c.verdict.value,
                c.reason.code.value,
                c.reason.rule,
                c.rank,
                c.message_id,
            ] += 1
    assert edges == said
