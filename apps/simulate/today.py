"""What a stored decision would be now: the same input and state, under what holds today.

Each run goes on in the latest version of its journey where that still has the run's node, as a move
would take it there; what could not be taken over is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from apps.engine import compile
from apps.engine.advance import rerun
from apps.engine.book import Book, Journey
from apps.engine.outcome import Considered, Decision, Step
from apps.engine.resolve import MEMORY
from apps.engine.values import Enrollment, ProfileState
from apps.graph import queries_decisions
from apps.graph.queries_decisions import Stored
from apps.journeys.models import JourneyVersion
from apps.orchestrator import books
from apps.simulate import given

TODAY, DRAFT = "today", "draft"


@dataclass(frozen=True, slots=True)
class Pair:
    """One message then and now; None: it was no candidate."""

    then: Considered | None
    now: Considered | None

    @property
    def either(self) -> Considered:
        found = self.then or self.now
        assert found is not None
        return found

    @property
    def changed(self) -> bool:
        """Whether verdict, reason, rule or numbers came out otherwise."""
        if self.then is None or self.now is None:
            return True
        return (self.then.verdict, self.then.reason) != (self.now.verdict, self.now.reason)

    @property
    def numbers(self) -> list[tuple[str, object, object]]:
        """The numbers that differ where the reason is the same: name, then, now."""
        if self.then is None or self.now is None or self.then.reason.code != self.now.reason.code:
            return []
        then, now = self.then.reason.numbers, self.now.reason.numbers
        names = sorted(then.keys() | now.keys())
        return [(n, then.get(n), now.get(n)) for n in names if then.get(n) != now.get(n)]


@dataclass(frozen=True, slots=True)
class Today:
    """`made` is the decision that would be made now, None where none would. `error`: it can't be
    run; `notes` say what could not be taken over."""

    stored: Stored
    then: Decision
    state: ProfileState
    book: Book
    made: Decision | None
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...]
    moved: tuple[str, ...]
    error: str = ""

    @property
    def changed(self) -> int:
        return sum(pair.changed for pair in self.pairs)


def today(uid: UUID | str, which: str = TODAY) -> Today | None:
    """Decide it anew under what holds now, with the rules or their draft; None: no such decision.

    Raises `problems.Invalid` for a draft of the rules that can't be compiled.
    """
    stored = queries_decisions.get(str(uid))
    if stored is None:
        return None
    then, step, book = stored.decision, stored.started_from, _book(which)
    latest = {book.journeys[id].key: book.journeys[id] for id in book.live}
    taken, moved, notes = _taken(step, book, latest)
    notes += _limits(step.state, books.stored(stored.book), book)
    made, error = None, ""
    try:
        outcome = rerun(taken, book)
        made = next((one for one in outcome.decisions if one.id == then.id), None)
    except Exception as problem:
        # What was stored once may be of any age: it is shown, never a failure of the page.
        error = repr(problem)[:300]
    pairs = tuple(_pairs(then, made)) if not error else ()
    return Today(stored, then, taken.state, book, made, pairs, tuple(notes), tuple(moved), error)


def _book(which: str) -> Book:
    holds = books.unrecorded()
    rules = given.ruling(which)
    if not rules.is_draft:
        return holds
    drafted = compile.rule_set(rules.document, id=rules.version, number=rules.number)
    return compile.book(
        id="draft of the rules",
        rules=drafted,
        journeys=holds.journeys.values(),
        live=holds.live,
        paused=holds.paused,
        holdouts=holds.holdouts,
    )


def _taken(
    step: Step, book: Book, latest: Mapping[str, Journey]
) -> tuple[Step, list[str], list[str]]:
    """The step with its runs in today's versions; which were moved, and what could not be."""
    runs: list[Enrollment] = []
    moved, notes, numbers = [], [], _numbers(step.state.enrollments, latest)
    for run in step.state.enrollments:
        newest, version = latest.get(run.journey), numbers.get(run.version, "its version")
        if newest is None or newest.version == run.version:
            if run.version in book.journeys:
                runs.append(run)
            else:
                notes.append(f"The run through “{run.journey}” is left out: nothing holds it now.")
            continue
        name = numbers.get(newest.version, "the latest version")
        node = newest.nodes.get(run.node)
        if node is not None and _same_kind(run, book, node.type):
            moved.append(f"The run through “{newest.name}” goes on in {name} instead of {version}.")
            runs.append(replace(run, version=newest.version))
        else:
            notes.append(
                f"{name.capitalize()} of “{newest.name}” has no such node as “{run.node}”:"
                f" the run stays in {version}."
            )
            runs.append(run)
    return replace(step, state=replace(step.state, enrollments=tuple(runs))), moved, notes


def _same_kind(run: Enrollment, book: Book, type: str) -> bool:
    old = book.journeys.get(run.version)
    return old is None or run.node not in old.nodes or old.nodes[run.node].type == type


def _numbers(runs: tuple[Enrollment, ...], latest: Mapping[str, Journey]) -> dict[str, str]:
    ids = {run.version for run in runs} | {journey.version for journey in latest.values()}
    rows = JourneyVersion.objects.filter(id__in=ids).values_list("id", "number")
    return {str(id): f"version {number}" for id, number in rows}


def _limits(state: ProfileState, then: Book, now: Book) -> list[str]:
    """What the stored state can't tell today's rules."""
    found = []
    counted = now.tally_depths.items()
    fewer = [name for name, depth in counted if depth > then.tally_depths.get(name, 0)]
    if fewer:
        named = ", ".join(f"“{name}”" for name in sorted(fewer)[:5])
        found.append(f"Counts of {named} may be too low: less of it was kept then.")
    longest = max((timedelta(hours=cap.hours) for cap in now.rules.caps if cap.hours), default=None)
    if longest and longest > MEMORY:
        found.append(f"Messages are remembered for {MEMORY.days} days: a longer cap sees no more.")
    if state.stage_plan != now.stage_plan and now.stage_plan:
        found.append("The lifecycles were changed since: stages are as they were then.")
    return found


def _pairs(then: Decision, now: Decision | None) -> Iterator[Pair]:
    made = {one.message_id: one for one in (now.considered if now else ())}
    for one in then.considered:
        yield Pair(one, made.pop(one.message_id, None))
    for one in made.values():
        yield Pair(None, one)
