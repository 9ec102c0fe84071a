"""The words that a condition may use, and how many people it holds for."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from apps.common import clock
from apps.engine import conditions
from apps.engine.problems import Problems
from apps.events import operations as events
from apps.events import queries_seen
from apps.journeys import audience, examples, vocabulary
from apps.orchestrator import advance
from apps.orchestrator.route import route_all
from apps.people import queries_sample
from tests import scenario
from tests.scenario import identify, track

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


def tell(*told: dict[str, Any]) -> None:
    events.append(source=scenario.source(), events=list(told), now=clock.now())
    route_all()
    advance.drain_all(clock.now(), limit=500)


@pytest.fixture
def now(graph: object) -> datetime:
    """Ten people, five of them on the plan pro, three of whom ordered twice."""
    now = clock.now().replace(microsecond=0)
    told: list[dict[str, Any]] = []
    for number in range(10):
        user, plan = f"u{number}", "pro" if number < 5 else "free"
        phone = f"+49 170 {number}234567"
        told.append(identify(user, now - timedelta(days=9), plan=plan, age=number, phone=phone))
        for times in range(2 if number < 3 else 1):
            when = now - timedelta(days=1 + times)
            told.append(track(user, "Order Completed", when, total=10 * number, coupon=None))
    told.append(
        {
            "type": "page",
            "userId": "u0",
            "name": "Pricing",
            "timestamp": now.isoformat(),
            "sentAt": now.isoformat(),
            "messageId": "page",
            "properties": {"path": "/pricing"},
        }
    )
    tell(*told)
    return now


def count(raw: Any, now: datetime, **more: Any) -> audience.Audience:
    problems = Problems()
    condition = conditions.parse(raw, problems, "condition")
    assert not list(problems)
    return audience.audience(condition, now, **more)


def test_it_lists_the_events_that_were_seen_as_journeys_hear_them(now: datetime) -> None:
    found = {one["name"]: one for one in vocabulary.vocabulary(now)["events"]}
    assert found["Order Completed"]["times"] == 13
    assert found["Viewed Pricing Page"]["times"] == 1
    assert "" not in found
    assert [one["key"] for one in found["Order Completed"]["properties"]] == ["coupon", "total"]
    assert found["Stage Entered"]["times"] is None


def test_it_gives_examples_of_the_values_of_properties(now: datetime) -> None:
    found = {one["name"]: one for one in vocabulary.vocabulary(now)["events"]}
    total = next(p for p in found["Order Completed"]["properties"] if p["key"] == "total")
    assert total["kind"] == "number"
    assert len(total["examples"]) == 5
    assert set(total["examples"]) <= {10 * number for number in range(10)}


def test_it_lists_the_traits_and_how_many_people_have_them(now: datetime) -> None:
    found = {one["key"]: one for one in vocabulary.vocabulary(now)["traits"]}
    assert found["plan"]["people"] == 10
    assert found["plan"]["exact"]
    assert found["plan"]["kind"] == "text"
    assert set(found["plan"]["examples"]) == {"pro", "free"}
    assert found["age"]["kind"] == "number"


def test_addresses_are_masked(now: datetime) -> None:
    found = {one["key"]: one for one in vocabulary.vocabulary(now)["traits"]}
    assert found["email"]["masked"]
    assert found["email"]["examples"] == ["u***@example.test"]
    assert found["phone"]["examples"] == ["+49***"]


def test_an_address_under_any_key_is_masked() -> None:
    assert examples.examples("contact", ["ann@example.com"]).values == ("a***@example.com",)
    assert examples.examples("note", ["Ann <ann@example.com>"]).values == ("A***",)
    assert examples.examples("contact", ["+49 170 1234567", "none"]).values == ("+49***", "n***")
    for key in ("home_tel", "last_ip", "iban", "api_token", "cardNumber"):
        assert examples.examples(key, ["4929 1234"]).masked
    for key, value in (("plan", "pro"), ("hotel", "Ritz"), ("recipe", "soup"), ("sku", "0049-12")):
        assert not examples.examples(key, [value]).masked


def test_it_guesses_the_kind_of_the_values() -> None:
    kinds: dict[str, list[Any]] = {
        "date": ["2026-03-02", "2026-03-02T10:00:00Z"],
        "text": ["2026", "pro"],
        "number": [1, 2.5],
        "boolean": [True],
        "list": [["a", "b"]],
        "other": [{"a": 1}],
    }
    for kind, values in kinds.items():
        assert examples.examples("x", values).kind == kind
    assert set(examples.examples("x", [["a", "b"]]).values) == {"a", "b"}
    assert examples.examples("x", [True, 1]).values == (True, 1)


def test_a_search_looks_at_names(now: datetime) -> None:
    found = vocabulary.vocabulary(now, "PLAN")
    assert [one["key"] for one in found["traits"]] == ["plan"]
    assert found["events"] == []


def test_a_long_log_is_looked_at_in_stretches(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries_seen, "MOST_ROWS", 12)
    monkeypatch.setattr(queries_seen, "STRETCHES", 4)
    look = queries_seen.seen(now - timedelta(days=90), now - timedelta(days=30))
    assert not look.exact
    # The newest event is always among what is looked at.
    assert "Viewed Pricing Page" in {one.name for one in look.events}


def test_it_counts_the_people_that_a_condition_holds_for(now: datetime) -> None:
    found = count({"trait": "plan", "op": "eq", "value": "pro"}, now)
    assert found == audience.Audience("people", 5, 10, exact=True, sample=10)
    assert count({}, now).matching == 10


def test_counts_of_events_come_from_the_log_though_no_journey_asks_for_them(now: datetime) -> None:
    often = {"count": "Order Completed", "days": 30, "op": "gte", "value": 2}
    assert count(often, now).matching == 3
    assert count({**often, "days": 1.5}, now).matching == 0
    assert count({"count": "Viewed Pricing Page", "op": "gte", "value": 1}, now).matching == 1


def test_who_did_it_without_end_is_counted_by_what_is_asked(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    times_of = queries_seen.times_of

    def looked(*asked: Any) -> Any:
        found = times_of(*asked)
        read.extend(map(len, found.values()))
        return found

    monkeypatch.setattr(queries_seen, "times_of", looked)
    tell(*[track("u0", "Viewed", now - timedelta(minutes=n)) for n in range(1, 30)])
    assert count({"count": "Viewed", "op": "gte", "value": 2}, now).matching == 1
    assert count({"count": "Viewed", "days": 30, "op": "lte", "value": 3}, now).matching == 9
    assert read == [2, 4]


def test_what_a_merged_profile_did_counts_for_the_survivor(now: datetime) -> None:
    anonymous = track("u9", "Order Completed", now - timedelta(hours=2), id="anonymous")
    del anonymous["userId"]
    tell(anonymous | {"anonymousId": "a9"})
    twice = {"count": "Order Completed", "days": 30, "op": "gte", "value": 2}
    assert count(twice, now).matching == 3
    tell(identify("u9", now - timedelta(hours=1), anonymous="a9"))
    assert count(twice, now).matching == 4


def test_of_many_people_a_sample_is_counted_and_scaled(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "PEOPLE", 4)
    found = count({"trait": "email", "op": "exists"}, now)
    assert found == audience.Audience("people", 10, 10, exact=False, sample=4)
    assert queries_sample.sample(4) == queries_sample.sample(4)


def test_a_condition_over_properties_counts_the_latest_events(now: datetime) -> None:
    where = {"event": "total", "op": "gte", "value": 50}
    found = count(where, now, event="Order Completed")
    assert found == audience.Audience("events", 5, 13, exact=True, sample=13)
    both = {"all": [where, {"trait": "age", "op": "lt", "value": 7}]}
    assert count(both, now, event="Order Completed").matching == 2


def test_of_a_long_log_it_does_not_claim_to_have_seen_all(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"event": "total", "op": "gte", "value": 50}
    monkeypatch.setattr(queries_seen, "LOOKED_BACK", 5)
    found = count(where, now, event="Order Completed")
    assert found.of < 13 and not found.exact


def test_properties_of_the_entry_are_asked_of_the_entry_event(now: datetime) -> None:
    where = {"entry": "total", "op": "gte", "value": 50}
    assert count(where, now, entry="Order Completed").matching == 5


def test_what_only_a_run_can_tell_is_not_counted(now: datetime) -> None:
    match = {"event": "total", "op": "eq", "value_from": {"entry": "total"}}
    found = count(match, now, event="Order Completed", entry="Order Completed")
    assert (found.counts, found.matching) == ("nothing", None)
    assert count({"event": "total", "op": "exists"}, now).matching is None


def test_the_api_gives_the_vocabulary(staff: Client, now: datetime) -> None:
    answer = staff.get("/api/vocabulary/", {"q": "order"})
    assert answer.status_code == 200
    assert [one["name"] for one in answer.json()["events"]] == ["Order Completed"]


def test_the_api_counts_an_audience(staff: Client, now: datetime) -> None:
    asked = {"condition": {"trait": "plan", "op": "eq", "value": "pro"}}
    answer = staff.post("/api/audience/", asked, content_type="application/json")
    assert answer.json() == {
        "counts": "people",
        "matching": 5,
        "of": 10,
        "exact": True,
        "sample": 10,
    }


@pytest.mark.parametrize(
    ("condition", "field", "code"),
    [
        ({"trait": "plan", "op": "like"}, "condition.op", "unknown_operator"),
        ({"all": [{"trait": "plan"}]}, "condition.all.0.value", "missing"),
        ({"trait": "a\u0000", "op": "exists"}, "condition.trait", "not_a_text"),
        ("pro", "condition", "not_a_condition"),
    ],
)
def test_a_condition_that_is_none_is_refused_with_its_remedy(
    staff: Client, graph: object, condition: Any, field: str, code: str
) -> None:
    asked = {"condition": condition}
    answer = staff.post("/api/audience/", asked, content_type="application/json")
    assert answer.status_code == 400
    [problem] = answer.json()["errors"]
    assert (problem["field"], problem["code"]) == (field, code)
    assert problem["remedy"]


def test_a_condition_nested_without_end_is_refused(staff: Client, graph: object) -> None:
    deep: Any = {"trait": "plan", "op": "exists"}
    for _ in range(200):
        deep = {"not": deep}
    asked = {"condition": deep}
    answer = staff.post("/api/audience/", asked, content_type="application/json")
    assert answer.status_code == 400
    assert {one["code"] for one in answer.json()["errors"]} == {"too_deep"}


def test_a_condition_without_an_end_is_refused(staff: Client, graph: object) -> None:
    asked = {"condition": {"any": [{"trait": "plan", "op": "exists"}] * 300}}
    answer = staff.post("/api/audience/", asked, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["errors"][0]["code"] == "too_many"


def test_both_need_a_login(client: Client, db: object) -> None:
    assert client.get("/api/vocabulary/").status_code in (401, 403)
    assert client.post("/api/audience/", {}).status_code in (401, 403)


def test_it_goes_on_without_the_cache(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert vocabulary.vocabulary(now)["traits"]


def test_it_knows_the_event_by_which_a_session_begins(now: datetime) -> None:
    found = {one["name"]: one for one in vocabulary.vocabulary(now)["events"]}
    began = found["Session Started"]
    assert began["times"] is None and began["last_seen"] is None
    source, first = began["properties"]
    assert source == {"key": "source", "kind": "text", "examples": ["test"], "masked": False}
    assert (first["key"], first["kind"]) == ("first", "boolean")


def test_what_others_call_so_is_not_offered(now: datetime) -> None:
    tell(track("u1", "Session Started", now, id="outside", source="elsewhere"))
    names = [one["name"] for one in vocabulary.vocabulary(now)["events"]]
    assert names.count("Session Started") == 1
