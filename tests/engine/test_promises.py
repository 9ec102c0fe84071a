"""What the engine promises where several of its parts meet."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.engine import compile
from apps.engine.advance import advance, only_learn
from apps.engine.book import Book
from apps.engine.outcome import Left, Outcome, SendMessage, StageDone, StageEntered, Step
from apps.engine.problems import Invalid
from apps.engine.reasons import Code
from apps.engine.resolve import MANY_SENDS
from apps.engine.values import Absorb, ConsentValue, Event, InStage, ProfileState, Send, TraitValue
from tests.scenario import message_on, node, path

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES: dict[str, Any] = {
    "tiers": [{"key": "transactional", "transactional": True}, {"key": "marketing"}],
    "arbitration_window_minutes": 0,
    "consent": {"email": "opt_out", "webhook": "none"},
}


def book(journeys: dict[str, dict[str, Any]], *, id: str = "r", **rules: Any) -> Book:
    compiled = [
        compile.journey(document, key=key, name=key, version=f"{key}-1")
        for key, document in journeys.items()
    ]
    rule_set = compile.rule_set(RULES | rules, id=id, number=1)
    live = [journey.version for journey in compiled]
    return compile.book(id=id, rules=rule_set, journeys=compiled, live=live)


def person(**more: Any) -> ProfileState:
    address = {"email": TraitValue("ann@example.test", START)}
    return ProfileState("p", START, **({"traits": address} | more))


def event(name: str, hours: float, *, id: int = 0, type: str = "track", **properties: Any) -> Event:
    at = START + timedelta(hours=hours)
    return Event(id or int(hours * 60) + 1, type, name, at, at, properties=properties)


def sent(outcome: Outcome) -> list[tuple[str, float]]:
    """The journeys whose messages left, with the hour."""
    return [
        (effect.journey, (effect.at - START) / timedelta(hours=1))
        for effect in outcome.effects
        if isinstance(effect, SendMessage)
    ]


def run(held: Book, *events: Event, days: float = 30, state: ProfileState | None = None) -> Outcome:
    return advance(state or person(), events, held, START + timedelta(days=days))


def lifecycle(*stages: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return [{"key": "c", "name": "Customer", "stages": list(stages)}]


def ordered(value: int, op: str = "gte") -> dict[str, Any]:
    return {"count": "Ordered", "op": op, "value": value}


def test_what_brings_on_the_next_stage_is_also_what_the_last_one_was_for() -> None:
    stages = lifecycle(
        {"key": "trial", "when": {"trait": "email", "op": "exists"}, "done": ordered(1)},
        {"key": "paying", "when": ordered(1)},
    )
    outcome = run(book({}, lifecycles=stages), event("Came", 1), event("Ordered", 2))
    told = [e for e in outcome.effects if isinstance(e, StageEntered | StageDone)]
    assert [(type(e), e.stage) for e in told] == [
        (StageEntered, "trial"),
        (StageDone, "trial"),
        (StageEntered, "paying"),
    ]


def test_of_two_who_become_one_in_the_same_stage_the_done_is_not_lost() -> None:
    stages = lifecycle({"key": "trial", "when": ordered(99)})
    own = {"c": InStage("trial", START - timedelta(days=2), START - timedelta(days=1))}
    other = ProfileState("q", START, stages={"c": InStage("trial", START)})
    held = book({}, lifecycles=stages)
    state = person(stages=own, stage_plan=held.stage_plan)
    both = advance(state, [Absorb(1, START, other)], held, START)
    assert both.state.stages == own
    swapped = advance(
        person(stages=other.stages, stage_plan=held.stage_plan),
        [Absorb(1, START, ProfileState("q", START, stages=own))],
        held,
        START,
    )
    assert swapped.state.stages["c"].done_at == own["c"].done_at
    assert [type(e) for e in swapped.effects] == [StageDone]


def test_a_goal_that_another_journey_brings_about_ends_a_run_in_the_middle_of_a_delay() -> None:
    pro = {"trait": "plan", "op": "eq", "value": "pro"}
    upsell = path(
        node("in", "entry", event="Came"),
        node("wait", "delay", duration={"days": 2}),
        node("message", "message", template="t"),
        node("pro", "goal", where=pro),
    )
    upgrade = path(
        node("in", "entry", event="Paid"), node("set", "update_trait", trait="plan", value="pro")
    )
    outcome = run(book({"upsell": upsell, "upgrade": upgrade}), event("Came", 1), event("Paid", 2))
    assert sent(outcome) == []
    [left] = [
        e for e in outcome.effects if isinstance(e, Left) and e.enrollment and e.node == "wait"
    ]
    assert (left.reason.code, left.at) == (Code.GOAL, START + timedelta(hours=2))


def test_who_has_reached_the_goal_before_entering_gets_no_message() -> None:
    pro = {"trait": "plan", "op": "eq", "value": "pro"}
    upsell = path(
        node("in", "entry", event="Came"),
        node("message", "message", template="t"),
        node("pro", "goal", where=pro),
    )
    traits = {
        "email": TraitValue("ann@example.test", START),
        "plan": TraitValue("pro", START),
    }
    assert sent(run(book({"upsell": upsell}), event("Came", 1), state=person(traits=traits))) == []


def test_a_message_yields_to_a_better_one_that_the_same_decision_makes_wait() -> None:
    journeys = {
        "better": message_on("Came", priority=90, channel="webhook"),
        "worse": message_on("Came", priority=10),
    }
    held = book(
        journeys,
        caps=[{"id": "c", "name": "One a day", "limit": 1, "hours": 24}],
        quiet_hours=[
            {"id": "q", "name": "Q", "channel": "webhook", "start": "08:00", "end": "20:00"}
        ],
        look_ahead_hours=24,
    )
    assert [journey for journey, _ in sent(run(held, event("Came", 1), days=1))] == ["better"]


def test_a_place_that_comes_free_goes_to_who_lost_it() -> None:
    journeys = {
        "winner": message_on("Came", priority=90),
        "loser": message_on("Came", priority=10, at_most={"days": 10}),
    }
    held = book(journeys, caps=[{"id": "c", "name": "One", "limit": 1, "hours": 72}])
    first = run(held, event("Came", 1), days=0.1)
    [message] = [e.message_id for e in first.effects if isinstance(e, SendMessage)]
    failed = event("Message Failed", 5, type="status", message_id=message)
    assert sent(run(held, failed, state=first.state)) == [("loser", 5)]


def test_other_rules_are_asked_at_the_first_occasion() -> None:
    journeys = {
        "first": message_on("Came", priority=90),
        "second": message_on("Came", priority=10, at_most={"days": 20}),
    }
    cap = {"id": "c", "name": "One", "limit": 1, "hours": 24 * 14}
    waiting = run(book(journeys, caps=[cap]), event("Came", 1), days=0.1).state
    freed = run(book(journeys, id="freed"), event("Looked", 9), days=1, state=waiting)
    assert sent(freed) == [("second", 9)]


def test_a_window_that_no_calendar_can_hold_is_a_problem_of_the_document() -> None:
    condition = {"count": "Ordered", "days": 800_000, "op": "gte", "value": 1}
    document = path(node("in", "entry", event="Came", audience=condition))
    with pytest.raises(Invalid, match="3650"):
        book({"j": document})


def test_what_an_event_says_of_a_person_is_kept_where_no_journey_can_hear_it() -> None:
    told = event("Subscription Changed", 1, channel="email", status="unsubscribed")
    step = Step(person(), told.received_at, input=told)
    assert only_learn(step, book({})).state.consents["email"].status == "unsubscribed"


def test_what_both_know_is_kept_where_a_merge_can_not_be_worked_through() -> None:
    send = Send("m", START, "email", "marketing", "j")
    consent = {"email": ConsentValue("unsubscribed", START)}
    other = ProfileState("q", START, consents=consent, sends=(send,))
    step = Step(person(), START, absorb=Absorb(1, START, other))
    state = only_learn(step, book({})).state
    assert (state.consents, state.sends) == (consent, (send,))


def test_sends_that_no_cap_can_count_are_forgotten() -> None:
    orders = message_on("Ordered", tier="transactional")
    told = [event("Ordered", 1 + number / 60, id=number) for number in range(1, 3 * MANY_SENDS)]
    assert len(run(book({"j": orders}), *told, days=2).state.sends) <= MANY_SENDS
