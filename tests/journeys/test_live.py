"""The live numbers: each as if counted one by one, and the people behind each are as many."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from apps.graph import queries_live, queries_live_people
from apps.graph.queries_live import Entered, NodeNumbers, Span
from tests.journeys.live_world import DAYS, build, counted, span, version
from tests.scenario import at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
EVER = Span()
PERIODS = [
    EVER,
    span(at(days=2), at(days=5)),
    span(at(days=6), at(days=7)),
    span(at(days=8), at(days=DAYS)),
    span(at(days=-9), at(days=-8)),
]


def test_every_number_is_as_if_counted_one_by_one(graph: object) -> None:
    build()
    for number in (1, 2):
        uid = str(version(number).pk)
        for over in PERIODS:
            told = queries_live.version_numbers(uid, over)
            nodes, entered = counted(uid, over)
            assert told.nodes == nodes, (number, over)
            assert told.entered == entered, (number, over)
    _the_world_has_everything()
    _sums_add_up()
    _people_are_as_many_as_the_number()


def _the_world_has_everything() -> None:
    """Otherwise the comparison would be one of zeros."""
    one, two = (queries_live.version_numbers(str(version(n).pk), EVER) for n in (1, 2))
    both = [*one.nodes.values(), *two.nodes.values()]
    codes = {code for node in both for code in node.left}
    assert codes >= {"goal", "exit", "stopped_and_left", "moved_out"}
    assert one.moved_away > 0 and one.moved_away == two.moved_in and one.moved_in == 0
    assert sum(node.sent for node in both) > 20 and sum(node.held_out for node in both) > 5
    assert {v for node in both for v, _ in node.stopped} == {"waits", "skipped", "left"}
    assert one.entered.goals_after_leaving > 0 and one.nodes["quit"].exits > 0
    assert len(one.nodes["wait"].ports) == 2


def _sums_add_up() -> None:
    """Who entered has reached the goal, is inside or has left; all runs are on one version."""
    runs = 0
    for number in (1, 2):
        told = queries_live.version_numbers(str(version(number).pk), EVER)
        entered = told.entered
        assert entered.runs == entered.inside + entered.goals + sum(entered.left.values())
        assert entered.inside == sum(node.now for node in told.nodes.values())
        left = sum(sum(node.left.values()) for node in told.nodes.values())
        assert entered.runs == entered.inside + left
        assert entered.goals == sum(node.goals for node in told.nodes.values())
        for node in told.nodes.values():
            assert node.passed == sum(node.ports.values())
            assert node.now == sum(node.waiting.values()) or not node.waiting
        runs += entered.runs
    # Forty people, of whom some came again: those who had left by then.
    assert 46 <= runs <= 56


def _people_are_as_many_as_the_number() -> None:
    for number in (1, 2):
        uid = str(version(number).pk)
        for over in PERIODS:
            told = queries_live.version_numbers(uid, over)
            for key, node in told.nodes.items():
                for what, n in _kinds(node):
                    people = queries_live_people.people(uid, key, what, over)
                    assert len(people) == n, (number, key, what, over)
                    rows = people[0:200]
                    assert len(rows) == n
                    assert [row["at"] for row in rows] == sorted(
                        (row["at"] for row in rows), reverse=True
                    )
                    assert all(row["profile"] and row["enrollment"] for row in rows)
            entered = queries_live_people.people(uid, "in", "entered", over)
            assert len(entered) == told.entered.runs


def _kinds(node: NodeNumbers) -> Iterator[tuple[str, int]]:
    yield from (("now", node.now), ("waiting", sum(node.waiting.values()) or node.now))
    yield from ((f"waiting:{reason}", n) for reason, n in node.waiting.items())
    yield from (("passed", node.passed), ("left", sum(node.left.values())))
    yield from ((f"port:{port}", n) for port, n in node.ports.items())
    yield from ((f"left:{code}", n) for code, n in node.left.items())
    yield from (("sent", node.sent), ("held_out", node.held_out))
    yield from ((f"stopped:{v}/{reason}", n) for (v, reason), n in node.stopped.items())
    yield from (("goals", node.goals), ("exits", node.exits))


def test_a_version_that_nobody_entered_has_no_numbers(graph: object) -> None:
    told = queries_live.version_numbers("none", EVER)
    assert told.nodes == {} and told.entered == Entered()
    with pytest.raises(KeyError):
        queries_live_people.people("none", "in", "nonsense", EVER)


def test_a_period_leaves_its_end_out(graph: object) -> None:
    build()
    uid = str(version(1).pk)

    def entered(first: datetime, last: datetime) -> int:
        return queries_live.version_numbers(uid, span(first, last)).entered.runs

    noon = at(days=3, minutes=1)
    before, after = entered(at(days=3), noon), entered(noon, at(days=4))
    assert before == 0 and after > 0
    assert entered(at(days=3), at(days=4)) == before + after
