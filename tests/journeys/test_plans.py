"""What a move would do, in numbers, and that it does just this."""

import pytest

from apps.graph import store
from apps.journeys import operations, plans, queries
from apps.journeys.models import Journey
from tests.journeys.worlds import carry_out, people_on_the_first, second, stands
from tests.scenario import at, publish, run_until, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.graph]
NOW = at(days=3, minutes=5)


def planned(nodes: dict[str, str]) -> plans.Plan:
    journey = Journey.objects.get(key="way")
    versions = {one.number: one for one in journey.versions.select_related("journey")}
    before, after = (queries.compiled_version(versions[number]) for number in (1, 2))
    [on] = [one for one in queries.standing(journey) if one.version.number == 1]
    return plans.plan(before, after, nodes, on.nodes, NOW)


@pytest.fixture(autouse=True)
def a_longest_stay(graph: object) -> None:
    # ann and ben are inside for three days, cid and dan for one.
    people_on_the_first()
    publish("way", second() | {"longest_stay": {"days": 2}})


def test_those_beyond_the_longest_stay_leave_and_are_counted_so() -> None:
    plan = planned({"wait": "wait", "more": "more"})
    assert (plan.moving, plan.leaving, plan.too_long, plan.staying) == (2, 2, 2, 0)
    assert {way.node.key: way.too_long for way in plan.ways} == {"more": 2, "wait": 0}


def test_what_was_counted_is_what_happens() -> None:
    # cid and dan would get the hello again; ann and ben, at “more”, leave before they could.
    nodes = {"wait": "hello", "more": "hello"}
    plan = planned(nodes)
    assert (plan.moving, plan.leaving, plan.again) == (2, 2, 2)
    operations.move(key="way", from_version=1, to_version=2, nodes=nodes, by=None, now=NOW)
    carry_out(NOW)
    run_until(at(days=3.5))
    assert set(stands()) == {"cid", "dan"}
    left = store.read(
        "MATCH (e:Enrollment {active: false}) RETURN e.left_because AS why, count(e) AS n"
    )
    assert left == [{"why": "stayed_too_long", "n": 2}]
    assert [one.user for one in sent() if one.node == "hello"].count("ann") == 1


def test_those_who_are_to_leave_anyway_or_stay_are_not_too_long() -> None:
    plan = planned({"more": ""})
    assert (plan.moving, plan.leaving, plan.too_long, plan.staying) == (0, 2, 0, 2)
