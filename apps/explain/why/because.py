"""What brought somebody to a message, as a clause: the entry, then the way's last turns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from apps.engine.reasons import LeafAnswer
from apps.explain.why.path import PathStep, as_datetime
from apps.graph.queries_people import Run
from apps.rules.told import event_words, leaf_words, words
from apps.rules.told.telling import Telling

SILENT = ("entry", "update_trait", "message", "goal", "exit", "move_stage", "jump")
MOST_TURNS = 3


def because(
    run: Run,
    occurred_at: datetime | None,
    steps: Sequence[PathStep],
    telling: Telling,
    *,
    at: datetime,
    entry: Mapping[str, Any] | None = None,
) -> str:
    """Why a run had come to its message by `at`; `entry` is what the entry event carried."""
    came = occurred_at or as_datetime(run.entered_at)
    said = [f"{_entered_by(run, steps, telling, entry or {})} {telling.near(came, at)}"]
    said += leaf_words.clauses(_audience(steps), telling, ok=True)
    turns = [turn for step in steps if (turn := _turn(step, telling, run.version, at))]
    return words.listed([*said, *list(dict.fromkeys(turns))[-MOST_TURNS:]])


def _audience(steps: Sequence[PathStep]) -> list[LeafAnswer]:
    """What the entry asked of the person: what it asked of the event is told by its name."""
    leaves = next((step.leaves for step in steps if step.type == "entry"), ())
    return [leaf for leaf in leaves if not leaf.subject.startswith("event ")]


def _entered_by(
    run: Run, steps: Sequence[PathStep], telling: Telling, entry: Mapping[str, Any]
) -> str:
    """The event that let somebody in; where one without a name moved them, what the entry asks."""
    node = next((step.key for step in steps if step.type == "entry"), "")
    asked_for = telling.node(run.version, node).settings.get("event", "") if node else ""
    name = str(asked_for or run.entry_name or "an event")
    if name == "Stage Entered" and entry.get("stage"):
        lifecycle = str(entry.get("lifecycle") or "")
        stage = telling.stage(lifecycle, str(entry["stage"]))
        return f"they entered the stage “{stage}” of {telling.lifecycle(lifecycle)}"
    return event_words.happened(name)


def _turn(step: PathStep, telling: Telling, version: str, at: datetime) -> str:
    if step.type in SILENT or step.left_at is None or step.left_at > at:
        return ""
    settings = telling.node(version, step.key).settings
    if step.type == "wait_for_event":
        event = str(settings.get("event") or "an event")
        if step.port == "event":
            return f"{event_words.happened(event)} {telling.near(step.left_at, at)}"
        return f"{event_words.had_not(event)} within {step.stayed or 'the time given'}"
    if step.type == "delay":
        return f"{step.stayed} had passed" if step.stayed else ""
    if step.type == "random_split":
        return f"chance chose “{step.port}”"
    seen = leaf_words.clauses(step.leaves, telling, ok=step.port != "else")
    return words.listed(seen) or f"“{step.name}” led through “{step.port}”"
