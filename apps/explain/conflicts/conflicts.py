"""Conflicts as they happened: the matrix of which journey lost to which. Pure.

What a cell counts is said in `apps.graph.queries_competition.losses`.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.graph.queries_competition import Loss

STEPS = 5


@dataclass(frozen=True, slots=True)
class Side:
    """A journey, with all the candidates of its that lost, or that lost to it."""

    key: str
    name: str
    candidates: int
    people: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Candidates of one journey that lost to another; `step` is how dark, from 1 to 5."""

    winner: Side
    candidates: int
    people: int
    step: int


@dataclass(frozen=True, slots=True)
class Row:
    """A journey that lost, with a cell for each column; None: never to that one."""

    loser: Side
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows lost to columns, each those first that it happened to most. The totals are of all."""

    columns: tuple[Side, ...]
    rows: tuple[Row, ...]
    candidates: int
    people: int


def matrix(losses: Iterable[Loss], names: Mapping[str, str], search: str = "") -> Matrix:
    """The matrix; `search` keeps the cells of journeys whose name or key contains it."""
    known = list(losses)
    of = {(loss.loser, loss.winner): loss for loss in known}
    cells = [loss for loss in known if loss.loser and loss.winner and _found(loss, names, search)]
    losers = _sides({loss.loser for loss in cells}, [(k, of.get((k, ""))) for k, _ in of], names)
    winners = _sides({loss.winner for loss in cells}, [(k, of.get(("", k))) for _, k in of], names)
    shown = {(loss.loser, loss.winner): loss for loss in cells}
    most = max((loss.candidates for loss in cells), default=0)
    rows = tuple(
        Row(side, tuple(_cell(shown.get((side.key, to.key)), to, most) for to in winners))
        for side in losers
    )
    everything = of.get(("", ""))
    return Matrix(
        columns=winners,
        rows=rows,
        candidates=everything.candidates if everything else 0,
        people=everything.people if everything else 0,
    )


def _found(loss: Loss, names: Mapping[str, str], search: str) -> bool:
    asked = search.strip().lower()
    return any(
        asked in key.lower() or asked in names.get(key, "").lower()
        for key in (loss.loser, loss.winner)
    )


def _sides(
    wanted: set[str], totals: Iterable[tuple[str, Loss | None]], names: Mapping[str, str]
) -> tuple[Side, ...]:
    sides = {
        key: Side(key, names.get(key, key), total.candidates, total.people)
        for key, total in totals
        if key in wanted and total is not None
    }
    return tuple(sorted(sides.values(), key=lambda side: (-side.candidates, side.name, side.key)))


def _cell(loss: Loss | None, winner: Side, most: int) -> Cell | None:
    if loss is None:
        return None
    step = max(1, math.ceil(STEPS * math.sqrt(loss.candidates / most)))
    return Cell(winner, loss.candidates, loss.people, step)
