"""Whatever is drawn and whatever happens: a trial is told within its bounds, or refused."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.journeys import checks
from apps.journeys.models import Journey
from apps.simulate.trial.asked import MOST_STEPS
from tests.journeys.generated import journeys
from tests.scenario import START, rule_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

NAMES = ("Order Completed", "Page Viewed", "Stage Entered", "Subscription Changed", "x")
SCALARS = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "pro", "2026-01-01"])
)
FIELDS = st.dictionaries(
    st.sampled_from(["plan", "order_id", "stage", "lifecycle", "channel", "status", "timezone"]),
    SCALARS | st.lists(SCALARS, max_size=2),
    max_size=3,
)
EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES),
            "after": st.fixed_dictionaries({"hours": st.integers(-50, 900)}),
            "properties": FIELDS,
            "traits": FIELDS,
        }
    ),
    max_size=4,
)


@pytest.fixture
def door(staff: Client) -> Client:
    rule_set(
        caps=[{"id": "day", "name": "One a day", "limit": 1, "hours": 24}],
        arbitration_window_minutes=5,
    )
    Journey.objects.create(key="way", name="Way", created_at=START)
    return staff


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(journeys(good=True) | journeys(), EVENTS, FIELDS, st.booleans())
def test_it_is_told_within_its_bounds_or_refused(
    door: Client, document: Any, events: list[dict[str, Any]], traits: Any, ignored: bool
) -> None:
    asked = {
        "document": document,
        "person": {"made_up": {"traits": {"email": "a@example.test", **traits}}},
        "events": events,
        "ignore_entry": ignored,
    }
    answer = door.post("/api/journeys/way/try/", asked, content_type="application/json")
    if answer.status_code == 400:
        assert answer.json()["errors"]
        return
    told = answer.json()
    assert answer.status_code == 200 and not checks.problems(document, "way")
    assert len(told["steps"]) <= MOST_STEPS and told["cut"] != "failed"
    moments = [step["at"] for step in told["steps"]]
    assert moments == sorted(moments)
    nodes = {node["key"] for node in document["nodes"]}
    assert all(way["node"] in nodes for way in told["path"])
    assert all(step["says"] for step in told["steps"])
    assert told["ended"] == (told["entered"] > 0 and not told["stands"])


def test_a_hundred_busy_events_are_told_soon(door: Client) -> None:
    document = {
        "nodes": [
            {"key": "in", "type": "entry", "settings": {"event": "Go", "again": "after_leaving"}},
            {"key": "m", "type": "message", "settings": {"template": "t", "when_stopped": "skip"}},
        ],
        "edges": [{"from": "in", "to": "m"}],
    }
    events = [{"name": "Go", "after": {"minutes": 20 * n}} for n in range(100)]
    person = {"made_up": {"traits": {"email": "a@example.test"}}}
    asked = {"document": document, "person": person, "events": events}
    told = door.post("/api/journeys/way/try/", asked, content_type="application/json").json()
    assert told["entered"] == 100 and len(told["steps"]) <= MOST_STEPS
