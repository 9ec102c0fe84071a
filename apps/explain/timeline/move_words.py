"""Moves between stages, and of runs between versions, in words. Pure."""

from dataclasses import dataclass

from apps.explain.why.path import asked
from apps.graph.queries_moves import StageMove, VersionMove
from apps.rules.told import words
from apps.rules.told.telling import Telling


@dataclass(frozen=True, slots=True)
class Said:
    title: str
    detail: str


def staged(move: StageMove, event: str, telling: Telling) -> Said:
    """A stage entered, with what brought it and what was asked; or done."""
    stage = telling.stage(move.lifecycle, move.stage)
    lifecycle = telling.lifecycle(move.lifecycle)
    if move.done:
        return Said(f"Done with the stage “{stage}” of {lifecycle}", "")
    parts = [_brought(move, event)]
    if move.previous:
        parts.append(f"before: “{telling.stage(move.lifecycle, move.previous)}”")
    parts += [one.text for one in asked(move.leaves) if one.ok]
    detail = " · ".join(part for part in parts if part)
    return Said(f"Entered the stage “{stage}” of {lifecycle}", detail)


def _brought(move: StageMove, event: str) -> str:
    by = f"“{event}”" if event else "time or another move"
    return {
        "condition": f"{by} made its condition hold",
        "node": "a journey moved them there",
        "merge": "brought by a joined profile",
    }.get(move.because, "")


def moved(move: VersionMove, telling: Telling) -> Said:
    """A run that went over to another version of its journey, and where it stands there."""
    before, after = telling.version_number(move.before), telling.version_number(move.version)
    node = telling.node(move.version, move.node.removeprefix(f"{move.version}/"))
    return Said(
        f"Went over to version {after or '?'} of {telling.journey(move.journey)}",
        words.sentence(f"from version {before or '?'}, to “{node.name}”"),
    )
