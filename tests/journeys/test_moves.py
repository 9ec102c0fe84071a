"""People go over to another version by a map of nodes, once each, and nothing is sent twice."""

from collections import Counter

import pytest
from django.db.models.signals import post_init

from apps.graph import queries_moves, queries_standing, store
from apps.journeys import operations, queries
from apps.journeys.models import Journey, JourneyMove, JourneyVersion
from apps.journeys.refusals import NotMovable
from apps.simulate.replay import replay_all
from tests.journeys.worlds import carry_out, first, people_on_the_first, second, stands
from tests.scenario import at, publish, run_until, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
SAME = {"wait": "wait", "more": "more"}


@pytest.fixture(autouse=True)
def on_two_versions(graph: object) -> None:
    people_on_the_first()
    publish("way", second())


def move(nodes: dict[str, str], day: float = 3) -> JourneyMove:
    now = at(days=day, minutes=5)
    row = operations.move(key="way", from_version=1, to_version=2, nodes=nodes, by=None, now=now)
    carry_out(now)
    row.refresh_from_db()
    return row


def got() -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for one in sent():
        messages.setdefault(one.user, []).append(one.node)
    return messages


def test_everybody_stays_on_their_version_until_they_are_moved() -> None:
    run_until(at(days=3.5))
    assert stands() == {
        "ann": (1, "more"),
        "ben": (1, "more"),
        "cid": (1, "wait"),
        "dan": (1, "wait"),
    }
    rows = queries_standing.standing("way")
    assert {(row.node, row.people) for row in rows} == {("more", 2), ("wait", 2)}


def test_who_is_mapped_goes_on_in_the_new_version_and_gets_nothing_twice() -> None:
    done = move(SAME)
    assert done.people == 4 and done.finished_at
    run_until(at(days=4))
    # cid and dan waited their two days out: what they waited was not begun anew.
    assert stands() == dict.fromkeys(("ann", "ben", "cid", "dan"), (2, "more")) | dict.fromkeys(
        ("cid", "dan"), (2, "wait")
    )
    run_until(at(days=60))
    assert stands() == {}
    assert Counter(map(tuple, got().values())) == {("hello", "more", "last"): 4}


def test_who_stands_elsewhere_stays_and_who_is_to_leave_leaves() -> None:
    move({"more": ""})
    run_until(at(days=3.5))
    assert stands() == {"cid": (1, "wait"), "dan": (1, "wait")}
    left = store.read(
        "MATCH (e:Enrollment {active: false}) RETURN e.left_because AS why, count(e) AS n"
    )
    assert left == [{"why": "moved_out", "n": 2}]
    run_until(at(days=60))
    assert got()["ann"] == ["hello"] and got()["cid"] == ["hello", "more"]


def test_who_goes_to_another_kind_of_node_arrives_there() -> None:
    move({"wait": "last"})
    run_until(at(days=3.1))
    assert {user: at for user, at in stands().items() if user in ("cid", "dan")} == {
        "cid": (2, "last"),
        "dan": (2, "last"),
    }
    run_until(at(days=60))
    assert got() == {
        "ann": ["hello", "more"],
        "ben": ["hello", "more"],
        "cid": ["hello", "last"],
        "dan": ["hello", "last"],
    }


def test_moved_are_those_who_stand_there_on_their_turn() -> None:
    # When it is asked for, cid and dan are seen in their delay; on day 4, when it is their turn,
    # they stand at “more”.
    move({"more": "last"}, day=4)
    run_until(at(days=5))
    assert stands() == dict.fromkeys(("ann", "ben", "cid", "dan"), (2, "last"))


def test_who_comes_to_a_node_of_the_map_later_stays() -> None:
    move({"more": "last"}, day=3)
    run_until(at(days=5))
    assert stands() == {
        "ann": (2, "last"),
        "ben": (2, "last"),
        "cid": (1, "more"),
        "dan": (1, "more"),
    }


def test_the_graph_tells_the_move() -> None:
    move(SAME)
    run_until(at(days=3.5))
    old, new = (str(JourneyVersion.objects.get(number=n).pk) for n in (1, 2))
    edges = store.read(
        """
        MATCH (e:Enrollment)-[m:MOVED]->(v:JourneyVersion)
        MATCH (e)-[:OF]->(o:JourneyVersion), (e)-[:AT]->(n:Node)
        RETURN m.before AS before, m.version AS version, v.uid AS to, o.uid AS of, m.node AS node,
               n.uid AS at, e.version AS kept, m.at AS moment
        """
    )
    assert len(edges) == 4
    for edge in edges:
        assert edge["before"] == old and edge["node"] == edge["at"]
        assert {edge["version"], edge["to"], edge["of"], edge["kept"]} == {new}
        assert edge["moment"] == at(days=3, minutes=5).timestamp()
    people = {row["p"] for row in store.read("MATCH (e:Enrollment) RETURN e.profile AS p")}
    assert len(queries_moves.version_moves(sorted(people), 9e9, "", 10, "")) == 4


def test_decisions_after_a_move_come_out_the_same_when_run_again() -> None:
    move(SAME)
    run_until(at(days=30))
    results = list(replay_all())
    assert len(results) >= 8 and all(result.same for result in results)


def test_people_are_read_in_pages() -> None:
    version = str(JourneyVersion.objects.get(number=1).pk)
    people = queries_standing.people_on(version)
    assert len(people) == len(set(people)) == 4 and people == sorted(people)
    assert queries_standing.people_on(version, "", 3) == people[:3]
    assert queries_standing.people_on(version, people[1]) == people[2:]
    assert queries_standing.count_on(version) == 4


@pytest.mark.parametrize(
    ("versions", "nodes", "field"),
    [
        ((1, 2), {}, "nodes"),
        ((1, 2), {"nowhere": "more"}, "nodes.nowhere"),
        ((1, 2), {"more": "nowhere"}, "nodes.more"),
        ((1, 1), SAME, "to_version"),
        ((7, 2), SAME, "from_version"),
        ((1, 7), SAME, "to_version"),
    ],
)
def test_a_map_that_names_what_is_not_there_moves_nobody(
    versions: tuple[int, int], nodes: dict[str, str], field: str
) -> None:
    with pytest.raises(NotMovable) as refused:
        operations.move(
            key="way",
            from_version=versions[0],
            to_version=versions[1],
            nodes=nodes,
            by=None,
            now=at(days=3),
        )
    assert refused.value.field == field
    assert not JourneyMove.objects.exists()


def test_publishing_again_changes_nothing_for_those_inside() -> None:
    publish("way", first())
    run_until(at(days=60))
    assert set(map(tuple, got().values())) == {("hello", "more")}


def test_versions_without_people_are_not_read() -> None:
    publish("way", second())
    read: list[int] = []

    def note(instance: JourneyVersion, **more: object) -> None:
        read.append(instance.number)

    post_init.connect(note, sender=JourneyVersion)
    try:
        [on] = queries.standing(Journey.objects.get(key="way"))
    finally:
        post_init.disconnect(note, sender=JourneyVersion)
    assert (on.version.number, on.people, read) == (1, 4, [1])
