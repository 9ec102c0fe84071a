"""The numbers of a lifecycle, counted by hand."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.common import clock
from apps.graph import queries_stages as graph
from apps.graph import store
from apps.rules import stages, stages_people
from apps.rules.stages import Period
from apps.rules.stages_people import Asked, StayView
from tests.rules import stages_world
from tests.scenario import identify, track

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("graph"),
    pytest.mark.graph,
]
DAY = 86400.0


def view(days: int = 30) -> stages.LifecycleView:
    known = stages.lifecycle("customer")
    assert known is not None
    return stages.view(known, Period(days, clock.now()))


def stage(key: str, days: int = 30) -> stages.StageView:
    return next(one for one in view(days).stages if one.key == key)


def people(asked: Asked, days: int = 30) -> list[StayView]:
    known = stages.lifecycle("customer")
    assert known is not None
    listing = stages_people.listing("customer", asked, Period(days, clock.now()))
    rows = stages_people.views(listing[0:25], known)
    assert len(rows) == len(listing)
    return rows


def names(asked: Asked, days: int = 30) -> list[str]:
    return sorted(row.label.split("@")[0] for row in people(asked, days))


def test_it_counts_who_is_where_and_who_came_and_left() -> None:
    stages_world.live()
    trial, paying, lapsed, vip = (stage(key) for key in ("trial", "paying", "lapsed", "vip"))
    assert [one.numbers.now for one in (trial, paying, lapsed, vip)] == [1, 2, 0, 1]
    assert [one.numbers.entered for one in (trial, paying, lapsed, vip)] == [3, 4, 1, 1]
    assert [one.numbers.left for one in (trial, paying, lapsed, vip)] == [2, 2, 1, 0]
    assert [one.numbers.still for one in (trial, paying, lapsed, vip)] == [1, 2, 0, 1]
    moves = {(move.start, move.end): move.times for move in view().moves}
    assert moves == {
        ("", "trial"): 3,
        ("", "paying"): 1,
        ("trial", "paying"): 2,
        ("paying", "lapsed"): 1,
        ("paying", "vip"): 1,
        ("lapsed", "paying"): 1,
    }
    assert graph.now_in(["customer"]) == {
        ("customer", "trial"): 1,
        ("customer", "paying"): 2,
        ("customer", "vip"): 1,
    }


def test_it_measures_how_long_people_stay_and_when_they_are_done() -> None:
    stages_world.live()
    trial = stage("trial").numbers
    assert (trial.stayed.median, trial.stayed.lower) == (2 * DAY, 2 * DAY)
    assert (trial.done, trial.to_done.median) == (1, 3600.0)
    assert stage("trial").done_share == pytest.approx(1 / 3)
    paying = stage("paying")
    assert paying.done_share is None and paying.numbers.stayed.median == 4 * DAY
    assert (paying.numbers.stayed.lower, paying.numbers.stayed.upper) == (3 * DAY, 5 * DAY)
    assert stage("vip").numbers.stayed.median is None


def test_only_what_happened_in_the_period_counts() -> None:
    stages_world.live()
    paying = stage("paying", days=6).numbers
    assert (paying.now, paying.entered, paying.left, paying.came) == (2, 1, 1, {"lapsed": 1})
    assert names(Asked("paying", "left"), days=6) == ["dan"]
    assert names(Asked("paying", "entered"), days=6) == ["ann"]


def test_every_number_opens_its_people() -> None:
    stages_world.live()
    for key in ("trial", "paying", "lapsed", "vip"):
        numbers = stage(key).numbers
        for which in ("now", "entered", "left", "still", "done"):
            assert len(people(Asked(key, which))) == getattr(numbers, which), (key, which)
    assert names(Asked("paying", "entered", came_from="trial")) == ["ann", "cleo"]
    assert names(Asked("paying", "entered", came_from="")) == ["dan"]
    assert names(Asked("trial", "entered", search="bob")) == ["bob"]
    assert names(Asked("trial", "entered", search="nobody")) == []


def test_each_person_comes_with_what_brought_them() -> None:
    stages_world.live()
    [bob] = people(Asked("trial", "now"))
    assert (bob.because, bob.event_name, bob.previous) == ("condition", "Trial Started", "")
    assert bob.so == ("1 or more Trial Started (1)",)
    [dan] = people(Asked("vip"))
    assert (dan.because, dan.journey, dan.node) == ("node", "Praise", "promote")
    assert (dan.previous, dan.event_name) == ("Paying", "Praised")


def visitor_starts_trial(when: datetime) -> dict[str, Any]:
    event = track("", "Trial Started", when, id="a") | {"anonymousId": "device"}
    del event["userId"]
    return event


def test_a_merge_counts_a_stay_once_and_takes_the_later_stage() -> None:
    now = clock.now().replace(microsecond=0)
    stages_world.publish_rules(now - timedelta(days=20))
    start = now - timedelta(days=3)
    # Everything in one batch, so that entering and merging meet in one commit.
    stages_world.tell(
        visitor_starts_trial(start),
        identify("eve", start + timedelta(hours=2), plan="yearly"),
        identify("eve", start + timedelta(days=1), anonymous="device"),
    )
    current = store.read(
        "MATCH (:Profile)-[r:IN_STAGE]->(s:Stage) WHERE r.until IS NULL RETURN s.key AS stage"
    )
    assert [row["stage"] for row in current] == ["paying"]
    assert sum(one.numbers.now for one in view().stages) == 1
    assert names(Asked("paying")) == ["eve"]


def test_a_stay_that_a_merge_brings_over_counts_once_from_its_begin() -> None:
    now = clock.now().replace(microsecond=0)
    stages_world.publish_rules(now - timedelta(days=20))
    start = now - timedelta(days=3)
    stages_world.tell(
        identify("eve", start),
        visitor_starts_trial(start),
    )
    stages_world.tell(identify("eve", start + timedelta(days=1), anonymous="device"))
    [row] = people(Asked("trial", "entered"))
    assert (row.because, row.label) == ("merge", "eve@example.test")
    assert row.since == start.timestamp()
    trial = stage("trial").numbers
    assert (trial.now, trial.entered, trial.left) == (1, 1, 0)
