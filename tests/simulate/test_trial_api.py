"""The trial's door: who may be tried, what is refused, and with which field."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from apps.common import clock
from apps.journeys import operations as journeys
from tests.explain.worlds import person
from tests.scenario import START, message_on, node, path, rule_set, run_until, tell
from tests.scenario import identify as identified

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]

SAM = {"made_up": {"traits": {"email": "sam@example.test"}, "consents": {"email": True}}}


@pytest.fixture(autouse=True)
def world(graph: object) -> None:
    rule_set()
    journeys.save_draft(
        key="trial",
        name="Trial",
        description="",
        document=message_on("Go"),
        revision=None,
        by=None,
        now=START,
    )
    tell(identified("ann", clock.now() - timedelta(days=1)))
    run_until(clock.now())


def ask(client: Client, key: str = "trial", **asked: Any) -> Any:
    asked = {"person": SAM} | asked
    return client.post(f"/api/journeys/{key}/try/", asked, content_type="application/json")


def codes(client: Client, **asked: Any) -> list[tuple[str, str]]:
    answer = ask(client, **asked)
    assert answer.status_code == 400, answer.json()
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def test_it_tries_the_draft_or_the_document_that_is_sent(staff: Client) -> None:
    told = ask(staff).json()
    assert [s["kind"] for s in told["steps"]] == ["event", "entered", "sent", "left"]
    assert told["path"] == [
        {"node": "in", "port": "next"},
        {"node": "message", "port": "next"},
    ]
    assert told["ended"] and told["entered"] == 1 and told["entry"]["made"]
    sent = told["steps"][2]
    assert sent["label"] == "Goes out" and sent["says"] == "“message” goes out by e-mail."
    assert {gate["gate"] for gate in sent["gates"]} >= {"consent", "frequency_cap", "holdout"}
    other = path(node("in", "entry", event="Other"), node("out", "exit"))
    assert ask(staff, document=other).json()["entry"]["name"] == "Other"


@pytest.mark.parametrize("by", ["id", "identifier"])
def test_a_real_person_is_found_by_id_and_by_identifier(staff: Client, by: str) -> None:
    who = {"id": str(person())} if by == "id" else {"identifier": "user_id:ann"}
    told = ask(staff, person=who).json()
    assert told["person"] == {"id": str(person()), "label": "ann@example.test"}


def test_events_come_at_a_moment_or_after_a_while(staff: Client) -> None:
    begin = clock.now() + timedelta(days=1)
    events = [
        {"name": "Later", "after": {"days": 2}},
        {"name": "Go", "at": (begin + timedelta(hours=1)).isoformat()},
    ]
    told = ask(staff, at=begin.isoformat(), events=events, person={"identifier": "user_id:ann"})
    assert [s["details"]["name"] for s in told.json()["steps"] if s["kind"] == "event"] == [
        "Go",
        "Later",
    ]


NOBODY: dict[str, Any] = {"id": str(uuid4())}
ANN = {"identifier": "user_id:ann"}
LONG_AGO = "2020-01-01T00:00:00Z"
REFUSED: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "nobody": ({"person": NOBODY}, [("person", "unknown_person")]),
    "two people": ({"person": ANN | SAM}, [("person", "one_of")]),
    "no kind of identifier": (
        {"person": {"identifier": "ann"}},
        [("person.identifier", "invalid")],
    ),
    "a real person's past": ({"person": ANN, "at": LONG_AGO}, [("at", "before_now")]),
    "an event of a real person's past": (
        {"person": ANN, "events": [{"name": "Go", "after": {"days": -1}}]},
        [("events.0", "before_start")],
    ),
    "the stone age": ({"at": "0001-01-01T00:00:00Z"}, [("at", "out_of_range")]),
    "no duration": (
        {"events": [{"name": "Go", "after": {"moons": 2}}]},
        [("events.0.after", "not_a_duration")],
    ),
    "an endless duration": (
        {"events": [{"name": "Go", "after": {"days": 1e300}}]},
        [("events.0.after", "too_long")],
    ),
    "an event without a name": ({"events": [{}]}, [("events.0.name", "missing")]),
    "an end before the beginning": ({"until": LONG_AGO}, [("until", "before_start")]),
    "a stage that is none": (
        {"person": {"made_up": {"stages": {"customer": "x"}}}},
        [("person.made_up.stages.customer", "unknown_stage")],
    ),
    "a zone that is none": (
        {"person": {"made_up": {"timezone": "Moon/Crater"}}},
        [("person.made_up.timezone", "unknown_zone")],
    ),
    "a stage event that says nothing": (
        {"events": [{"name": "Stage Entered"}]},
        [("events.0.properties.lifecycle", "missing"), ("events.0.properties.stage", "missing")],
    ),
    "no text": (
        {"events": [{"name": "Go", "properties": {"a": "\ud800"}}]},
        [("", "not_text")],
    ),
    "rules that are none": ({"rules": "yesterday"}, [("rules", "invalid_choice")]),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_what_cannot_be_tried_names_its_field(staff: Client, case: str) -> None:
    asked, expected = REFUSED[case]
    assert codes(staff, **asked) == expected


def test_a_draft_with_problems_is_refused_with_them(staff: Client) -> None:
    broken = path(node("in", "entry"), node("m", "message", channel="pigeon"))
    assert codes(staff, document=broken) == [
        ("event", "missing"),
        ("channel", "unknown_value"),
        ("template", "missing"),
    ]
    for odd in ({}, {"nodes": 3}, {"nodes": [3]}, {"nodes": [{"key": "a", "type": []}]}):
        assert ask(staff, document=odd).status_code == 400


@pytest.mark.parametrize(
    "settings",
    [
        {"traits": {"timezone": 7, "email": ["x"]}},
        {"traits": {"email": {"a": {}}}, "consents": {"": True, "x" * 900: False}},
        {"traits": {str(n): n for n in range(900)}},
    ],
)
def test_odd_people_are_tried_like_others(staff: Client, settings: dict[str, Any]) -> None:
    assert ask(staff, person={"made_up": settings}).status_code == 200


def test_a_hundred_events_are_the_most(staff: Client) -> None:
    events = [{"name": "Go", "after": {"minutes": n}} for n in range(100)]
    assert ask(staff, events=events).status_code == 200
    assert ask(staff, events=[*events, *events]).status_code == 400


def test_only_who_is_logged_in_may_try_and_only_what_is_there(staff: Client) -> None:
    assert ask(Client()).status_code in (401, 403)
    assert ask(staff, key="nothing").status_code == 404
