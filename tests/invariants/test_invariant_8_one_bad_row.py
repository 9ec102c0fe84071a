"""Invariant 8: one bad row hurts nobody else, and says what is wrong with it."""

from typing import Any

import pytest

from apps.delivery import drain
from apps.delivery.models import Delivery, Template
from apps.engine import facts, walk
from apps.events.models import Event, QuarantinedEvent
from apps.orchestrator.models import PoisonedProfile
from apps.people.models import Identifier
from tests.invariants import flow
from tests.scenario import (
    at,
    identify,
    message_on,
    node,
    path,
    publish,
    rule_set,
    run_until,
    sent,
    tell,
    track,
    users,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("graph")]


@pytest.fixture(autouse=True)
def _world() -> None:
    rule_set()
    publish("j", message_on("Go"))


def everyone(count: int = 5) -> list[dict[str, Any]]:
    return [event for u in users(count) for event in (identify(u, at(0)), track(u, "Go", at(1)))]


def served() -> list[str]:
    return sorted(s.user for s in sent())


def test_a_poison_event_is_set_aside_and_its_person_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learn = facts.learn

    def fails(run: Any, event: Any) -> None:
        if event.properties.get("poison"):
            raise ZeroDivisionError("the engine can't work this through")
        learn(run, event)

    monkeypatch.setattr(facts, "learn", fails)
    tell(*everyone(), track("u1", "Any", at(0.5), poison=True))
    run_until(at(2))
    assert served() == users(5)
    (quarantined,) = QuarantinedEvent.objects.all()
    assert quarantined.event.payload["properties"] == {"poison": True}
    assert quarantined.stage == "advance" and "ZeroDivisionError" in quarantined.error


def test_a_person_whose_moment_cannot_be_worked_through_is_named_and_harms_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wait = node("wait", "delay", duration={"hours": 5})
    publish("k", path(node("in", "entry", event="Go"), wait, node("mail", "message", template="t")))
    tell(*everyone())
    run_until(at(2))
    go = walk.go

    def fails(run: Any, enrollment: Any, *more: Any) -> None:
        if run.state.traits["email"].value.startswith("u3@") and enrollment.node == "wait":
            raise ZeroDivisionError("no way on")
        go(run, enrollment, *more)

    monkeypatch.setattr(walk, "go", fails)
    run_until(at(7))
    assert sorted(s.user for s in sent() if s.journey == "k") == ["u0", "u1", "u2", "u4"]
    (poisoned,) = PoisonedProfile.objects.all()
    assert "ZeroDivisionError" in poisoned.error
    # Mended, it is tried again, and the person gets what was due.
    monkeypatch.undo()
    run_until(at(days=1))
    assert sorted(s.user for s in sent() if s.journey == "k") == users(5)


@pytest.mark.parametrize(
    "traits",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": {"name": 1}},
        {"timezone": "../../etc/passwd"},
        {"timezone": "x" * 5000},
        {"email": "x" * 700 + "@example.test"},
        {"email": "İ" * 400 + "@example.test"},
        {"email": {"not": "a text"}},
        {"k" * 3000: "v" * 20_000},
        {"deep": [[[[[[[[["x"]]]]]]]]]},
        {"big": 10**300, "nan": 1e308, "neg": -0.0},
        {"": "", "a.b$c": None},
    ],
    ids=lambda traits: str(next(iter(traits)))[:10] + str(next(iter(traits.values())))[:12],
)
def test_odd_traits_hurt_nobody_else(traits: dict[str, Any]) -> None:
    odd = identify("odd", at(0.2))
    odd["traits"] |= traits
    tell(*everyone(), odd, track("odd", "Go", at(1.5)))
    run_until(at(2))
    assert set(served()) >= set(users(5))
    assert flow.finished(at(2))


@pytest.mark.parametrize(
    "properties",
    [
        {"channel": "c" * 400, "status": "subscribed"},
        {"topic": "t" * 4000, "status": "unsubscribed"},
        {"topic": {"a": 1}, "status": "unsubscribed"},
        {"status": ["subscribed"]},
        {},
    ],
)
def test_odd_subscriptions_hurt_nobody_else(properties: dict[str, Any]) -> None:
    odd = track("odd", "Subscription Changed", at(0.2), **properties)
    tell(*everyone(), odd, track("odd", "Go", at(1.5)))
    run_until(at(2))
    assert set(served()) >= set(users(5))
    assert flow.finished(at(2))


@pytest.mark.parametrize("many", [5000])
def test_a_person_with_thousands_of_events_in_one_batch_keeps_nobody_waiting(many: int) -> None:
    busy = [track("busy", "Scrolled", at(0, seconds=n / 10), id=f"b{n}") for n in range(many)]
    tell(identify("busy", at(0)), *busy, track("busy", "Go", at(1)), *everyone())
    run_until(at(2))
    assert served() == ["busy", *users(5)]
    assert Event.objects.filter(user_id="busy").count() == many + 2


def test_an_identifier_longer_than_can_be_kept_stops_no_one() -> None:
    long = identify("odd", at(0))
    long["traits"]["email"] = "İ" * 512
    tell(long, *everyone())
    run_until(at(2))
    assert served() == users(5)
    assert all(len(i.value) <= 512 for i in Identifier.objects.all())


def test_a_template_that_fails_stops_only_its_own_messages() -> None:
    Template.objects.create(key="hello", channel="email", subject="Hi", text="Hi")
    publish("broken", message_on("Other", template="broken"))
    Template.objects.create(
        key="broken", channel="email", subject="Hi", text="{{ person.x | no_such_filter }}"
    )
    tell(*everyone(), *(track(u, "Other", at(1)) for u in users(5)))
    run_until(at(2))
    drain.drain("email", lambda: at(2))
    statuses = {
        journey: sorted(
            set(Delivery.objects.filter(journey=journey).values_list("status", flat=True))
        )
        for journey in ("j", "broken")
    }
    assert statuses == {"j": ["sent"], "broken": ["failed"]}
    reasons = Delivery.objects.filter(journey="broken").values_list("reason", flat=True)
    assert all(reasons)
