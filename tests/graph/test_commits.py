"""The commit's fence, definitions that may be written twice, and writers that meet."""

import threading
from collections.abc import Callable

import pytest
from neo4j.exceptions import ClientError

from apps.engine import compile
from apps.graph import commits, definitions, loads, store
from apps.graph.changes import Rows
from apps.graph.commits import LaneMove, LeaseLost
from tests.scenario import message_on

pytestmark = pytest.mark.usefixtures("graph")


def move(lane: int, commit: int, seq: int = 0) -> LaneMove:
    return LaneMove(lane, seq or commit * 10, commit, f"effects of {commit}")


def new_profile(uid: str) -> Rows:
    return Rows(new_profiles=[{"uid": uid, "state": "{}", "lane": 1, "as_of": 0.0}])


def profiles() -> list[str]:
    return sorted(row["uid"] for row in store.read("MATCH (p:Profile) RETURN p.uid AS uid"))


def test_a_commit_moves_the_watermark_and_keeps_what_it_owes() -> None:
    commits.commit([move(1, 1), move(2, 1)], new_profile("a"))
    mark = loads.lane_marks([1, 2, 3])
    assert set(mark) == {1, 2}
    assert (mark[1].applied_seq, mark[1].commit_no, mark[1].effects) == (10, 1, "effects of 1")


@pytest.mark.parametrize("stale", [1, 3, 4])
def test_a_stale_commit_is_refused_and_writes_nothing(stale: int) -> None:
    commits.commit([move(1, 1)], new_profile("a"))
    with pytest.raises(LeaseLost):
        commits.commit([move(1, stale, seq=99)], new_profile("b"))
    assert profiles() == ["a"]
    assert loads.lane_marks([1])[1].applied_seq == 10


def test_one_stale_lane_refuses_the_whole_commit() -> None:
    commits.commit([move(1, 1)], Rows())
    with pytest.raises(LeaseLost):
        commits.commit([move(1, 1, seq=99), move(2, 1)], new_profile("b"))
    assert profiles() == [] and 2 not in loads.lane_marks([2])


def test_a_commit_that_fails_half_way_leaves_nothing() -> None:
    broken = new_profile("a")
    broken.profiles = [{"uid": "a", "state": {"not": "a value"}, "lane": 1, "as_of": 0.0}]
    broken.new_profiles += [{"uid": None, "state": "{}", "lane": 1, "as_of": 0.0}]
    with pytest.raises(Exception):  # noqa: B017 (each graph has its own)
        commits.commit([move(1, 1)], broken)
    assert profiles() == [] and loads.lane_marks([1]) == {}


def test_two_workers_that_commit_the_same_step_do_it_once() -> None:
    lost = []

    def commit(number: int) -> None:
        try:
            commits.commit([move(5, 1)], new_profile(f"p{number}"))
        except LeaseLost:
            lost.append(number)

    at_once(commit, 4)
    assert len(lost) == 3
    assert len(profiles()) == 1 and loads.lane_marks([5])[5].commit_no == 1


def test_a_published_version_written_twice_is_there_once() -> None:
    journey = compile.journey(message_on("Go"), key="j", name="J", version="v1")
    for _ in range(2):
        definitions.save_version(journey, number=1)
    counts = "MATCH (n:{}) RETURN count(n) AS n"
    for label, many in (("Journey", 1), ("JourneyVersion", 1), ("Node", 3)):
        assert store.read(counts.format(label)) == [{"n": many}]
    for edge, many in (("VERSION", 1), ("NODE", 3), ("NEXT", 2)):
        assert store.read(f"MATCH ()-[r:{edge}]->() RETURN count(r) AS n") == [{"n": many}]


def test_writers_that_meet_at_one_node_all_get_through() -> None:
    store.read("MERGE (n:Node {uid: 'n'}) SET n.at = 0 RETURN n.uid")

    def count(number: int) -> None:
        for _ in range(20):
            store.transact(
                lambda: store.run("MATCH (n:Node {uid: 'n'}) SET n.at = n.at + 1 RETURN n.at")
            )

    at_once(count, 4)
    assert store.read("MATCH (n:Node {uid: 'n'}) RETURN n.at AS n") == [{"n": 80}]


def test_writers_that_make_the_same_new_node_make_one() -> None:
    def make(number: int) -> None:
        for key in range(10):
            store.transact(
                lambda k=key: store.run(  # type: ignore[misc]
                    "MERGE (i:Identifier {uid: $uid}) SET i.value = $by RETURN i.uid",
                    uid=f"x:{k}",
                    by=str(number),
                )
            )

    at_once(make, 4)
    assert store.read("MATCH (i:Identifier) RETURN count(i) AS n") == [{"n": 10}]


def test_a_transaction_that_raises_leaves_nothing() -> None:
    def work() -> None:
        store.run("CREATE (:Identifier {uid: 'gone'})")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.transact(work)
    assert store.read("MATCH (i:Identifier) RETURN i.uid") == []


def test_a_query_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ClientError):
        store.read("MATCH (n RETURN n")


def at_once(work: Callable[[int], None], threads: int) -> None:
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failed.append(error)

    started = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    assert failed == []
