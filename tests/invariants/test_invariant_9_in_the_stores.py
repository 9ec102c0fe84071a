"""Invariant 9, in the stores: batch size and worker count don't show, not even in an id."""

from datetime import datetime, timedelta

import pytest

from tests.invariants import flow, shop
from tests.scenario import at, tell

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]


@pytest.fixture
def expected(settings: object) -> dict[str, list[object]]:
    """What one worker makes of the log in one batch."""
    shop.journeys()
    return outcome(flow.alone(100_000))


def outcome(run: flow.Run) -> dict[str, list[object]]:
    flow.reset()
    tell(*shop.log())
    run(shop.END)
    return flow.everything()


def test_the_log_gives_something_to_compare(expected: dict[str, list[object]]) -> None:
    assert len(expected["outbox"]) > 40 and len(expected["merged"]) > 5
    verdicts = {row[1] for row in expected["considered"]}  # type: ignore[index]
    assert verdicts >= {"sent", "waits", "skipped"}
    assert not expected["quarantined"] and not expected["poisoned"]


@pytest.mark.parametrize(("batch", "lanes"), [(1, 1), (1, 64), (7, 3), (7, 64), (500, 64)])
def test_batches_of_1_7_and_500_make_the_same_decisions(
    expected: dict[str, list[object]], batch: int, lanes: int
) -> None:
    flow.assert_same(outcome(flow.alone(batch, lanes)), expected)


@pytest.mark.parametrize("batch", [1, 50])
def test_three_workers_at_once_make_the_same_decisions_as_one(
    expected: dict[str, list[object]], batch: int
) -> None:
    flow.assert_same(outcome(flow.in_threads(3, batch, lanes=7)), expected)


def test_three_processes_make_the_same_decisions_as_one(
    expected: dict[str, list[object]], process_environment: dict[str, str]
) -> None:
    flow.assert_same(outcome(flow.in_processes(3, 20, 5, process_environment)), expected)


def test_time_that_passes_in_small_steps_makes_the_same_decisions(
    expected: dict[str, list[object]],
) -> None:
    def run(until: datetime) -> None:
        moment = at(0)
        while moment < until:
            flow.alone(500)(moment)
            moment += timedelta(hours=13)
        flow.alone(500)(until)

    flow.assert_same(outcome(run), expected)
