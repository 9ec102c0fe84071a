"""What became of one person's stages, as rows for the graph: pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from apps.engine.outcome import Effect, StageDone, StageEntered
from apps.graph import codec

Row = dict[str, Any]


@dataclass(slots=True)
class StageRows:
    """`left` and `done` are about edges that are there already; `entered` are new ones."""

    left: list[Row] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    entered: list[Row] = field(default_factory=list)


def stage_rows(profile: str, effects: Iterable[Effect]) -> StageRows:
    """The rows of these effects, which are in their order."""
    rows = StageRows()
    current: dict[str, Row] = {}
    for effect in effects:
        match effect:
            case StageEntered():
                at = effect.at.timestamp()
                if effect.lifecycle in current:
                    current[effect.lifecycle]["until"] = at
                elif effect.previous:
                    left = {"profile": profile, "at": at, "stage": _uid(effect, effect.previous)}
                    rows.left.append(left)
                current[effect.lifecycle] = _entered(profile, effect)
                rows.entered.append(current[effect.lifecycle])
            case StageDone(lifecycle, stage, at):
                if lifecycle in current:
                    current[lifecycle]["done_at"] = at.timestamp()
                else:
                    done = {"profile": profile, "at": at.timestamp(), "stage": _uid(effect, stage)}
                    rows.done.append(done)
            case _:
                pass
    return rows


def _uid(effect: StageEntered | StageDone, stage: str) -> str:
    return f"{effect.lifecycle}/{stage}"


def _entered(profile: str, effect: StageEntered) -> Row:
    return {
        "profile": profile,
        "stage": _uid(effect, effect.stage),
        "lifecycle": effect.lifecycle,
        "key": effect.stage,
        "since": effect.at.timestamp(),
        "until": None,
        "done_at": None,
        "because": effect.because,
        "previous": effect.previous,
        "event": effect.event_id,
        "leaves": codec.encode(effect.leaves) if effect.leaves else "",
    }
