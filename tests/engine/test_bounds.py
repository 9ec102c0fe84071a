"""What could grow without end, and doesn't: runs side by side, keys, moves between stages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from apps.engine.advance import advance
from apps.engine.entering import MAX_INSIDE, MAX_KEYS
from apps.engine.outcome import Entered, Outcome, Refused, StageEntered
from apps.engine.reasons import Code
from apps.engine.values import Event, ProfileState
from tests.engine import golden

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def run(raw: dict[str, Any], orders: int) -> Outcome:
    """A person with so many orders, a second apart."""
    book = golden.book(raw)
    moments = [START + timedelta(seconds=number) for number in range(orders)]
    told = [
        Event(number, "track", "Ordered", at, at, properties={"order": number})
        for number, at in enumerate(moments, 1)
    ]
    state = ProfileState("p", START, stage_plan=book.stage_plan, tally_plan=book.tally_plan)
    return advance(state, told, book, START + timedelta(hours=1))


def per_order(*more: dict[str, Any]) -> dict[str, Any]:
    settings = {"event": "Ordered", "again": "once_per_key", "key": "order"}
    return {"path": [{"key": "in", "type": "entry", "settings": settings}, *more]}


def test_no_more_than_so_many_runs_of_a_journey_go_side_by_side() -> None:
    wait = {"key": "wait", "type": "delay", "settings": {"duration": {"days": 30}}}
    outcome = run({"journeys": {"j": per_order(wait)}}, MAX_INSIDE + 3)
    assert len(outcome.state.enrollments) == MAX_INSIDE
    refused = [e.reason.code for e in outcome.effects if isinstance(e, Refused)]
    assert refused == [Code.TOO_MANY_INSIDE] * 3


def test_the_latest_keys_are_remembered() -> None:
    out = {"key": "out", "type": "exit"}
    outcome = run({"journeys": {"j": per_order(out)}}, MAX_KEYS + 3)
    past = outcome.state.past["j"]
    assert past.entered == MAX_KEYS + 3 and len(past.keys) == MAX_KEYS


def test_stages_that_lead_to_each_other_come_to_rest_at_the_furthest() -> None:
    here = {"count": "Ordered", "op": "gte", "value": 1}
    stages = [
        {"key": "a", "when": here, "from": ["", "b"]},
        {"key": "b", "when": here, "from": ["a"]},
    ]
    journey = {"on": "Stage Entered", "tier": "transactional"}
    raw = {
        "journeys": {"j": journey},
        "rules": {"lifecycles": [{"key": "c", "name": "C", "stages": stages}]},
    }
    outcome = run(raw, 1)
    moves = [e for e in outcome.effects if isinstance(e, StageEntered)]
    begun = [e.enrollment.id for e in outcome.effects if isinstance(e, Entered)]
    assert [move.stage for move in moves] == ["a", "b"]
    assert len(begun) == len(set(begun))
