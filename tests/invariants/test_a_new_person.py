"""The first thing that is known of a person is their first event."""

from datetime import UTC, datetime

from apps.engine import compile
from apps.engine.outcome import StageEntered
from apps.engine.values import Event
from apps.orchestrator.fold import Batch, fold
from apps.orchestrator.items import Item

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STAGES = [
    {"key": "asleep", "when": {"count": "Viewed", "days": 7, "op": "lt", "value": 1}},
    {"key": "awake", "when": {"count": "Viewed", "days": 7, "op": "gte", "value": 1}},
]


def test_a_new_person_enters_no_stage_before_the_first_event_is_known() -> None:
    document = {
        "tiers": [{"key": "marketing"}],
        "lifecycles": [{"key": "customer", "name": "Customer", "stages": STAGES}],
    }
    rules = compile.rule_set(document, id="rules", number=1)
    batch = Batch(compile.book(id="book", rules=rules, journeys=(), live=()), {})
    event = Event(1, "track", "Viewed", NOW, NOW)
    fold(batch, [Item(lane=0, seq=1, at=NOW, kind="event", profile="p", event=event)])
    entered = [e for e in batch.changes["p"].effects if isinstance(e, StageEntered)]
    assert [(e.previous, e.stage) for e in entered] == [("", "awake")]
